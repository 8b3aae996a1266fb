"""Publishing a circular, adding who came later, withdrawing, archiving, reminding."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from registro_core.api import (
    Actor,
    Change,
    Notice,
    NoticeKind,
    Text,
    UTCDateTime,
    publish_notice,
    record_change,
    withdraw_notices,
)
from registro_messaging import _
from registro_messaging.noticeboard.models import (
    Circular,
    CircularCounter,
    CircularState,
    Recipient,
)
from registro_messaging.noticeboard.services.addressed import addressed
from registro_messaging.noticeboard.services.receipts import owing

PUBLISHED = NoticeKind("messaging:circular", _("Nuova circolare"))
REMINDER = NoticeKind("messaging:circular-reminder", _("Circolare da firmare"))
BODY = _("La trovi nelle circolari.")
SIGN = _("Ti è chiesto di firmare la presa visione.")


class NobodyAddressed(Exception):
    """A circular for nobody is not published."""


class WrongState(Exception):
    """What was asked is not done with a circular in this state."""


def publish(session: Session, circular: Circular, today: date, actor: Actor, now: datetime) -> None:
    """Fix the recipients of a draft, give it its number, and tell them.

    Raise `WrongState` if it is no draft, `NobodyAddressed` if it would reach nobody.
    """
    _expect(circular, CircularState.DRAFT)
    if not _add(session, circular, today, now):
        raise NobodyAddressed
    circular.number = _next_number(session, circular.year_id)
    circular.state, circular.published_at = CircularState.PUBLISHED, now
    session.flush()
    _tell(session, circular, PUBLISHED, _subject(circular), _people(circular), now)
    _record(session, circular, "published", actor, now)


def add_later(
    session: Session, circular: Circular, today: date, actor: Actor, now: datetime
) -> int:
    """Add those who have come since; return how many. Raise `WrongState` unless it is published."""
    _expect(circular, CircularState.PUBLISHED)
    added = _add(session, circular, today, now)
    if added:
        people = _people(circular).where(Recipient.added_at == now)
        _tell(session, circular, PUBLISHED, _subject(circular), people, now, _round(now))
        _record(session, circular, "recipients.added", actor, now, count=added)
    return added


def remind(session: Session, circular: Circular, actor: Actor, now: datetime) -> int:
    """Tell those who owe a signature; return how many people. Raise `WrongState` unless published."""
    _expect(circular, CircularState.PUBLISHED)
    people = _people(circular).join(Circular, Circular.id == Recipient.circular_id).where(owing())
    subject = _("Da firmare: circolare n. ${number}, ${title}", mapping=_mapping(circular))
    told = _tell(session, circular, REMINDER, subject, people, now)
    _record(session, circular, "reminded", actor, now, count=told)
    return told


def withdraw(
    session: Session, circular: Circular, reason: str, actor: Actor, now: datetime
) -> None:
    """Withdraw with a reason: recipients read the reason, and no more the text."""
    _expect(circular, CircularState.PUBLISHED, CircularState.ARCHIVED)
    circular.state, circular.closed_at = CircularState.WITHDRAWN, now
    circular.withdraw_reason = reason
    withdraw_notices(session, _keys(session, circular), now)
    _record(session, circular, "withdrawn", actor, now, reason=reason)


def archive(session: Session, circular: Circular, actor: Actor, now: datetime) -> None:
    """Close a circular: it stays to be read, nobody is asked to sign any more."""
    _expect(circular, CircularState.PUBLISHED)
    circular.state, circular.closed_at = CircularState.ARCHIVED, now
    _record(session, circular, "archived", actor, now)


def _expect(circular: Circular, *states: CircularState) -> None:
    if circular.state not in states:
        raise WrongState(circular.state)


def _add(session: Session, circular: Circular, today: date, now: datetime) -> int:
    """Store who is addressed and is not there yet: one statement and one to count."""
    before = _count(session, circular)
    found = addressed(circular, today)
    known = select(Recipient.id).where(
        Recipient.circular_id == circular.id,
        Recipient.person_id == found.c.person_id,
        Recipient.student_id.is_not_distinct_from(found.c.student_id),
    )
    rows = select(
        literal(circular.id),
        found.c.person_id,
        found.c.student_id,
        found.c.class_id,
        literal(now, UTCDateTime()),
    ).where(~known.exists())
    names = ["circular_id", "person_id", "student_id", "class_id", "added_at"]
    session.execute(insert(Recipient).from_select(names, rows))
    return _count(session, circular) - before


def _count(session: Session, circular: Circular) -> int:
    mine = select(func.count()).where(Recipient.circular_id == circular.id)
    return session.scalar(mine) or 0


def _next_number(session: Session, year_id: int) -> int:
    """Who publishes at the same time waits here for the one before (no gaps, no doubles)."""
    dialect = session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(CircularCounter).values(year_id=year_id, last=1)
    counted = statement.on_conflict_do_update(
        index_elements=[CircularCounter.year_id], set_={"last": CircularCounter.last + 1}
    ).returning(CircularCounter.last)
    return int(session.execute(counted).scalar_one())


def _people(circular: Circular) -> Select[Any]:
    return select(Recipient.person_id).distinct().where(Recipient.circular_id == circular.id)


def _tell(
    session: Session,
    circular: Circular,
    kind: NoticeKind,
    subject: Text,
    people: Select[Any],
    now: datetime,
    suffix: str = "",
) -> int:
    told = session.scalars(people).all()
    if told:
        notice = Notice(
            kind=kind.name,
            subject=subject,
            body=SIGN if circular.needs_signature else BODY,
            recipients=told,
            key=f"{_key(kind, circular)}{suffix}",
            link=f"/circulars/{circular.id}",
        )
        publish_notice(session, notice, now)
    return len(told)


def _key(kind: NoticeKind, circular: Circular) -> str:
    return f"{kind.name}:{circular.id}"


def _round(added_at: datetime) -> str:
    """What tells the notice to those who were added later from the first."""
    return f":{added_at.isoformat()}"


def _keys(session: Session, circular: Circular) -> set[str]:
    """The keys of all that was told of a circular."""
    rounds = session.scalars(
        select(Recipient.added_at).distinct().where(Recipient.circular_id == circular.id)
    )
    first = {_key(kind, circular) for kind in (PUBLISHED, REMINDER)}
    return first | {f"{_key(PUBLISHED, circular)}{_round(at)}" for at in rounds}


def _mapping(circular: Circular) -> dict[str, object]:
    return {"number": circular.number, "title": circular.title}


def _subject(circular: Circular) -> Text:
    return _("Circolare n. ${number}: ${title}", mapping=_mapping(circular))


def _record(
    session: Session,
    circular: Circular,
    act: str,
    actor: Actor,
    now: datetime,
    *,
    reason: str | None = None,
    **after: object,
) -> None:
    change = Change(
        f"messaging.circular.{act}",
        "messaging_circular",
        circular.id,
        after={"number": circular.number, "state": circular.state.value, **after},
        reason=reason,
    )
    record_change(session, actor, change, now)
