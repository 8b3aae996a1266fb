"""What a teacher should know before assigning: another test that day, the evening, a free day.

Doubts are shown once and may be confirmed; the school decides whether a second test is refused.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    QuietHours,
    Request,
    SchoolClass,
    Subject,
    Text,
    quiet_hours,
    school_day,
    school_time,
    slots_of_days,
)
from registro_homework import _
from registro_homework.assigning.draft import Draft
from registro_homework.courses import Course
from registro_homework.models import Assignment, Kind
from registro_homework.reading import of_class
from registro_homework.settings import ASSIGN_BY, ONE_TEST


@dataclass(frozen=True)
class Customs:
    """What the school chose about assigning."""

    assign_by: time
    quiet: QuietHours
    one_test: bool


def customs_of(request: Request) -> Customs:
    """The school's choices, for this request."""
    settings = request.school_settings
    return Customs(
        settings.time(ASSIGN_BY.name), quiet_hours(settings), settings.boolean(ONE_TEST.name)
    )


@dataclass(frozen=True)
class Doubts:
    """What speaks against a day; with `refused` it cannot be confirmed."""

    messages: tuple[Text, ...] = ()
    refused: Text | None = None


def doubts_of(
    session: Session,
    course: Course,
    draft: Draft,
    customs: Customs,
    now: datetime,
    own_id: int | None = None,
) -> Doubts:
    """What speaks against assigning this: a fixed number of statements."""
    others = _other_tests(session, course, draft, own_id) if draft.kind.is_test else []
    refused = _another_test(others) if others and customs.one_test else None
    found = [_another_test(others)] if others and not customs.one_test else []
    if late := _too_late(draft, customs, now):
        found.append(late)
    if not_there := _no_lesson(session, course.class_id, draft):
        found.append(not_there)
    return Doubts(tuple(found), refused)


def _other_tests(session: Session, course: Course, draft: Draft, own_id: int | None) -> list[str]:
    """The subjects of the other tests of the class on the day.

    The class is locked until the end of the transaction: two teachers who plan at once are shown
    each other's test.
    """
    session.execute(
        select(SchoolClass.id).where(SchoolClass.id == course.class_id).with_for_update()
    )
    statement = (
        select(Subject.name)
        .join(Assignment, Assignment.subject_id == Subject.id)
        .where(
            of_class(course.class_id),
            Assignment.due_on == draft.due_on,
            Assignment.kind != Kind.HOMEWORK,
            Assignment.cancelled_at.is_(None),
            Assignment.chosen.is_(False),
            Assignment.id != (own_id or 0),
        )
        .order_by(Subject.name)
    )
    return list(session.scalars(statement))


def _another_test(subjects: list[str]) -> Text:
    return _(
        "In quel giorno la classe ha già una verifica: ${subjects}.",
        mapping={"subjects": ", ".join(subjects)},
    )


def _too_late(draft: Draft, customs: Customs, now: datetime) -> Text | None:
    """MIM note 2443 of 28 April 2025: nothing in the evening for the next day."""
    at = school_time(now)
    if customs.quiet.contain(at):
        return _("È un’ora di silenzio: le famiglie saranno avvisate solo dopo.")
    tomorrow = school_day(now) + timedelta(days=1)
    if draft.due_on == tomorrow and at > customs.assign_by:
        return _(
            "Dopo le ${time} la scuola chiede di non assegnare niente per il giorno dopo.",
            mapping={"time": f"{customs.assign_by:%H:%M}"},
        )
    return None


def _no_lesson(session: Session, class_id: int, draft: Draft) -> Text | None:
    """Whether the class has lessons on the day, and the hour of the test."""
    day = draft.due_on
    slots = slots_of_days(session, session.get_one(SchoolClass, class_id), day, day).get(day, ())
    if not slots:
        return _("In quel giorno la classe non ha lezione.")
    if draft.slot is not None and draft.slot not in {slot.number for slot in slots}:
        return _("In quel giorno la classe non ha la ${slot}ª ora.", mapping={"slot": draft.slot})
    return None
