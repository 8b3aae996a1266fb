"""Telling people of new materials: one notice for each student and hour, never at night.

What is shared in the same hour leaves together. What the notice says is made anew whenever
something is shared or taken back before it leaves; when nothing is left it is withdrawn.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union_all
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    GroupMember,
    Notice,
    NoticeKind,
    SchoolClass,
    SchoolOrder,
    SchoolSettings,
    Text,
    after_quiet_hours,
    audiences,
    holds_on,
    publish_notices,
    quiet_hours,
    school_instant,
    withdraw_notices,
)
from registro_materials import _
from registro_materials.models import Item, Share
from registro_materials.settings import DEBOUNCE

NEW = NoticeKind("materials:new", _("Nuovi materiali"))
FROM_COLLEAGUE = NoticeKind(
    "materials:colleague", _("Materiali condivisi da un collega"), for_staff=True
)
BODY = _("Trovi testi, link e file nella pagina dei materiali.")
# When the day comes from which something is shared.
MORNING = time(7, 0)
# Titles named in one notice.
NAMED = 3

# A student, or a colleague, with the titles of what is new to them.
Titles = dict[int, list[str]]


def told_at(starts_on: date, today: date, now: datetime, settings: SchoolSettings) -> datetime:
    """When people are told: at the full hour after the wait, on the day, out of quiet hours."""
    soon = now + timedelta(minutes=settings.integer(DEBOUNCE.name))
    if starts_on > today:
        soon = school_instant(starts_on, MORNING)
    hour = soon.replace(minute=0, second=0, microsecond=0)
    full = hour if hour == soon else hour + timedelta(hours=1)
    return after_quiet_hours(full, quiet_hours(settings))


def tell(session: Session, shares: Iterable[Share], today: date, now: datetime) -> None:
    """Make the notices that wait to leave say what is so now: a handful of statements."""
    shares = [share for share in shares if share.told_at > now]
    if not shares:
        return
    instants = {share.told_at for share in shares}
    for instant in sorted(instants):
        touched = [share.id for share in shares if share.told_at == instant]
        _tell_families(session, touched, instant, today, now)
        _tell_colleagues(session, shares, instant, now)


def _tell_families(
    session: Session, share_ids: Collection[int], instant: datetime, today: date, now: datetime
) -> None:
    students = {row.student for row in session.execute(_pairs(Share.id.in_(share_ids), today))}
    if not students:
        return
    titles: Titles = defaultdict(list)
    old_enough: set[int] = set()
    theirs = and_(_leaves_at(instant), Enrolment.student_id.in_(students))
    for student, title, order in session.execute(_pairs(theirs, today)):
        if title not in titles[student]:
            titles[student].append(title)
        if order == SchoolOrder.UPPER_SECONDARY:
            old_enough.add(student)
    told = audiences(session, titles, today)
    notices = [
        Notice(
            kind=NEW.name,
            subject=_subject(told[student].given_name, found),
            body=BODY,
            # In the first cycle communications go to the parents alone (V3).
            recipients=told[student].people | ({student} & old_enough),
            key=_key("new", student, instant),
            link=f"/students/{student}/materials",
            not_before=instant,
            student_id=student,
        )
        for student, found in titles.items()
    ]
    _replace(session, {_key("new", student, instant) for student in students}, notices, now)


def _tell_colleagues(
    session: Session, shares: Iterable[Share], instant: datetime, now: datetime
) -> None:
    touched = {s.colleague_id for s in shares if s.told_at == instant and s.colleague_id}
    if not touched:
        return
    notices = [
        Notice(
            kind=FROM_COLLEAGUE.name,
            subject=_("Materiali condivisi con te: ${titles}", mapping={"titles": _named(found)}),
            body=BODY,
            recipients=[colleague],
            key=_key("colleague", colleague, instant),
            link="/materials",
            not_before=instant,
        )
        for colleague, found in _titles_of_colleagues(session, touched, instant).items()
    ]
    keys = {_key("colleague", colleague, instant) for colleague in touched}
    _replace(session, keys, notices, now)


def _titles_of_colleagues(session: Session, people: Collection[int], instant: datetime) -> Titles:
    rows = session.execute(
        select(Share.colleague_id, Item.title)
        .join(Item, Item.id == Share.item_id)
        .where(Share.colleague_id.in_(people), _leaves_at(instant))
        .order_by(Share.id)
    )
    titles: Titles = defaultdict(list)
    for colleague, title in rows:
        titles[colleague or 0].append(title)
    return titles


def _leaves_at(instant: datetime) -> ColumnElement[bool]:
    """Whether people are still to be told of a share at an instant."""
    return and_(Share.told_at == instant, Share.ended_at.is_(None), Item.withdrawn_at.is_(None))


def _replace(
    session: Session, keys: Collection[str], notices: Collection[Notice], now: datetime
) -> None:
    """Withdraw what is said under any of the keys, and say what is so now."""
    withdraw_notices(session, keys, now)
    publish_notices(session, notices, now, withdrawn=True)


def _pairs(condition: ColumnElement[bool], today: date) -> Select[Any]:
    """Students and titles of the shares of a condition, with the order of their school."""
    columns = (Item.title.label("title"), SchoolClass.order.label("school_order"))
    base = select(Enrolment.student_id.label("student"), *columns, Share.id.label("share")).join(
        SchoolClass, SchoolClass.id == Enrolment.class_id
    )
    by_class = base.join(Share, Share.class_id == Enrolment.class_id)
    by_student = base.join(Share, Share.student_id == Enrolment.student_id)
    by_group = base.join(
        GroupMember,
        and_(GroupMember.student_id == Enrolment.student_id, holds_on(GroupMember, today)),
    ).join(Share, Share.group_id == GroupMember.group_id)
    parts = [
        part.join(Item, Item.id == Share.item_id).where(condition, holds_on(Enrolment, today))
        for part in (by_class, by_group, by_student)
    ]
    every = union_all(*parts).subquery()
    return select(every.c.student, every.c.title, every.c.school_order).order_by(every.c.share)


def _subject(name: str, titles: list[str]) -> Text:
    mapping = {"name": name, "titles": _named(titles)}
    return _("${name}: nuovi materiali: ${titles}", mapping=mapping)


def _named(titles: list[str]) -> str:
    shown = ", ".join(titles[:NAMED])
    return f"{shown}, …" if len(titles) > NAMED else shown


def _key(what: str, person_id: int, instant: datetime) -> str:
    return f"materials:{what}:{person_id}:{instant:%Y%m%dT%H%M}"
