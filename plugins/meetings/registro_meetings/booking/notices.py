"""Telling both sides what became of a booking (V1: both parents alike)."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from registro_core.api import (
    Notice,
    NoticeKind,
    Person,
    Text,
    TranslationString,
    audiences,
    publish_notice,
    withdraw_notices,
)
from registro_meetings import _
from registro_meetings.booking.doing import Doer
from registro_meetings.models import SEATED, Booking, BookingState, Slot

TEACHER_NOTICE = NoticeKind(
    "meetings:teacher", _("Prenotazioni dei tuoi colloqui (insegnanti)"), for_staff=True
)
FAMILY_NOTICE = NoticeKind("meetings:family", _("I colloqui che hai prenotato"))
REMINDER = NoticeKind("meetings:reminder", _("Un colloquio è domani"))

TO_TEACHER: Mapping[BookingState, TranslationString] = {
    BookingState.REQUESTED: _("La famiglia di ${name} chiede un colloquio il ${day} alle ${at}"),
    BookingState.CONFIRMED: _("Colloquio con la famiglia di ${name} il ${day} alle ${at}"),
    BookingState.CANCELLED: _("Annullato il colloquio su ${name} del ${day} alle ${at}"),
}
TO_FAMILY: Mapping[BookingState, TranslationString] = {
    BookingState.REQUESTED: _("Colloquio su ${name} richiesto per il ${day} alle ${at}"),
    BookingState.CONFIRMED: _("Colloquio su ${name} confermato: ${day} alle ${at}"),
    BookingState.REFUSED: _("Colloquio su ${name} del ${day} alle ${at}: l’insegnante non può"),
    BookingState.CANCELLED: _("Annullato il colloquio su ${name} del ${day} alle ${at}"),
}


def tell(session: Session, doer: Doer, row: Booking, slot: Slot) -> None:
    """Tell whom it concerns how a booking stands now, but not who made it so.

    Who lost the place is not reminded of it any more.
    """
    if row.state not in SEATED:
        withdraw_notices(session, [reminder_key(row.id)], doer.now)
    audience = audiences(session, [row.student_id], doer.today)[row.student_id]
    mapping = {"name": audience.given_name, "day": slot.day, "at": slot.starts_at}
    if row.state in TO_TEACHER:
        full = {"name": _full_name(session, row.student_id)}
        to_teacher = TO_TEACHER[row.state] % (mapping | full)
        _publish(session, doer, row, TEACHER_NOTICE, to_teacher, {row.teacher_id})
    if row.state in TO_FAMILY:
        to_family = TO_FAMILY[row.state] % mapping
        _publish(session, doer, row, FAMILY_NOTICE, to_family, audience.people)


def reminder_key(booking_id: int) -> str:
    """The key of what reminds a family of a meeting."""
    return f"meetings:reminder:{booking_id}"


def _full_name(session: Session, student_id: int) -> str:
    """Surname first: a teacher has many who share a first name."""
    student = session.get_one(Person, student_id)
    return f"{student.surname} {student.given_name}"


def _publish(
    session: Session,
    doer: Doer,
    row: Booking,
    kind: NoticeKind,
    subject: Text,
    people: Collection[int],
) -> None:
    told = set(people) - {doer.actor.person_id or 0}
    if told:
        notice = Notice(
            kind=kind.name,
            subject=subject,
            body=row.reason or "",
            recipients=told,
            key=f"{kind.name}:{row.id}",
            student_id=row.student_id,
        )
        publish_notice(session, notice, doer.now)
