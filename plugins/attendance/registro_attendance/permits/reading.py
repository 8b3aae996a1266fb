"""Reading permits: of a student, of a day, and those that wait for an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from registro_attendance.permits.models import Companion, Permit, PermitKind
from registro_attendance.permits.rules import counts_on
from registro_attendance.permits.states import STANDING, PermitState
from registro_attendance.reasons import Reason
from registro_core.api import Enrolment, Person, SchoolClass, holds_on


@dataclass(frozen=True)
class PermitRow:
    """A permit as lists show it."""

    id: int
    version: int
    student_id: int
    student_name: str
    class_id: int | None
    class_name: str
    kind: PermitKind
    state: PermitState
    first_day: date
    last_day: date
    weekdays: str | None
    at: time | None
    reason: Reason
    text: str | None
    requested_by_name: str
    decision_note: str | None
    companion: Companion | None
    companion_name: str | None
    companion_document: str | None
    at_desk: bool

    @property
    def lasting(self) -> bool:
        """Whether it repeats over a period (transport, sport), rather than being one leave."""
        return self.kind is not PermitKind.ABSENCE and self.first_day != self.last_day


def _select(today: date) -> Select[tuple[object, ...]]:
    asker = aliased(Person)
    return (
        select(  # type: ignore[return-value]
            Permit.id,
            Permit.version,
            Permit.student_id,
            (Person.surname + " " + Person.given_name).label("student_name"),
            SchoolClass.id.label("class_id"),
            func.coalesce(SchoolClass.name, "").label("class_name"),
            Permit.kind,
            Permit.state,
            Permit.first_day,
            Permit.last_day,
            Permit.weekdays,
            Permit.at,
            Permit.reason,
            Permit.text,
            func.coalesce(asker.given_name + " " + asker.surname, "").label("requested_by_name"),
            Permit.decision_note,
            Permit.companion,
            Permit.companion_name,
            Permit.companion_document,
            Permit.at_desk,
        )
        .join(Person, Person.id == Permit.student_id)
        .outerjoin(asker, asker.id == Permit.requested_by)
        .outerjoin(
            Enrolment,
            (Enrolment.student_id == Permit.student_id) & holds_on(Enrolment, today),
        )
        .outerjoin(SchoolClass, SchoolClass.id == Enrolment.class_id)
    )


def _rows(session: Session, statement: Select[tuple[object, ...]]) -> list[PermitRow]:
    return [PermitRow(**row) for row in session.execute(statement).mappings()]


def permits_of(
    session: Session,
    student_id: int,
    since: date,
    today: date,
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[PermitRow]:
    """A student's permits that last until a day or beyond, newest first."""
    statement = (
        _select(today)
        .where(Permit.student_id == student_id, Permit.last_day >= since)
        .order_by(Permit.first_day.desc(), Permit.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return _rows(session, statement)


def count_permits(session: Session, student_id: int, since: date) -> int:
    """How many they are: one statement."""
    statement = (
        select(func.count())
        .select_from(Permit)
        .where(Permit.student_id == student_id, Permit.last_day >= since)
    )
    return session.scalar(statement) or 0


def standing_on(
    session: Session, day: date, student_ids: Collection[int] | None = None
) -> list[PermitRow]:
    """Permits asked or granted for a day, of some students (None: all), by time and name."""
    statement = (
        _select(day)
        .where(Permit.state.in_(STANDING), Permit.first_day <= day, Permit.last_day >= day)
        .order_by(Permit.at, Person.surname, Person.given_name, Permit.id)
    )
    if student_ids is not None:
        statement = statement.where(Permit.student_id.in_(student_ids))
    rows = _rows(session, statement)
    return [row for row in rows if counts_on(row.first_day, row.last_day, row.weekdays, day)]


def requests(
    session: Session,
    class_ids: Collection[int] | None,
    today: date,
    without: Collection[int] = (),
    *,
    offset: int = 0,
    limit: int = 50,
) -> list[PermitRow]:
    """Requests of families that wait for an answer and are not over, by day.

    :param without: students whose requests somebody else answers.
    """
    statement = (
        _select(today)
        .where(*_waiting(class_ids, today, without))
        .order_by(Permit.first_day, Person.surname, Permit.id)
        .offset(offset)
        .limit(limit)
    )
    return _rows(session, statement)


def count_requests(
    session: Session,
    class_ids: Collection[int] | None,
    today: date,
    without: Collection[int] = (),
) -> int:
    """How many requests wait: one statement."""
    waiting = _waiting(class_ids, today, without)
    return session.scalar(select(func.count()).select_from(Permit).where(*waiting)) or 0


def _waiting(
    class_ids: Collection[int] | None, today: date, without: Collection[int]
) -> tuple[ColumnElement[bool], ...]:
    conditions: tuple[ColumnElement[bool], ...] = (
        Permit.state == PermitState.REQUESTED,
        Permit.student_id.not_in(without),
        Permit.last_day >= today,
    )
    if class_ids is None:
        return conditions
    members = select(Enrolment.student_id).where(
        Enrolment.class_id.in_(class_ids),
        holds_on(Enrolment, today),
    )
    return (*conditions, Permit.student_id.in_(members))
