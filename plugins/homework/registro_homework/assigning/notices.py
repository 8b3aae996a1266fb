"""Telling families of homework: all of a day in one notice per student, and nothing by night.

What is assigned before the school's hour for it is told then; what comes later is told after a
while, or the next morning. A notice that waits is made anew whenever something of it changes, and
withdrawn when nothing is left of it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    Notice,
    NoticeKind,
    SchoolClass,
    SchoolOrder,
    SchoolSettings,
    Subject,
    Text,
    after_quiet_hours,
    audiences,
    publish_notices,
    quiet_hours,
    school_day,
    school_instant,
    withdraw_notices,
)
from registro_homework import _
from registro_homework.models import Assignment, Kind, News
from registro_homework.reach import reach
from registro_homework.settings import DIGEST_AT

# In the mail of the day: a parent of three gets one, with what each has to do.
NEWS_NOTICE = NoticeKind("homework:news", _("Compiti e verifiche del giorno"), in_digest=True)
DUE_NOTICE = NoticeKind("homework:due", _("Compiti per domani"), by_email=False)
LATER = timedelta(minutes=30)
BODY = _("Trovi tutto nella pagina dei compiti.")


class Told(NamedTuple):
    """Something that a notice tells."""

    news: News
    is_test: bool
    subject: str


@dataclass
class Pupil:
    """Whose family is told; a student of the second cycle is told too (V3)."""

    told: list[Told]
    grown: bool = False


def tells_at(session: Session, settings: SchoolSettings, class_id: int, now: datetime) -> datetime:
    """When families are told of what a class gets now: with what waits already, where it can be."""
    digest = school_instant(school_day(now), settings.time(DIGEST_AT.name))
    own = after_quiet_hours(max(digest, now + LATER), quiet_hours(settings))
    waiting = session.scalars(
        select(Assignment.told_at)
        .where(Assignment.class_id == class_id, Assignment.told_at > now)
        .distinct()
    )
    return min((at for at in waiting if at is not None and at <= own), default=own)


def reached_by(session: Session, row: Assignment) -> frozenset[int]:
    """The students whom something reaches as it is stored now."""
    reached = reach([Assignment.id == row.id])
    return frozenset(session.scalars(select(reached.c.student_id)))


def tell(
    session: Session, students: Collection[int], instants: Iterable[datetime | None], now: datetime
) -> None:
    """Make the notices of these students that leave at these instants say what is so now."""
    waiting = {at for at in instants if at is not None and at > now}
    if not waiting or not students:
        return
    pupils = _pupils(session, students, waiting)
    told = audiences(session, {student for student, _at in pupils}, school_day(now))
    notices = [
        Notice(
            kind=NEWS_NOTICE.name,
            subject=_subject(told[student].given_name, pupil.told),
            body=BODY,
            recipients=told[student].people | ({student} if pupil.grown else frozenset()),
            key=_key(student, at),
            link=f"/students/{student}/homework",
            not_before=at,
            student_id=student,
        )
        for (student, at), pupil in pupils.items()
    ]
    keys = {_key(student, at) for student in students for at in waiting}
    withdraw_notices(session, keys, now)
    publish_notices(session, notices, now, withdrawn=True)


def _pupils(
    session: Session, students: Collection[int], instants: Collection[datetime]
) -> dict[tuple[int, datetime], Pupil]:
    """What each notice has to tell: one statement."""
    reached = reach([Assignment.told_at.in_(instants)], students)
    statement = (
        select(
            reached.c.student_id,
            Assignment.told_at,
            Assignment.news,
            Assignment.kind,
            Subject.name,
            SchoolClass.order,
        )
        .join(reached, reached.c.assignment_id == Assignment.id)
        .join(Subject, Subject.id == Assignment.subject_id)
        .join(SchoolClass, SchoolClass.id == Assignment.class_id)
        .order_by(Subject.name, Assignment.id)
    )
    found: dict[tuple[int, datetime], Pupil] = defaultdict(lambda: Pupil([]))
    for student, at, news, kind, subject, order in session.execute(statement):
        pupil = found[student, at]
        pupil.told.append(Told(news, kind is not Kind.HOMEWORK, subject))
        pupil.grown = order is SchoolOrder.UPPER_SECONDARY
    return dict(found)


def _subject(name: str, told: Collection[Told]) -> Text:
    """One line that says what kind of news, and of which subjects."""
    subjects = ", ".join(dict.fromkeys(each.subject for each in told))
    mapping = {"name": name, "subjects": subjects}
    news = {each.news for each in told}
    if news == {News.CHANGED}:
        return _("${name}: cambiati compiti o verifiche di ${subjects}", mapping=mapping)
    if news == {News.CANCELLED}:
        return _("${name}: annullati compiti o verifiche di ${subjects}", mapping=mapping)
    tests = {each.is_test for each in told}
    if news == {News.NEW} and tests == {False}:
        return _("${name}: compiti di ${subjects}", mapping=mapping)
    if news == {News.NEW} and tests == {True}:
        return _("${name}: verifica di ${subjects}", mapping=mapping)
    return _("${name}: compiti e verifiche di ${subjects}", mapping=mapping)


def _key(student_id: int, at: datetime) -> str:
    return f"homework:news:{student_id}:{at:%Y%m%dT%H%M%S}"


# ---- due tomorrow -----------------------------------------------------------------------


def due_key(student_id: int, day: date) -> str:
    """What names the notice of what is due on a day."""
    return f"homework:due:{student_id}:{day}"
