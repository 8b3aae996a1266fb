"""Making, revoking and finding feeds."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account
from registro_core.agenda.feeds.models import CalendarFeed
from registro_core.audit.services import Change, record_change
from registro_core.items import Actor, CalendarOf, Role
from registro_core.people.models import Person
from registro_core.security.identity import load_relations


@dataclass(frozen=True)
class FeedFound:
    """A feed that may be served now: the calendar, its name, the reader's language."""

    calendar: CalendarOf
    lessons: bool
    # Of the student; empty: the reader's own.
    name: str
    locale: str


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def renew(
    session: Session, calendar: CalendarOf, *, lessons: bool, actor: Actor, now: datetime
) -> str:
    """Make the address of an agenda; the one before no longer answers. Return the token."""
    token = secrets.token_urlsafe(32)
    person_id = actor.person_id or 0
    session.execute(delete(CalendarFeed).where(_same(person_id, calendar.student_id)))
    feed = CalendarFeed(
        person_id=person_id,
        student_id=calendar.student_id,
        lessons=lessons,
        token_hash=token_hash(token),
        created_at=now,
    )
    session.add(feed)
    session.flush()
    _record(session, feed.id, calendar.student_id, "renewed", actor, now)
    return token


def revoke(session: Session, feed_id: int, actor: Actor, now: datetime) -> bool:
    """Put an end to one of the person's own addresses; False if there is none with this id."""
    mine = and_(CalendarFeed.id == feed_id, CalendarFeed.person_id == (actor.person_id or 0))
    found = session.scalars(select(CalendarFeed).where(mine)).first()
    if found is None:
        return False
    session.delete(found)
    session.flush()
    _record(session, feed_id, found.student_id, "revoked", actor, now)
    return True


def feeds_of(session: Session, person_id: int) -> dict[int | None, CalendarFeed]:
    """A person's feeds, by the student whose agenda it is; None: their own."""
    rows = session.scalars(select(CalendarFeed).where(CalendarFeed.person_id == person_id))
    return {row.student_id: row for row in rows}


def find(session: Session, token: str, today: date) -> FeedFound | None:
    """The feed of a token, if its person may see the agenda today: three statements.

    None for an unknown token, a disabled account, a teacher or parent who is none any more.
    """
    row = session.execute(
        select(CalendarFeed.person_id, CalendarFeed.student_id, CalendarFeed.lessons)
        .add_columns(Account.locale, Person.given_name)
        .join(Account, Account.person_id == CalendarFeed.person_id)
        .outerjoin(Person, Person.id == CalendarFeed.student_id)
        .where(CalendarFeed.token_hash == token_hash(token), Account.enabled.is_(True))
    ).first()
    if row is None:
        return None
    relations = load_relations(session, row.person_id, today)
    if row.student_id is None:
        allowed = Role.TEACHER in relations.roles
        calendar = CalendarOf(teacher_id=row.person_id)
    else:
        own = row.student_id == row.person_id and bool(relations.own_classes)
        allowed = own or row.student_id in relations.wards
        calendar = CalendarOf(student_id=row.student_id)
    return FeedFound(calendar, row.lessons, row.given_name or "", row.locale) if allowed else None


def _same(person_id: int, student_id: int | None) -> ColumnElement[bool]:
    whose = CalendarFeed.student_id
    of_student = whose.is_(None) if student_id is None else whose == student_id
    return and_(CalendarFeed.person_id == person_id, of_student)


def _record(
    session: Session, feed_id: int, student_id: int | None, what: str, actor: Actor, now: datetime
) -> None:
    change = Change(
        act=f"calendar-feed.{what}",
        object_type="calendar_feed",
        object_id=feed_id,
        student_id=student_id,
    )
    record_change(session, actor, change, now)
