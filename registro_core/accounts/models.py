"""Tables of accounts and of what proves who someone is."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base, Versioned
from registro_core.db.types import UTCDateTime, enum_column


class Account(Versioned, Base):
    """A person's way in. It serves for the whole time at the school; one per person."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    username: Mapped[str] = mapped_column(unique=True)
    # None until first access: an account without a password cannot sign in with one.
    password_hash: Mapped[str | None]
    enabled: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(default="it")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    last_sign_in_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class TokenPurpose(StrEnum):
    """What a single-use token is for."""

    ACTIVATE = "activate"
    RESET = "reset"


class Channel(StrEnum):
    """How a token travels to the person."""

    EMAIL = "email"
    INSTITUTIONAL = "institutional"
    PRINTED = "printed"
    # By hand of who runs the installation: `registro user`.
    COMMAND = "command"


class AccountToken(Base):
    """A single-use, short-lived token (link or printed code), kept only as a hash."""

    __tablename__ = "account_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[TokenPurpose] = mapped_column(enum_column(TokenPurpose))
    token_hash: Mapped[str] = mapped_column(unique=True)
    # How it travelled: see `Channel`.
    channel: Mapped[Channel] = mapped_column(enum_column(Channel))
    # The mailbox it was sent to: void as soon as the person no longer has it (check 20).
    address: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))


class WebSession(Base):
    """A signed-in browser; the cookie holds the token, the table only its SHA-256 (D10)."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime())
    # When and how the person last proved who they are: step-up compares with it.
    authenticated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    method: Mapped[str] = mapped_column(default="password")
    level: Mapped[int] = mapped_column(default=1)
    device: Mapped[str] = mapped_column(default="")
    ip: Mapped[str] = mapped_column(default="")
    # On a computer that others use too, such as a classroom's: it ends sooner.
    shared: Mapped[bool] = mapped_column(default=False)
    # Messages to show once and the like; never who someone is or may do.
    data: Mapped[dict[str, object]] = mapped_column(JSON, default=dict)


class KnownDevice(Base):
    """A browser from which an account has signed in: spared the throttle (check 15).

    While it is trusted, the password alone lets in.
    """

    __tablename__ = "known_device"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    trusted_until: Mapped[datetime | None] = mapped_column(UTCDateTime())


class ThrottleCount(Base):
    """How often something was tried in a window; written on a connection of its own (D9)."""

    __tablename__ = "throttle_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_ends_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    count: Mapped[int]


class ResetRequest(Base):
    """Somebody forgot the password of what they say is their account.

    The page only writes this down; the worker looks up who it is. So the page
    does the same work, and takes the same time, whoever is asked about (check 14).
    """

    __tablename__ = "reset_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    # As typed: a user name, an e-mail address or nonsense. Deleted once looked up.
    typed_name: Mapped[str]
    # The configured public URL: the worker's jobs know no installation.
    base_url: Mapped[str]
    ip: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())


class IdempotencyKey(Base):
    """A creating POST already carried out, and where it led (D7)."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    body_hash: Mapped[str]
    location: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
