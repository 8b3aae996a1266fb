"""Lessons of a place as rows to change: finding them, and keeping them in order."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from registro_core.api import LessonRef
from registro_lessons.models import Lesson, Signature, SignatureKind, TimetableEntry
from registro_lessons.services.entries import Content
from registro_lessons.services.versions import version_of_day


def at_place(ref: LessonRef) -> ColumnElement[bool]:
    """SQL: lessons of the class, or of the group, of a reference."""
    if ref.group_id is not None:
        return Lesson.group_id == ref.group_id
    return Lesson.class_id == ref.class_id


def lessons_at(session: Session, ref: LessonRef, slots: Collection[int]) -> list[Lesson]:
    """The lessons held at a place in some hours of the day: one statement."""
    statement = select(Lesson).where(at_place(ref), Lesson.day == ref.day, Lesson.slot.in_(slots))
    return list(session.scalars(statement))


def signatures_of(session: Session, lessons: Iterable[Lesson]) -> list[Signature]:
    """The signatures of some lessons: one statement."""
    ids = [lesson.id for lesson in lessons]
    statement = select(Signature).where(Signature.lesson_id.in_(ids))
    return list(session.scalars(statement)) if ids else []


def settle(session: Session, lesson: Lesson, signatures: Sequence[Signature]) -> None:
    """Let the lesson's subject follow from its signatures; without any it goes (L1, L6)."""
    if not signatures:
        session.delete(lesson)
        return
    subjects = {
        s.subject_id
        for s in signatures
        if s.kind is SignatureKind.CURRICULAR and s.subject_id is not None
    }
    planned = _planned_subjects(session, lesson) if len(subjects) > 1 else set()
    lesson.subject_id = main_subject(subjects, planned)


def main_subject(subjects: Collection[int], planned: Collection[int]) -> int | None:
    """The lesson's subject when several teachers teach different ones.

    The planned one, else always the same: never that of who signed first (L1).
    """
    return min(set(subjects) & set(planned) or subjects, default=None)


def _planned_subjects(session: Session, lesson: Lesson) -> set[int]:
    place = (
        TimetableEntry.group_id == lesson.group_id
        if lesson.group_id is not None
        else TimetableEntry.class_id == lesson.class_id
    )
    statement = select(TimetableEntry.subject_id).where(
        place,
        TimetableEntry.timetable_id == version_of_day(lesson.day),
        TimetableEntry.weekday == lesson.day.isoweekday(),
        TimetableEntry.slot == lesson.slot,
    )
    return set(session.scalars(statement))


def content_of(lesson: Lesson) -> Content:
    """What was written for the whole class."""
    return Content(lesson.topic, lesson.activity, lesson.module)
