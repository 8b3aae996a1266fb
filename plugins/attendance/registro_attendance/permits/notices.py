"""Telling of permits: the coordinator of a request, the family of an answer or an exit."""

from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.notice_kinds import LEFT_EARLY, REQUESTED
from registro_attendance.family.recipients import coordinators_of
from registro_attendance.justifications.doing import Doer
from registro_attendance.permits.models import Permit
from registro_core.api import (
    Notice,
    NoticeKind,
    Person,
    Text,
    publish_notice,
    recipients,
    school_day,
)


def tell_coordinator(session: Session, doer: Doer, row: Permit, class_id: int, name: str) -> None:
    """Let the coordinators of the class know that a request waits."""
    told = coordinators_of(session, class_id, school_day(doer.now))
    notice = Notice(
        kind=REQUESTED.name,
        subject=_("Richiesta della famiglia di ${name}", mapping={"name": name}),
        body=_("Trovi la richiesta nell’elenco delle richieste delle famiglie."),
        recipients=told,
        key=f"attendance:permit:{row.id}",
        link="/permits",
        student_id=row.student_id,
    )
    publish_notice(session, notice, doer.now)


def tell_exit(session: Session, doer: Doer, student: Person, row: Permit) -> None:
    """Tell the family who leaves, when, and with whom."""
    at = row.at.isoformat("minutes") if row.at else ""
    who = {"name": student.given_name, "at": at}
    subject = _("${name} esce alle ${at}", mapping=who)
    if row.companion_name:
        subject = _(
            "${name} esce alle ${at} con ${companion}",
            mapping={**who, "companion": row.companion_name},
        )
    body = _("Il permesso è stato dato a scuola: se non ne sai nulla, chiama subito la scuola.")
    tell_family(session, doer, row, LEFT_EARLY, subject, body)


def tell_family(
    session: Session, doer: Doer, row: Permit, kind: NoticeKind, subject: Text, body: Text
) -> None:
    """Tell those of the family who may know: both parents alike (V1)."""
    told = recipients(session, [row.student_id], school_day(doer.now))
    notice = Notice(
        kind=kind.name,
        subject=subject,
        body=body,
        recipients=told.get(row.student_id, ()),
        key=f"attendance:permit:{row.id}:family",
        link=f"/students/{row.student_id}/permits",
        student_id=row.student_id,
    )
    publish_notice(session, notice, doer.now)
