"""Assigning, changing and cancelling: each leaves its trace in the log, and nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, record_change
from registro_homework.assigning.draft import Draft, stored
from registro_homework.courses import Course
from registro_homework.models import Assignment, ChosenStudent, News


@dataclass(frozen=True)
class Moment:
    """Who acts when, and when families are told."""

    actor: Actor
    now: datetime
    tells_at: datetime


def assign(
    session: Session, course: Course, draft: Draft, moment: Moment, assigned_on: date
) -> Assignment:
    """Store homework or a planned test. Support assigns to its student alone (L3)."""
    students = frozenset({course.student_id}) if course.student_id else draft.students
    row = Assignment(
        class_id=course.class_id,
        group_id=course.group_id,
        share=course.share,
        subject_id=course.subject_id,
        teacher_id=moment.actor.person_id,
        assigned_on=assigned_on,
        created_at=moment.now,
        told_at=moment.tells_at,
        news=News.NEW,
        chosen=bool(students),
    )
    _write(row, draft)
    session.add(row)
    session.flush()
    _choose(session, row, students)
    _record(session, row, "assigned", moment, {}, draft.audited())
    return row


def change(session: Session, row: Assignment, draft: Draft, moment: Moment) -> None:
    """Store it anew. What families were already told of is told as changed."""
    students = students_chosen(session, row)
    before = stored(row, students).audited()
    kept = draft.students
    _write(row, draft)
    row.changed_at, row.chosen = moment.now, bool(kept)
    if kept != students:
        session.execute(delete(ChosenStudent).where(ChosenStudent.assignment_id == row.id))
        _choose(session, row, kept)
    _tell(row, News.CHANGED, moment)
    session.flush()
    _record(session, row, "changed", moment, before, stored(row, kept).audited())


def cancel(session: Session, row: Assignment, reason: str, moment: Moment) -> None:
    """Cancel it: families who were told are told of it, the others hear nothing."""
    row.cancelled_at, row.cancelled_reason = moment.now, reason
    _tell(row, News.CANCELLED, moment)
    session.flush()
    _record(session, row, "cancelled", moment, {"text": row.text}, {}, reason)


def students_chosen(session: Session, row: Assignment) -> frozenset[int]:
    """For whom alone it is; nobody: for everybody."""
    if not row.chosen:
        return frozenset()
    mine = ChosenStudent.assignment_id == row.id
    return frozenset(session.scalars(select(ChosenStudent.student_id).where(mine)))


def _write(row: Assignment, draft: Draft) -> None:
    row.kind, row.due_on, row.text = draft.kind, draft.due_on, draft.text
    row.minutes, row.links, row.hand_in = draft.minutes, list(draft.links), draft.hand_in
    row.slot = draft.slot


def _choose(session: Session, row: Assignment, students: frozenset[int]) -> None:
    if students:
        named = [{"assignment_id": row.id, "student_id": each} for each in sorted(students)]
        session.execute(insert(ChosenStudent), named)


def _tell(row: Assignment, news: News, moment: Moment) -> None:
    """What waits to be told as new is told as it is now, or not at all."""
    waits = row.told_at is not None and row.told_at > moment.now and row.news is News.NEW
    if not waits:
        row.told_at, row.news = moment.tells_at, news
    elif news is News.CANCELLED:
        row.told_at = None


def _record(
    session: Session,
    row: Assignment,
    what: str,
    moment: Moment,
    before: dict[str, object],
    after: dict[str, object],
    reason: str | None = None,
) -> None:
    change = Change(
        act=f"homework.{what}",
        object_type="homework_assignment",
        object_id=row.id,
        before=before,
        after=after,
        reason=reason,
    )
    record_change(session, moment.actor, change, moment.now)
