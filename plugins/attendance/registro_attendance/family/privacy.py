"""What is kept about a person in justifications, permits and pick-up, and what may be erased.

A person appears as a student, or as who signed or fetched. Records of the
school stay (V6); free words, telephone numbers and documents need not.
"""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.certificates.models import Certificate
from registro_attendance.evacuation.models import Evacuation, EvacuationRow
from registro_attendance.justifications.models import Justification
from registro_attendance.permits.models import Permit
from registro_attendance.pickup.models import AutonomousExit, Delegate
from registro_core.api import Base, PersonalData, Text

# What the student's export shows of each table: the title, and the columns.
TABLES: tuple[tuple[type[Base], Text, tuple[str, ...]], ...] = (
    (
        Justification,
        _("Giustificazioni"),
        ("state", "reason", "text", "signed_at", "decided_at", "decision_note"),
    ),
    (
        Permit,
        _("Avvisi e permessi"),
        ("kind", "state", "first_day", "last_day", "at", "reason", "text", "companion_name"),
    ),
    (
        Delegate,
        _("Deleghe al ritiro"),
        ("name", "document", "relationship", "phone", "starts_on", "ends_on", "state"),
    ),
    (AutonomousExit, _("Uscita autonoma"), ("starts_on", "ends_on", "given_at", "revoked_at")),
    (
        Certificate,
        _("Certificati di frequenza"),
        ("number", "issued_on", "attending_since", "attending_until", "purpose"),
    ),
)


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """All that these tables hold about a student, and what a guardian signed (GDPR art. 15)."""
    found = [
        PersonalData(title, _rows(session, table, columns, table.student_id == person_id))  # type: ignore[attr-defined]
        for table, title, columns in TABLES
    ]
    signed = _rows(
        session,
        Justification,
        ("student_id", "reason", "text", "signed_at"),
        (Justification.signed_by == person_id) & (Justification.student_id != person_id),
    )
    asked = _rows(
        session,
        Permit,
        ("student_id", "kind", "first_day", "reason", "text", "requested_at"),
        (Permit.requested_by == person_id) & (Permit.student_id != person_id),
    )
    found += [
        PersonalData(_("Giustificazioni firmate"), signed),
        PersonalData(_("Permessi chiesti"), asked),
        PersonalData(_("Evacuazioni"), _evacuations(session, person_id)),
    ]
    return [data for data in found if data.rows]


def _rows(
    session: Session, table: type[Base], columns: tuple[str, ...], condition: object
) -> list[dict[str, object]]:
    statement = select(*(getattr(table, name) for name in columns)).where(condition)  # type: ignore[arg-type]
    return [dict(row) for row in session.execute(statement).mappings()]


def _evacuations(session: Session, person_id: int) -> list[dict[str, object]]:
    statement = (
        select(Evacuation.day, EvacuationRow.expected, EvacuationRow.outcome)
        .join(Evacuation, Evacuation.id == EvacuationRow.evacuation_id)
        .where(EvacuationRow.student_id == person_id)
    )
    return [dict(row) for row in session.execute(statement).mappings()]


def erase_person(session: Session, person_id: int) -> None:
    """Delete what the law does not ask to keep: words, names and documents of others (art. 17)."""
    for table, signer in ((Justification, Justification.signed_by), (Permit, Permit.requested_by)):
        mine = or_(table.student_id == person_id, signer == person_id)
        session.execute(update(table).where(mine).values(text=None))
    session.execute(
        update(Permit).where(Permit.student_id == person_id).values(companion_document=None)
    )
    session.execute(
        delete(Delegate).where(
            or_(Delegate.student_id == person_id, Delegate.requested_by == person_id)
        )
    )
