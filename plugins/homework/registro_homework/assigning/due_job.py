"""The daily reminder of what is due tomorrow and is not ticked as done."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Audience,
    Notice,
    SchoolClass,
    SchoolOrder,
    Subject,
    audiences,
    publish_notices,
    school_day,
)
from registro_homework import _
from registro_homework.assigning.notices import BODY, DUE_NOTICE, due_key
from registro_homework.models import Assignment, Done
from registro_homework.reach import reach


@dataclass
class Pupil:
    """What a student has still to do; of the second cycle they are reminded themselves (V3)."""

    subjects: dict[str, None] = field(default_factory=dict)
    grown: bool = False


def remind(session: Session, now: datetime) -> None:
    """Remind families of what is due tomorrow: a handful of statements for the whole school."""
    today = school_day(now)
    tomorrow = today + timedelta(days=1)
    pupils = _pupils(session, tomorrow)
    if not pupils:
        return
    told = audiences(session, list(pupils), today)
    notices = [
        _notice(told[student], student, pupil, tomorrow) for student, pupil in pupils.items()
    ]
    publish_notices(session, notices, now)


def _pupils(session: Session, day: date) -> dict[int, Pupil]:
    """Who has something due on a day that is not ticked: one statement."""
    reached = reach([Assignment.due_on == day, Assignment.cancelled_at.is_(None)])
    statement = (
        select(reached.c.student_id, Subject.name, SchoolClass.order)
        .select_from(reached)
        .join(Assignment, Assignment.id == reached.c.assignment_id)
        .join(Subject, Subject.id == Assignment.subject_id)
        .join(SchoolClass, SchoolClass.id == Assignment.class_id)
        .outerjoin(
            Done,
            and_(Done.assignment_id == Assignment.id, Done.student_id == reached.c.student_id),
        )
        .where(Done.student_id.is_(None))
        .order_by(Subject.name)
    )
    found: dict[int, Pupil] = defaultdict(Pupil)
    for student_id, subject, order in session.execute(statement):
        found[student_id].subjects[subject] = None
        found[student_id].grown |= order is SchoolOrder.UPPER_SECONDARY
    return dict(found)


def _notice(audience: Audience, student_id: int, pupil: Pupil, day: date) -> Notice:
    mapping = {"name": audience.given_name, "subjects": ", ".join(pupil.subjects)}
    return Notice(
        kind=DUE_NOTICE.name,
        subject=_("${name}, per domani: ${subjects}", mapping=mapping),
        body=BODY,
        recipients=audience.people | ({student_id} if pupil.grown else frozenset()),
        key=due_key(student_id, day),
        link=f"/students/{student_id}/homework",
        student_id=student_id,
    )
