"""Telling student and family that something handed in was given back."""

from datetime import timedelta

from registro_core.api import (
    Notice,
    NoticeKind,
    Request,
    SchoolClass,
    SchoolOrder,
    Subject,
    after_quiet_hours,
    audiences,
    publish_notice,
    quiet_hours,
)
from registro_homework import _
from registro_homework.models import Assignment, HandIn

RETURNED_NOTICE = NoticeKind("homework:returned", _("Compiti restituiti dal docente"))
DEBOUNCE = timedelta(minutes=10)


def tell_returned(request: Request, row: Assignment, found: HandIn) -> None:
    """Say that it was given back; not what the teacher wrote."""
    session, student_id = request.dbsession, found.student_id
    audience = audiences(session, [student_id], request.today)[student_id]
    order = session.get_one(SchoolClass, row.class_id).order
    grown = {student_id} if order is SchoolOrder.UPPER_SECONDARY else frozenset()
    notice = Notice(
        kind=RETURNED_NOTICE.name,
        subject=_(
            "${name}: compito di ${subject} restituito",
            mapping={
                "name": audience.given_name,
                "subject": session.get_one(Subject, row.subject_id).name,
            },
        ),
        body=_("Il docente l’ha letto. Il commento è nella pagina del compito."),
        recipients=audience.people | grown,
        key=f"homework:returned:{found.id}",
        link=f"/students/{student_id}/homework/{row.id}",
        not_before=after_quiet_hours(request.now + DEBOUNCE, quiet_hours(request.school_settings)),
        student_id=student_id,
    )
    publish_notice(session, notice, request.now)
