"""Tables of single logout: which session was opened by whose word (LO)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime, enum_column
from registro_spid_auth.kinds import Connector


class ForeignSession(Base):
    """What an identity provider calls one of our sessions; it goes with the session (RS-15)."""

    __tablename__ = "spid_auth_session"
    __table_args__ = (Index("ix_spid_auth_session_name", "provider", "name_id"),)

    # A step-up gives the session another token, and this row follows.
    session_hash: Mapped[str] = mapped_column(
        ForeignKey("web_session.token_hash", ondelete="CASCADE", onupdate="CASCADE"),
        primary_key=True,
    )
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    provider: Mapped[str]
    name_id: Mapped[str]
    name_qualifier: Mapped[str]
    session_index: Mapped[str | None]


class PendingLogout(Base):
    """A LogoutRequest of ours, used up by the answer to it (LO-4)."""

    __tablename__ = "spid_auth_logout"

    id: Mapped[str] = mapped_column(primary_key=True)
    connector: Mapped[Connector] = mapped_column(enum_column(Connector))
    provider: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    message: Mapped[str] = mapped_column(Text)
