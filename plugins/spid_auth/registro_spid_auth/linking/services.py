"""Finding the person whom an identity provider speaks of (ACC-1 to ACC-7). Nobody is ever made."""

from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Person
from registro_spid_auth.linking.hats import Hat, hats_of
from registro_spid_auth.linking.policies import policies_of


class Refusal(StrEnum):
    """Why somebody who proved who they are does not come in; the value is the word in the log."""

    # The provider gave no codice fiscale: an eIDAS user, a legal person (ACC-7).
    NO_CODE = "no-codice-fiscale"
    UNKNOWN = "unknown-person"
    DUPLICATE = "duplicate-codice-fiscale"
    ADMIN = "administrator"
    FIRST_CYCLE = "first-cycle-pupil"
    STUDENTS_OFF = "students-off"
    # Nothing today: a former parent, or one whom a court restricts.
    NO_HAT = "no-role"
    OFF = "off-for-role"
    # Their account was closed by the office.
    DISABLED = "account-disabled"
    # Confirming (step-up) as somebody else than who is signed in.
    OTHER_PERSON = "other-person"


class NotLinked(Exception):
    """Somebody may not come in: `refusal` says why, `person_id` who it is if known."""

    def __init__(self, refusal: Refusal, person_id: int | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.person_id = person_id


def find_person(session: Session, codice_fiscale: str | None, today: date) -> int:
    """The person with this codice fiscale, who may come in with SPID or CIE.

    Three statements.  Raises `NotLinked`.

    :param codice_fiscale: in capitals, without `TINIT-`; letters of omocodia are part of it.
    """
    if not codice_fiscale:
        raise NotLinked(Refusal.NO_CODE)
    person_id = _holder(session, codice_fiscale)
    hats, policies = hats_of(session, person_id, today), policies_of(session)
    if hats.admin:
        raise NotLinked(Refusal.ADMIN, person_id)
    if policies.admit(hats):
        return person_id
    if hats.worn == {Hat.STUDENT}:
        refusal = Refusal.FIRST_CYCLE if hats.first_cycle else Refusal.STUDENTS_OFF
        raise NotLinked(refusal, person_id)
    raise NotLinked(Refusal.OFF if hats.worn else Refusal.NO_HAT, person_id)


def _holder(session: Session, codice_fiscale: str) -> int:
    # The column is unique to the letter; a code that came in by another door in small letters
    # would be a second holder all the same (ACC-4).
    found = session.scalars(
        select(Person.id)
        .where(Person.codice_fiscale.in_((codice_fiscale, codice_fiscale.lower())))
        .limit(2)
    ).all()
    if not found:
        raise NotLinked(Refusal.UNKNOWN)
    if len(found) > 1:
        raise NotLinked(Refusal.DUPLICATE)
    return found[0]


def refuses_password(session: Session, person_id: int, today: date) -> bool:
    """Whether the school lets somebody in with SPID or CIE alone (ACC-8): two statements."""
    return policies_of(session).refuse_password(hats_of(session, person_id, today))
