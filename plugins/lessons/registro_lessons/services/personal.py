"""What lessons holds about a person, and what may be forgotten (GDPR art. 15 and 17)."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_lessons import _
from registro_lessons.models import (
    Lesson,
    Signature,
    SignatureKind,
    Timetable,
    TimetableEntry,
)


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """A teacher's signatures with their text, and a student's register of support."""
    own = _signatures(session, Signature.teacher_id == person_id)
    replaced = _signatures(session, Signature.replaces_id == person_id)
    support = _signatures(session, Signature.student_id == person_id)
    found = [
        PersonalData(_("Ore firmate"), own),
        PersonalData(_("Ore in cui è stato sostituito"), replaced),
        PersonalData(_("Registro di sostegno"), support),
        PersonalData(_("Orario"), _timetable(session, person_id)),
    ]
    return [data for data in found if data.rows]


def _signatures(session: Session, condition: ColumnElement[bool]) -> list[dict[str, object]]:
    statement = (
        select(Signature, Lesson)
        .join(Lesson, Lesson.id == Signature.lesson_id)
        .where(condition)
        .order_by(Signature.day, Signature.slot)
    )
    return [
        {
            "day": signature.day.isoformat(),
            "slot": signature.slot,
            "kind": signature.kind.value,
            "topic": signature.topic if _is_own(signature) else lesson.topic,
            "activity": signature.activity if _is_own(signature) else lesson.activity,
            "signed_at": signature.signed_at.isoformat(),
        }
        for signature, lesson in session.execute(statement)
    ]


def _timetable(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Timetable.valid_from, TimetableEntry.weekday, TimetableEntry.slot)
        .join(Timetable, Timetable.id == TimetableEntry.timetable_id)
        .where(TimetableEntry.teacher_id == person_id)
        .order_by(Timetable.valid_from, TimetableEntry.weekday, TimetableEntry.slot)
    )
    return [dict(row) for row in rows.mappings()]


def _is_own(signature: Signature) -> bool:
    return signature.kind is SignatureKind.SUPPORT


def erase_person(session: Session, person_id: int) -> None:
    """Forget what the law does not ask to keep.

    Signatures and topics are a public act and stay (L8, V6); what support
    teachers wrote about a student goes, the signature that the hour was held stays.
    """
    session.execute(
        update(Signature)
        .where(Signature.student_id == person_id)
        .values(student_id=None, topic=None, activity=None)
    )
