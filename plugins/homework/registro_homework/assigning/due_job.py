"""The daily reminder of what is due tomorrow and is not ticked as done."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from registro_core.api import (
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
from registro_homework.reading import reach


def remind(session: Session, now: datetime) -> None:
    """Remind families of what is due tomorrow: a handful of statements for the whole school."""
    today = school_day(now)
    tomorrow = today + timedelta(days=1)
    reached = reach([Assignment.due_on == tomorrow, Assignment.cancelled_at.is_(None)])
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
    subjects: dict[int, dict[str, None]] = defaultdict(dict)
    grown: set[int] = set()
    for student_id, subject, order in session.execute(statement):
        subjects[student_id][subject] = None
        if order is SchoolOrder.UPPER_SECONDARY:
            grown.add(student_id)
    if not subjects:
        return
    told = audiences(session, list(subjects), today)
    notices = [
        Notice(
            kind=DUE_NOTICE.name,
            subject=_(
                "${name}, per domani: ${subjects}",
                mapping={"name": told[student].given_name, "subjects": ", ".join(names)},
            ),
            body=BODY,
            recipients=told[student].people | ({student} & grown),
            key=due_key(student, tomorrow),
            link=f"/students/{student}/homework",
            student_id=student,
        )
        for student, names in subjects.items()
    ]
    publish_notices(session, notices, now)
