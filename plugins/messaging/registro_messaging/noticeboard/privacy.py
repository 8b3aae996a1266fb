"""What the noticeboard holds about a person (GDPR art. 15).

Who was told of what, and signed it, is evidence of the school's and stays (D.Lgs. 42/2004);
when a text was opened goes on request (GDPR art. 17), unless it was signed.
"""

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from registro_core.api import PersonalData
from registro_messaging import _
from registro_messaging.noticeboard.models import Addressee, Circular, Recipient


def personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Circulars received by a person, or for them as a student."""
    rows = session.execute(
        select(Circular.number, Circular.title, Recipient.read_at, Recipient.signed_at)
        .join(Recipient, Recipient.circular_id == Circular.id)
        .where(or_(Recipient.person_id == person_id, Recipient.student_id == person_id))
        .order_by(Recipient.id)
    )
    received: list[dict[str, object]] = [
        {
            "number": number or "",
            "title": title,
            "read": read.isoformat() if read else "",
            "signed": signed.isoformat() if signed else "",
        }
        for number, title, read, signed in rows
    ]
    named = _named_in(session, person_id)
    found = ((_("Circolari ricevute"), received), (_("Circolari indirizzate per nome"), named))
    return [PersonalData(label, rows) for label, rows in found if rows]


def _named_in(session: Session, person_id: int) -> list[dict[str, object]]:
    """Circulars, also drafts, that name somebody as one they are for."""
    rows = session.execute(
        select(Circular.number, Circular.created_at)
        .join(Addressee, Addressee.circular_id == Circular.id)
        .where(Addressee.person_id == person_id)
        .order_by(Circular.id)
    )
    return [{"number": number or "", "written": at.isoformat()} for number, at in rows]


def erase_person(session: Session, person_id: int) -> None:
    """Forget when somebody opened what they did not sign."""
    session.execute(
        update(Recipient)
        .where(Recipient.person_id == person_id, Recipient.signed_at.is_(None))
        .values(read_at=None)
    )
