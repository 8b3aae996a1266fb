"""Those who run the school: head, office, technicians and attendants."""

from dataclasses import dataclass
from datetime import date

from registro_core.demo.people import Invented, People
from registro_core.demo.school import DemoSize
from registro_core.items import Role
from registro_core.people.models import RoleGrant

# Beside those with a sign-in to remember.
ASSISTANTS = {DemoSize.SMALL: 3, DemoSize.REFERENCE: 33}
OFFICE_SHARE = 4


@dataclass(frozen=True)
class Staff:
    """The staff that is not teaching."""

    admin: Invented
    head: Invented
    office: Invented
    others: tuple[Invented, ...]


def hire_staff(people: People, size: DemoSize, since: date) -> Staff:
    """Make the staff; one in four of the assistants works in the office."""

    def hire(role: Role, title: str) -> Invented:
        sex = people.sex()
        name = people.given_name(sex, None)
        person = people.make(sex, people.surname(None), name, people.adult_birth(30, 64))
        people.rows.add(RoleGrant, person_id=person.id, role=role, title=title, starts_on=since)
        return person

    def assistant(number: int) -> Invented:
        if number % OFFICE_SHARE == 0:
            return hire(Role.OFFICE, "assistente amministrativo")
        return hire(Role.STAFF, "collaboratore scolastico")

    return Staff(
        admin=hire(Role.ADMIN, "amministratore di sistema"),
        head=hire(Role.HEAD, "dirigente scolastico"),
        office=hire(Role.OFFICE, "direttore dei servizi"),
        others=tuple(assistant(number) for number in range(ASSISTANTS[size])),
    )
