"""Writing, rewriting and cancelling observations; reading them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, true
from sqlalchemy.orm import Session, aliased

from registro_core.api import Actor, Change, Person, record_change
from registro_grades.models import Observation


@dataclass(frozen=True)
class Draft:
    """What a teacher typed."""

    day: date
    text: str
    in_report: bool = False

    @property
    def logged(self) -> dict[str, object]:
        """What the log keeps of it."""
        return {"day": self.day, "text": self.text, "in_report": self.in_report}


def write(
    session: Session, student_id: int, class_id: int, draft: Draft, actor: Actor, now: datetime
) -> Observation:
    """Store an observation on a student who is in a class."""
    row = Observation(
        student_id=student_id,
        class_id=class_id,
        day=draft.day,
        text=draft.text,
        in_report=draft.in_report,
        author_id=actor.person_id,
        written_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, row, "written", actor, now, {}, draft.logged)
    return row


def rewrite(session: Session, row: Observation, draft: Draft, actor: Actor, now: datetime) -> None:
    """Change an observation: the family sees that it was changed, the log what it said."""
    before = Draft(row.day, row.text, in_report=row.in_report)
    row.day, row.text, row.in_report, row.edited_at = draft.day, draft.text, draft.in_report, now
    _record(session, row, "changed", actor, now, before.logged, draft.logged)


def cancel(session: Session, row: Observation, reason: str, actor: Actor, now: datetime) -> None:
    """Cancel an observation: it stays for the school, and leaves the family's page."""
    row.cancelled_at, row.cancelled_reason = now, reason
    _record(session, row, "cancelled", actor, now, {"text": row.text}, {}, reason)


def _record(
    session: Session,
    row: Observation,
    what: str,
    actor: Actor,
    now: datetime,
    before: dict[str, object],
    after: dict[str, object],
    reason: str | None = None,
) -> None:
    change = Change(
        act=f"grades.observation.{what}",
        object_type="grades_observation",
        object_id=row.id,
        before=before,
        after=after,
        student_id=row.student_id,
        reason=reason,
    )
    record_change(session, actor, change, now)


# ---- reading -------------------------------------------------------------------------------


@dataclass(frozen=True)
class ObservationRow:
    """An observation to be read."""

    id: int
    student_id: int
    student: str
    day: date
    text: str
    author_id: int | None
    author: str
    in_report: bool
    edited_at: datetime | None
    cancelled_at: datetime | None
    cancelled_reason: str | None


@dataclass(frozen=True)
class Wanted:
    """Which observations: on a student, of a class, of an author, of a stretch of days.

    Void ones only for the school.
    """

    student_id: int | None = None
    class_id: int | None = None
    author_id: int | None = None
    void_too: bool = False
    days: tuple[date, date] | None = None

    @property
    def condition(self) -> ColumnElement[bool]:
        """The filter as SQL."""
        asked = (
            (Observation.student_id, self.student_id),
            (Observation.class_id, self.class_id),
            (Observation.author_id, self.author_id),
        )
        parts = [column == value for column, value in asked if value is not None]
        if not self.void_too:
            parts.append(Observation.cancelled_at.is_(None))
        if self.days is not None:
            parts.append(Observation.day.between(*self.days))
        return and_(true(), *parts)


def count_observations(session: Session, wanted: Wanted) -> int:
    """How many observations a list has."""
    return session.scalar(select(func.count(Observation.id)).where(wanted.condition)) or 0


def observations_of(
    session: Session, wanted: Wanted, offset: int, limit: int
) -> list[ObservationRow]:
    """Observations, newest first: one statement."""
    student, author = _people()
    statement: Select[Any] = (
        select(
            Observation.id,
            Observation.student_id,
            student.surname + " " + student.given_name,
            Observation.day,
            Observation.text,
            Observation.author_id,
            func.coalesce(author.given_name + " " + author.surname, ""),
            Observation.in_report,
            Observation.edited_at,
            Observation.cancelled_at,
            Observation.cancelled_reason,
        )
        .join(student, student.id == Observation.student_id)
        .outerjoin(author, author.id == Observation.author_id)
        .where(wanted.condition)
        .order_by(Observation.day.desc(), Observation.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [ObservationRow(*row) for row in session.execute(statement)]


def _people() -> tuple[Any, Any]:
    return aliased(Person), aliased(Person)
