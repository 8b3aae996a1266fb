"""Publishing and withdrawing notices, in the transaction of what caused them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, and_, insert, literal, null, or_, select, update
from sqlalchemy.orm import Session

from registro_core.items import Notice
from registro_core.notices.models import (
    Delivery,
    DeliveryState,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.notices.texts import pack
from registro_core.people.models import Person

EMAIL = "email"


def publish_notice(session: Session, notice: Notice, now: datetime) -> None:
    """Store a notice with one row per recipient, and one per channel to carry it.

    What was published before with the same key and has not left is withdrawn.
    Whether something had left, and the new notice must say that it corrects
    it, is known by calling `withdraw_notice` first. Few statements however many
    recipients.
    """
    if not notice.link.startswith("/") or notice.link.startswith("//"):
        raise ValueError(f"the link of a notice is a path of the register: {notice.link!r}")
    withdraw_notice(session, notice.key, now)
    not_before = notice.not_before or now
    row = PublishedNotice(
        kind=notice.kind,
        key=notice.key,
        subject=pack(notice.subject),
        body=pack(notice.body),
        link=notice.link,
        student_id=notice.student_id,
        published_at=now,
        not_before=not_before,
    )
    session.add(row)
    session.flush()
    recipients = sorted(set(notice.recipients))
    if recipients:
        session.execute(
            insert(NoticeRecipient),
            [{"notice_id": row.id, "person_id": person_id} for person_id in recipients],
        )
        _queue(session, row.id, not_before)


def withdraw_notice(session: Session, key: str, now: datetime) -> bool:
    """Withdraw what was published with a key and has not left.

    Return whether something had left: a mail was sent or may have been (it is
    in a worker's hand, or the server's answer was lost), or somebody read it.
    Then the people must be told of the correction.
    """
    found = session.scalars(
        select(PublishedNotice.id).where(
            PublishedNotice.key == key, PublishedNotice.withdrawn_at.is_(None)
        )
    ).all()
    if not found:
        return False
    _take_back(session, found, now)
    return _has_left(session, found)


def _take_back(session: Session, notice_ids: Sequence[int], now: datetime) -> None:
    """Withdraw mails that nobody has in hand.

    Before looking at what has left: a worker that leases meanwhile is waited
    for by this statement, and seen by the next.
    """
    mine = select(NoticeRecipient.id).where(NoticeRecipient.notice_id.in_(notice_ids))
    statements = (
        update(Delivery)
        .where(
            Delivery.recipient_id.in_(mine),
            Delivery.state == DeliveryState.QUEUED,
            Delivery.leased_until.is_(None),
        )
        .values(state=DeliveryState.WITHDRAWN),
        update(PublishedNotice).where(PublishedNotice.id.in_(notice_ids)).values(withdrawn_at=now),
    )
    for statement in statements:
        session.execute(statement.execution_options(synchronize_session=False))


def _has_left(session: Session, notice_ids: Sequence[int]) -> bool:
    in_hand = Delivery.state.in_((DeliveryState.QUEUED, DeliveryState.DEAD))
    left = or_(
        Delivery.state == DeliveryState.SENT,
        and_(in_hand, Delivery.leased_until.is_not(None)),
        NoticeRecipient.read_at.is_not(None),
    )
    statement = (
        select(NoticeRecipient.id)
        .outerjoin(Delivery, Delivery.recipient_id == NoticeRecipient.id)
        .where(NoticeRecipient.notice_id.in_(notice_ids), left)
        .limit(1)
    )
    return session.scalar(statement) is not None


def _queue(session: Session, notice_id: int, not_before: datetime) -> None:
    """One mail for each recipient with an address; whether they want it is asked when it leaves."""
    state = Delivery.state.type
    rows = (
        select(
            NoticeRecipient.id,
            literal(EMAIL, String),
            Person.email,
            literal(DeliveryState.QUEUED, state),
            literal(0),
            literal(not_before, Delivery.next_try_at.type),
            null(),
        )
        .join(Person, Person.id == NoticeRecipient.person_id)
        .where(NoticeRecipient.notice_id == notice_id, Person.email != "")
    )
    columns = ("recipient_id", "channel", "address", "state", "attempts", "next_try_at")
    session.execute(insert(Delivery).from_select([*columns, "last_error"], rows))
