"""Tables of the browsers that get notices, and of the key that signs what they get."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime


class Device(Base):
    """A browser in which somebody wants notices: what its maker's push service knows it by."""

    __tablename__ = "web_push_device"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Names it in the outbox: by chance, so that it never comes to name another one.
    key: Mapped[str] = mapped_column(unique=True)
    # Where messages to it are sent. One browser is one person's: the last who asked.
    endpoint: Mapped[str] = mapped_column(unique=True)
    # With these, base64url, only the browser can read what it gets (RFC 8291).
    p256dh: Mapped[str]
    auth: Mapped[str]
    label: Mapped[str]
    # When its owner last asked for it.
    added_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)


class SigningKey(Base):
    """The school's key (VAPID, RFC 8292): one row. Browsers take messages signed with it alone."""

    __tablename__ = "web_push_key"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public: Mapped[str]
    # Sealed with the installation's secret: a stolen database sends nothing.
    sealed: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UTCDateTime())
