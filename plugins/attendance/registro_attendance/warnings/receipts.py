"""Who has read which warning: the proof that a family knew (A15)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.models import EarlyWarning, WarningKind, WarningReceipt
from registro_core.api import Actor, Change, Person, record_change


@dataclass(frozen=True)
class Shown:
    """A warning as a page shows it; `seen_at` is this reader's receipt."""

    id: int
    kind: WarningKind
    threshold: int
    told: str
    issued_at: datetime
    addressed: bool
    seen_at: datetime | None


def warnings_of(
    session: Session, student_id: int, year_id: int, reader_id: int | None
) -> list[Shown]:
    """The warnings of a student's year, newest first, with the reader's receipts."""
    mine = (WarningReceipt.warning_id == EarlyWarning.id) & (WarningReceipt.person_id == reader_id)
    rows = session.execute(
        select(
            EarlyWarning.id,
            EarlyWarning.kind,
            EarlyWarning.threshold,
            EarlyWarning.told,
            EarlyWarning.issued_at,
            WarningReceipt.person_id,
            WarningReceipt.seen_at,
        )
        .outerjoin(WarningReceipt, mine)
        .where(EarlyWarning.student_id == student_id, EarlyWarning.year_id == year_id)
        .order_by(EarlyWarning.id.desc())
    )
    return [
        Shown(i, kind, threshold, told, issued, person is not None, seen)
        for i, kind, threshold, told, issued, person, seen in rows
    ]


def receipts_of(session: Session, student_id: int, year_id: int) -> dict[int, list[str]]:
    """Who has read each warning of a student's year, by name: for the school."""
    rows = session.execute(
        select(WarningReceipt.warning_id, Person.surname, Person.given_name)
        .join(EarlyWarning, EarlyWarning.id == WarningReceipt.warning_id)
        .join(Person, Person.id == WarningReceipt.person_id)
        .where(
            EarlyWarning.student_id == student_id,
            EarlyWarning.year_id == year_id,
            WarningReceipt.seen_at.is_not(None),
        )
        .order_by(WarningReceipt.seen_at)
    )
    found: dict[int, list[str]] = {}
    for warning_id, surname, given_name in rows:
        found.setdefault(warning_id, []).append(f"{surname} {given_name}")
    return found


def confirm_read(session: Session, student_id: int, actor: Actor, now: datetime) -> int:
    """Give the receipt of all warnings of a student addressed to who acts; return how many."""
    open_ones = session.scalars(
        select(WarningReceipt)
        .join(EarlyWarning, EarlyWarning.id == WarningReceipt.warning_id)
        .where(
            EarlyWarning.student_id == student_id,
            WarningReceipt.person_id == actor.person_id,
            WarningReceipt.seen_at.is_(None),
        )
    ).all()
    for receipt in open_ones:
        receipt.seen_at = now
        change = Change(
            "attendance.warning.read",
            "attendance_warning",
            receipt.warning_id,
            student_id=student_id,
        )
        record_change(session, actor, change, now)
    return len(open_ones)
