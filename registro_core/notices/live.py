"""The live counter: whether something new has come, asked by open pages every few seconds.

Worked out from the inbox and not stored: what becomes visible when its time comes, is read in
another window or withdrawn changes it by itself, and publishing to a thousand people costs no more.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    func,
    select,
)
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, WebSession
from registro_core.accounts.sessions import has_expired
from registro_core.clock import school_day
from registro_core.db.dated import holds_on
from registro_core.db.types import UTCDateTime
from registro_core.notices.audience import may_know
from registro_core.notices.models import NoticeRecipient, PublishedNotice
from registro_core.people.models import RoleGrant

NOW = bindparam("now", type_=UTCDateTime)
PERSON = bindparam("person", type_=Integer)
JOINED = PublishedNotice.id == NoticeRecipient.notice_id
VALID = (PublishedNotice.not_before <= NOW, PublishedNotice.withdrawn_at.is_(None))
# What a version is made of: it moves with all that has come to a person and is not read.
MARKS: tuple[ColumnElement[Any], ...] = (
    func.count(PublishedNotice.id).label("there"),
    func.sum(PublishedNotice.id).label("ids"),
    func.max(PublishedNotice.not_before).label("last"),
)


@dataclass(frozen=True)
class LiveCount:
    """What a person has not read: how many, and a version that moves whenever that changes.

    `newest` is the latest instant at which one of them became visible, in milliseconds since 1970;
    greater than before means that something came, and was not only read.
    """

    person_id: int
    unread: int
    newest: int
    version: str


@dataclass(frozen=True)
class LiveVersion:
    """Whom a session is open for, and the version of what they have not read."""

    person_id: int
    version: str


def live_count(session: Session, person_id: int, now: datetime) -> LiveCount:
    """The counter of a person: one statement, for every page's layout.

    What they may no longer know is not counted.
    """
    row = session.execute(_of_person(school_day(now)), {"person": person_id, "now": now}).one()
    return LiveCount(person_id, row.unread, _milliseconds(row.newest), _version(person_id, row))


def live_version(connection: Connection, session_hash: str, now: datetime) -> LiveVersion | None:
    """The version of whom a session is open for, None if it is not: one cheap statement.

    Nearly always nothing has changed, so it does not ask who may still know what: that is asked
    when the version has moved. Whoever must first choose a password has none. Asking does not
    count as a click: a page left open does not keep its session alive.
    """
    values = {"session": session_hash, "now": now}
    row = connection.execute(_of_session(school_day(now)), values).first()
    if row is None or has_expired(row.created_at, row.seen_at, now, row.staff, row.shared):
        return None
    return LiveVersion(row.person_id, _version(row.person_id, row))


def _version(person_id: int, row: Any) -> str:
    return f"{person_id}.{row.there}.{row.ids or 0}.{_milliseconds(row.last)}"


def _milliseconds(instant: datetime | None) -> int:
    return int(instant.timestamp() * 1000) if instant else 0


# Built once a day: building a statement takes as long as asking it, and every page asks.


@lru_cache(maxsize=2)
def _of_person(day: date) -> Select[*tuple[Any, ...]]:
    known = may_know(NoticeRecipient.person_id, PublishedNotice.student_id, day)
    unread = func.count(PublishedNotice.id).filter(known).label("unread")
    newest = func.max(PublishedNotice.not_before).filter(known).label("newest")
    return (
        select(*MARKS, unread, newest)
        .select_from(NoticeRecipient)
        .join(PublishedNotice, JOINED)
        .where(NoticeRecipient.person_id == PERSON, NoticeRecipient.read_at.is_(None), *VALID)
    )


@lru_cache(maxsize=2)
def _of_session(day: date) -> Select[*tuple[Any, ...]]:
    staff = exists().where(RoleGrant.person_id == Account.person_id, holds_on(RoleGrant, day))
    account = (Account.person_id, WebSession.created_at, WebSession.seen_at, WebSession.shared)
    return (
        select(*account, staff.label("staff"), *MARKS)
        .select_from(WebSession)
        .join(Account, Account.id == WebSession.account_id)
        # one after the other: of a join in brackets SQLite would read the whole tables
        .outerjoin(
            NoticeRecipient,
            and_(NoticeRecipient.person_id == Account.person_id, NoticeRecipient.read_at.is_(None)),
        )
        .outerjoin(PublishedNotice, and_(JOINED, *VALID))
        .where(
            WebSession.token_hash == bindparam("session"),
            Account.enabled.is_(True),
            Account.must_change_password.is_(False),
        )
        .group_by(WebSession.token_hash, Account.id)
    )
