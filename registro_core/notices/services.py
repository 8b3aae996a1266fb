"""Publishing and withdrawing notices, in the transaction of what caused them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, String, and_, insert, literal, or_, select, update
from sqlalchemy.orm import Session

from registro_core.items import Notice
from registro_core.notices.models import (
    EMAIL,
    Delivery,
    DeliveryState,
    Digest,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.notices.texts import pack
from registro_core.people.models import Person


def publish_notice(session: Session, notice: Notice, now: datetime) -> None:
    """Store a notice with one row per recipient, and one per channel to carry it.

    What was published before with the same key and has not left is withdrawn.
    Whether something had left, and the new notice must say that it corrects
    it, is known by calling `withdraw_notice` first.
    """
    publish_notices(session, [notice], now)


def publish_notices(
    session: Session, notices: Iterable[Notice], now: datetime, *, withdrawn: bool = False
) -> None:
    """Publish many notices: a handful of statements however many notices and recipients.

    Of two with one key the later counts. Raise ValueError for a link that
    leads out of the register.

    :param withdrawn: the caller called `withdraw_notices` for each key that may have been
        published before; it is not looked for again.
    """
    by_key = {notice.key: notice for notice in notices}
    if not by_key:
        return
    if not withdrawn:
        withdraw_notices(session, by_key, now)
    rows = [_row(one, now) for one in by_key.values()]
    stored = insert(PublishedNotice).returning(PublishedNotice.key, PublishedNotice.id)
    ids = {row.key: row.id for row in session.execute(stored, rows)}
    recipients = [
        {"notice_id": ids[key], "person_id": person_id}
        for key, notice in by_key.items()
        for person_id in sorted(set(notice.recipients))
    ]
    if recipients:
        session.execute(insert(NoticeRecipient), recipients)
        _queue(session, list(ids.values()))


def withdraw_notice(session: Session, key: str, now: datetime) -> bool:
    """Withdraw what was published with a key and has not left.

    Return whether something had left: a mail was sent or may have been (it is
    in a worker's hand, or the server's answer was lost), or somebody read it.
    Then the people must be told of the correction.
    """
    return bool(withdraw_notices(session, [key], now))


def withdraw_notices(session: Session, keys: Collection[str], now: datetime) -> frozenset[str]:
    """Withdraw what was published with any of the keys; return those of which something had left."""
    found = session.scalars(_valid(keys)).all()
    if not found:
        return frozenset()
    _take_back(session, found, now)
    return _had_left(session, found)


def _valid(keys: Collection[str]) -> Select[int, str]:
    return select(PublishedNotice.id, PublishedNotice.key).where(
        PublishedNotice.key.in_(keys), PublishedNotice.withdrawn_at.is_(None)
    )


def _row(notice: Notice, now: datetime) -> dict[str, object]:
    if not notice.link.startswith("/") or notice.link.startswith("//"):
        raise ValueError(f"the link of a notice is a path of the register: {notice.link!r}")
    return {
        "kind": notice.kind,
        "key": notice.key,
        "subject": pack(notice.subject),
        "body": pack(notice.body),
        "link": notice.link,
        "student_id": notice.student_id,
        "published_at": now,
        "not_before": notice.not_before or now,
    }


def _take_back(session: Session, notice_ids: Sequence[int], now: datetime) -> None:
    """Withdraw mails that nobody has in hand.

    Before looking at what has left: a worker that leases meanwhile is waited
    for by this statement, and seen by the next.
    """
    mine = select(NoticeRecipient.id).where(NoticeRecipient.notice_id.in_(notice_ids))
    not_in_hand = select(Digest.id).where(Digest.leased_until.is_(None))
    waits = or_(
        and_(Delivery.state == DeliveryState.QUEUED, Delivery.leased_until.is_(None)),
        and_(Delivery.state == DeliveryState.COLLECTED, Delivery.digest_id.in_(not_in_hand)),
    )
    statements = (
        # first: a worker that is asking the channels is waited for too
        update(PublishedNotice).where(PublishedNotice.id.in_(notice_ids)).values(withdrawn_at=now),
        update(Delivery)
        .where(Delivery.recipient_id.in_(mine), waits)
        .values(state=DeliveryState.WITHDRAWN),
    )
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))


def _had_left(session: Session, notice_ids: Sequence[int]) -> frozenset[str]:
    in_hand = Delivery.state.in_((DeliveryState.QUEUED, DeliveryState.DEAD))
    left = or_(
        Delivery.state == DeliveryState.SENT,
        and_(in_hand, Delivery.leased_until.is_not(None)),
        and_(Delivery.state == DeliveryState.COLLECTED, Digest.leased_until.is_not(None)),
        NoticeRecipient.read_at.is_not(None),
    )
    statement = (
        select(PublishedNotice.key)
        .join(NoticeRecipient, NoticeRecipient.notice_id == PublishedNotice.id)
        .outerjoin(Delivery, Delivery.recipient_id == NoticeRecipient.id)
        .outerjoin(Digest, Digest.id == Delivery.digest_id)
        .where(PublishedNotice.id.in_(notice_ids), left)
        .distinct()
    )
    return frozenset(session.scalars(statement))


def _queue(session: Session, notice_ids: Sequence[int]) -> None:
    """One mail for each recipient with an address; whether they want it is asked when it leaves."""
    rows = (
        select(
            NoticeRecipient.id,
            literal(EMAIL, String),
            Person.email,
            literal(DeliveryState.QUEUED, Delivery.state.type),
            literal(0),
            PublishedNotice.not_before,
        )
        .join(PublishedNotice, PublishedNotice.id == NoticeRecipient.notice_id)
        .join(Person, Person.id == NoticeRecipient.person_id)
        .where(NoticeRecipient.notice_id.in_(notice_ids), Person.email != "")
    )
    columns = ("recipient_id", "channel", "address", "state", "attempts", "next_try_at")
    session.execute(insert(Delivery).from_select([*columns], rows))
