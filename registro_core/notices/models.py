"""Tables of notices, who gets them and how they travel (the outbox)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime, enum_column

# The channel that is always there.
EMAIL = "email"


class PublishedNotice(Base):
    """A notice as it was published, in the transaction of what caused it."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_fanned_out_not_before", "fanned_out", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(index=True)
    # Natural key of the thing told: a later notice with the same key supersedes this one.
    key: Mapped[str] = mapped_column(index=True)
    # Texts as {msgid, domain, mapping}: rendered in the reader's language.
    subject: Mapped[dict[str, object]] = mapped_column(JSON)
    body: Mapped[dict[str, object]] = mapped_column(JSON)
    link: Mapped[str]
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    published_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # Nothing leaves, and the inbox shows nothing, before this instant (debounce).
    not_before: Mapped[datetime] = mapped_column(UTCDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # The channels of plugins were asked whom they reach.
    fanned_out: Mapped[bool] = mapped_column(default=False)


class NoticeRecipient(Base):
    """A notice in one person's inbox."""

    __tablename__ = "notice_recipient"
    __table_args__ = (
        UniqueConstraint("notice_id", "person_id"),
        Index("ix_notice_recipient_person_id_read_at", "person_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class DeliveryState(StrEnum):
    """Where a mail stands."""

    QUEUED = "queued"
    # Waits for the daily digest of its person.
    COLLECTED = "collected"
    SENT = "sent"
    # Superseded or withdrawn before it left.
    WITHDRAWN = "withdrawn"
    # Not sent: at that moment the recipient might not know, or did not want it.
    SKIPPED = "skipped"
    # Refused for good, or tried too often: the office looks at it.
    DEAD = "dead"


class Outgoing:
    """Mixin: a mail on its way to one address.

    `leased_until` is set while a worker has the row in hand, and stays when
    nobody knows whether the mail server took the mail: such a row may have
    left. A refusal clears it.
    """

    address: Mapped[str]
    state: Mapped[DeliveryState] = mapped_column(
        enum_column(DeliveryState), default=DeliveryState.QUEUED
    )
    attempts: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime] = mapped_column(UTCDateTime())
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    last_error: Mapped[str | None]


class Delivery(Outgoing, Base):
    """One notice on its way to one person by one channel, to one of their addresses there.

    By e-mail the address is that of when it was published; it goes to the one of when it leaves.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("recipient_id", "channel", "address"),
        Index("ix_delivery_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("notice_recipient.id", ondelete="CASCADE"))
    channel: Mapped[str]
    # The digest that tells it, for who wants one mail a day.
    digest_id: Mapped[int | None] = mapped_column(
        ForeignKey("digest.id", ondelete="SET NULL"), index=True
    )


class Digest(Outgoing, Base):
    """One mail to a person with all that was collected until the school's hour of a day."""

    __tablename__ = "digest"
    __table_args__ = (
        UniqueConstraint("person_id", "due_at"),
        Index("ix_digest_state_next_try_at", "state", "next_try_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    due_at: Mapped[datetime] = mapped_column(UTCDateTime())


class DirectMail(Outgoing, Base):
    """A mail that is no notice (activation, reset): no inbox, no preference, one address.

    Its text may hold a link that opens an account: it is dropped once sent.
    """

    __tablename__ = "direct_mail"
    __table_args__ = (Index("ix_direct_mail_state_next_try_at", "state", "next_try_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    subject: Mapped[str]
    body: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())


class MailChoice(StrEnum):
    """When a person wants a kind of notice by e-mail."""

    NOW = "now"
    DIGEST = "digest"
    NEVER = "never"


class NoticePreference(Base):
    """A person's wish for a kind of notice on a channel, where it is not the default."""

    __tablename__ = "notice_preference"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    choice: Mapped[MailChoice] = mapped_column(enum_column(MailChoice))
