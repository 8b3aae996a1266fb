"""Reading who may fetch a student, and their leave to go home alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.permits.models import Companion
from registro_attendance.pickup.models import AutonomousExit, Delegate, DelegateState
from registro_attendance.pickup.rules import may_go_home_alone
from registro_core.api import Guardianship, Person, Text, guards_on, holds_on

KINDS: dict[str, Text] = {
    "mother": _("madre"),
    "father": _("padre"),
    "guardian": _("tutore"),
    "other": _("altro responsabile"),
}


@dataclass(frozen=True)
class Fetcher:
    """An adult who may fetch a student on a day: a guardian, or an approved delegate."""

    key: str
    companion: Companion
    student_id: int
    name: str
    detail: Text
    document: str | None = None


def fetchers(session: Session, student_ids: Collection[int], day: date) -> list[Fetcher]:
    """Who may fetch students on a day: guardians whom no court restricts, and delegates (E1)."""
    return [*_guardians(session, student_ids, day), *_delegates(session, student_ids, day)]


def _guardians(session: Session, student_ids: Collection[int], day: date) -> list[Fetcher]:
    statement = (
        select(
            Guardianship.student_id, Person.id, Person.given_name, Person.surname, Guardianship.kind
        )
        .join(Person, Person.id == Guardianship.guardian_id)
        .where(
            Guardianship.student_id.in_(student_ids),
            guards_on(day),
        )
        .order_by(Person.surname, Person.given_name)
    )
    return [
        Fetcher(f"guardian:{i}", Companion.GUARDIAN, student, f"{given} {surname}", KINDS[kind])
        for student, i, given, surname, kind in session.execute(statement)
    ]


def _delegates(session: Session, student_ids: Collection[int], day: date) -> list[Fetcher]:
    statement = (
        select(
            Delegate.student_id,
            Delegate.id,
            Delegate.name,
            Delegate.relationship,
            Delegate.document,
        )
        .where(
            Delegate.student_id.in_(student_ids),
            Delegate.state == DelegateState.APPROVED,
            Delegate.starts_on <= day,
            Delegate.ends_on >= day,
        )
        .order_by(Delegate.name)
    )
    return [
        Fetcher(f"delegate:{i}", Companion.DELEGATE, student, name, kin or _("delegato"), document)
        for student, i, name, kin, document in session.execute(statement)
    ]


def authorised_alone(session: Session, student_ids: Collection[int], day: date) -> frozenset[int]:
    """Which students hold a leave to go home alone on a day (E2)."""
    statement = select(AutonomousExit.student_id).where(
        AutonomousExit.student_id.in_(student_ids),
        holds_on(AutonomousExit, day),
        AutonomousExit.revoked_at.is_(None),
    )
    return frozenset(session.scalars(statement))


def must_be_fetched(session: Session, student_ids: Collection[int], day: date) -> frozenset[int]:
    """Which students may not go home alone at the end of lessons (E2): two statements."""
    births = session.execute(
        select(Person.id, Person.birth_date).where(Person.id.in_(student_ids))
    ).all()
    alone = authorised_alone(session, student_ids, day)
    return frozenset(
        i for i, born in births if not may_go_home_alone(born, day, authorised=i in alone)
    )
