"""The people of the demo school that one remembers by name, as the database has them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.demo.sign_ins import SIGN_INS
from registro_core.people.models import Person
from registro_core.school.models import School


@dataclass(frozen=True)
class DemoPerson:
    """Somebody who may be tried out: the user name to remember, and who it is."""

    username: str
    person_id: int
    surname: str
    given_name: str
    birth_date: date | None
    codice_fiscale: str | None
    email: str | None


def demo_people(session: Session) -> list[DemoPerson]:
    """Return those of the demo school with a sign-in to remember; nobody of a real school."""
    if not session.scalar(select(School.is_demo).limit(1)):
        return []
    rows = session.execute(
        select(
            Account.username,
            Account.person_id,
            Person.surname,
            Person.given_name,
            Person.birth_date,
            Person.codice_fiscale,
            Person.email,
        )
        .join(Person, Person.id == Account.person_id)
        .where(Account.username.in_(SIGN_INS))
    )
    found = {row.username: DemoPerson(*row) for row in rows}
    return [found[username] for username in SIGN_INS if username in found]
