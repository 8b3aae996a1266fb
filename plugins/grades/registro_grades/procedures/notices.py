"""Telling a family of a procedure: that something is to be read, and by when; no word of what."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.api import (
    Notice,
    NoticeKind,
    TranslationString,
    audiences,
    publish_notice,
    school_day,
)
from registro_grades import _
from registro_grades.models import Procedure

PROCEDURE_NOTICE = NoticeKind("grades:procedure", _("Procedimenti disciplinari"), mandatory=True)

OPENED = _("${name}: comunicazione della scuola, con una convocazione per il ${day}")
DECIDED = _("${name}: la scuola ha deciso sul procedimento del ${day}")
CANCELLED = _("${name}: il procedimento del ${day} è annullato")
BODY = _("La trovi nel registro: è riservata a chi esercita la responsabilità genitoriale.")


def tell(
    session: Session,
    row: Procedure,
    subject: TranslationString,
    leaves_at: datetime,
    now: datetime,
) -> None:
    """Tell who answers for the student; a later step takes the place of what has not left."""
    audience = audiences(session, [row.student_id], school_day(now))[row.student_id]
    day = row.summoned_on if subject is OPENED else row.opened_on
    notice = Notice(
        kind=PROCEDURE_NOTICE.name,
        subject=subject % {"name": audience.given_name, "day": day},
        body=BODY,
        recipients=audience.people,
        key=f"grades:procedure:{row.id}",
        link=f"/students/{row.student_id}/procedures/{row.id}",
        not_before=leaves_at,
        student_id=row.student_id,
    )
    publish_notice(session, notice, now)
