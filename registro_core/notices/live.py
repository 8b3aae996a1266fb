"""The live counter: whether something new has come, asked by open pages every few seconds.

Worked out from the inbox and not stored: what becomes visible when its time comes, is read in
another window or withdrawn changes it by itself, and publishing to a thousand people costs no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session

from registro_core.accounts.models import Account, WebSession
from registro_core.accounts.sessions import has_expired
from registro_core.clock import school_day
from registro_core.db.dated import holds_on
from registro_core.db.types import UTCDateTime
from registro_core.notices.inbox import shown
from registro_core.notices.models import NoticeRecipient, PublishedNotice
from registro_core.people.models import RoleGrant

NOW = bindparam("now", type_=UTCDateTime)
JOINED = PublishedNotice.id == NoticeRecipient.notice_id
COUNTED: tuple[ColumnElement[Any], ...] = (
    func.count(PublishedNotice.id).label("unread"),
    func.sum(PublishedNotice.id).label("ids"),
    func.max(PublishedNotice.not_before).label("newest"),
)


@dataclass(frozen=True)
class LiveCount:
    """What a person has not read: how many, and a version that moves whenever that changes.

    `newest` is the latest instant at which one of them became visible, in milliseconds since 1970;
    greater than before means that something came, and was not only read.
    """

    person_id: int
    unread: int = 0
    newest: int = 0
    version: str = ""


def live_count(session: Session, person_id: int, now: datetime) -> LiveCount:
    """The counter of a person: one statement, for every page's layout."""
    row = session.execute(_of_person(school_day(now)), {"person": person_id, "now": now}).one()
    return _count(person_id, row)


def live_count_of_session(session: Session, session_hash: str, now: datetime) -> LiveCount | None:
    """The counter of whom a session is open for, None if it is not: one statement.

    Whoever must first choose a password has none. Asking does not count as a click: a page left
    open does not keep its session alive.
    """
    values = {"session": session_hash, "now": now}
    # the connection, as a session costs more than the answer
    row = session.connection().execute(_of_session(school_day(now)), values).first()
    if row is None or has_expired(row.created_at, row.seen_at, now, row.staff, row.shared):
        return None
    return _count(row.person_id, row)


def _count(person_id: int, row: Any) -> LiveCount:
    newest = int(row.newest.timestamp() * 1000) if row.newest else 0
    version = f"{person_id}.{row.unread}.{row.ids or 0}.{newest}"
    return LiveCount(person_id, row.unread, newest, version)


# Built once a day: building a statement takes as long as asking it, and every page asks.


@lru_cache(maxsize=2)
def _of_person(day: date) -> Select[*tuple[Any, ...]]:
    unread = _unread(bindparam("person", type_=Integer), day)
    return (
        select(*COUNTED).select_from(NoticeRecipient).join(PublishedNotice, JOINED).where(*unread)
    )


@lru_cache(maxsize=2)
def _of_session(day: date) -> Select[*tuple[Any, ...]]:
    staff = exists().where(RoleGrant.person_id == Account.person_id, holds_on(RoleGrant, day))
    account = (Account.person_id, WebSession.created_at, WebSession.seen_at, WebSession.shared)
    return (
        select(*account, staff.label("staff"), *COUNTED)
        .select_from(WebSession)
        .join(Account, Account.id == WebSession.account_id)
        # one after the other: of a join in brackets SQLite would read the whole tables
        .outerjoin(
            NoticeRecipient,
            and_(NoticeRecipient.person_id == Account.person_id, NoticeRecipient.read_at.is_(None)),
        )
        .outerjoin(PublishedNotice, and_(JOINED, *_unread(Account.person_id, day)))
        .where(
            WebSession.token_hash == bindparam("session"),
            Account.enabled.is_(True),
            Account.must_change_password.is_(False),
        )
        .group_by(WebSession.token_hash, Account.id)
    )


def _unread(person_id: Any, day: date) -> Sequence[ColumnElement[bool]]:
    return shown(person_id, NOW, day, unread_only=True)
