"""Telling a family of an observation: the guardians alone, also those of an adult who lets them see."""

from datetime import datetime

from sqlalchemy.orm import Session

from registro_core.api import (
    Notice,
    NoticeKind,
    audiences,
    publish_notice,
    school_day,
    withdraw_notice,
)
from registro_grades import _
from registro_grades.models import Observation

OBSERVATION_NOTICE = NoticeKind("grades:observation", _("Osservazioni dei docenti"))
BODY = _("La trovi nella pagina delle osservazioni.")


def key_of(row: Observation) -> str:
    """What names the notice of an observation."""
    return f"grades:observation:{row.id}"


def tell(session: Session, row: Observation, leaves_at: datetime, now: datetime) -> None:
    """Tell the guardians; the student is not told (§2.8)."""
    audience = audiences(session, [row.student_id], school_day(now))[row.student_id]
    notice = Notice(
        kind=OBSERVATION_NOTICE.name,
        subject=_(
            "${name}: osservazione del ${day}",
            mapping={"name": audience.given_name, "day": row.day},
        ),
        body=BODY,
        recipients=audience.people - {row.student_id},
        key=key_of(row),
        link=f"/students/{row.student_id}/observations",
        not_before=leaves_at,
        student_id=row.student_id,
    )
    publish_notice(session, notice, now)


def take_back(session: Session, row: Observation, now: datetime) -> None:
    """Of a void observation nobody is told any more."""
    withdraw_notice(session, key_of(row), now)
