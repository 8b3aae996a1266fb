"""What attendance holds about a person, and what of it may be deleted (GDPR art. 15 and 17).

The register is a public act: events, rolls and warnings are kept as the law
asks. What goes on request is what only documented a ground: numbers of papers.
"""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.models import (
    Derogation,
    EarlyWarning,
    Event,
    PreviousHours,
    Roll,
    WarningReceipt,
)
from registro_core.api import PersonalData


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """All rows about a student, a guardian's receipts, a teacher's rolls; no empty parts."""
    parts = [
        PersonalData(_("Assenze, ritardi e uscite"), _events(session, person_id)),
        PersonalData(_("Deroghe"), _derogations(session, person_id)),
        PersonalData(_("Ore di assenza in altre scuole"), _previous(session, person_id)),
        PersonalData(_("Avvisi sulle assenze"), _warnings(session, person_id)),
        PersonalData(_("Avvisi letti"), _receipts(session, person_id)),
        PersonalData(_("Appelli fatti"), _rolls(session, person_id)),
    ]
    return [part for part in parts if part.rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget the papers behind the deroghe of a student."""
    session.execute(
        update(Derogation).where(Derogation.student_id == person_id).values(document=None)
    )


Rows = list[dict[str, object]]


def _events(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(
            Event.day,
            Event.kind,
            Event.starts_at,
            Event.ends_at,
            Event.note,
            Event.recorded_at,
            Event.cancelled_at,
        )
        .where(Event.student_id == person_id)
        .order_by(Event.day, Event.id)
    )
    return [dict(row) for row in rows.mappings()]


def _derogations(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(
            Derogation.kind, Derogation.first_day, Derogation.last_day, Derogation.document
        ).where(Derogation.student_id == person_id)
    )
    return [dict(row) for row in rows.mappings()]


def _previous(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(PreviousHours.hours, PreviousHours.source, PreviousHours.recorded_at).where(
            PreviousHours.student_id == person_id
        )
    )
    return [dict(row) for row in rows.mappings()]


def _warnings(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(EarlyWarning.kind, EarlyWarning.told, EarlyWarning.issued_at).where(
            EarlyWarning.student_id == person_id
        )
    )
    return [dict(row) for row in rows.mappings()]


def _receipts(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(EarlyWarning.kind, EarlyWarning.told, WarningReceipt.seen_at)
        .join(EarlyWarning, EarlyWarning.id == WarningReceipt.warning_id)
        .where(WarningReceipt.person_id == person_id)
    )
    return [dict(row) for row in rows.mappings()]


def _rolls(session: Session, person_id: int) -> Rows:
    rows = session.execute(
        select(Roll.day, Roll.slot, Roll.taken_at)
        .where(Roll.taken_by == person_id)
        .order_by(Roll.day, Roll.slot)
    )
    return [dict(row) for row in rows.mappings()]
