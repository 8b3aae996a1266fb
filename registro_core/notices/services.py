"""Publishing and withdrawing notices, in the transaction of what caused them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session
from translationstring import TranslationString

from registro_core.items import Notice, Text
from registro_core.notices.models import (
    Delivery,
    DeliveryState,
    NoticeRecipient,
    PublishedNotice,
)
from registro_core.people.models import Person

EMAIL = "email"


def publish_notice(session: Session, notice: Notice, now: datetime) -> None:
    """Store a notice with one row per recipient, and one per channel to carry it.

    What was published before with the same key and has not left is withdrawn.
    """
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
    """Withdraw what was published with a key and has not left; True if something had left."""
    found = session.scalars(
        select(PublishedNotice.id).where(
            PublishedNotice.key == key, PublishedNotice.withdrawn_at.is_(None)
        )
    ).all()
    if not found:
        return False
    mine = select(NoticeRecipient.id).where(NoticeRecipient.notice_id.in_(found))
    left = session.scalars(
        select(Delivery.id)
        .where(Delivery.recipient_id.in_(mine), Delivery.state == DeliveryState.SENT)
        .limit(1)
    ).first()
    session.execute(
        update(Delivery)
        .where(Delivery.recipient_id.in_(mine), Delivery.state == DeliveryState.QUEUED)
        .values(state=DeliveryState.WITHDRAWN)
    )
    session.execute(
        update(PublishedNotice).where(PublishedNotice.id.in_(found)).values(withdrawn_at=now)
    )
    return left is not None


def pack(text: Text) -> dict[str, object]:
    """A text as it is stored: a message keeps its id, so that each reader gets their language."""
    if isinstance(text, TranslationString):
        mapping = {key: str(value) for key, value in (text.mapping or {}).items()}
        return {"msgid": str(text), "domain": text.domain, "mapping": mapping}
    return {"msgid": text, "domain": None, "mapping": {}}


def unpack(stored: dict[str, object]) -> Text:
    """The text again, ready to be translated."""
    if stored["domain"] is None:
        return str(stored["msgid"])
    return TranslationString(
        stored["msgid"], domain=stored["domain"], mapping=stored["mapping"] or None
    )


def _queue(session: Session, notice_id: int, not_before: datetime) -> None:
    rows = session.execute(
        select(NoticeRecipient.id, Person.email)
        .join(Person, Person.id == NoticeRecipient.person_id)
        .where(NoticeRecipient.notice_id == notice_id, Person.email.is_not(None))
    )
    deliveries = [
        {
            "recipient_id": recipient_id,
            "channel": EMAIL,
            "address": address,
            "state": DeliveryState.QUEUED,
            "attempts": 0,
            "next_try_at": not_before,
        }
        for recipient_id, address in rows
    ]
    if deliveries:
        session.execute(insert(Delivery), deliveries)
