"""Tables of the second factor, and of sign-ins that wait for their code."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class SecondFactor(Base):
    """The app that an account's codes come from."""

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), primary_key=True
    )
    # Sealed with a key that is not in the database: see `sealing`.
    seed: Mapped[str]
    # Number of the half minute whose code was last accepted: that one and those before are used up.
    last_step: Mapped[int]
    set_up_at: Mapped[datetime] = mapped_column(UTCDateTime())


class RecoveryCode(Base):
    """A code on paper for who has lost the app; used once, kept as a hash."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())


class PendingSignIn(Base):
    """A browser in which the right password was typed and that must now show a code.

    It is no session: it opens the page that asks for the code, and nothing else.
    """

    __tablename__ = "pending_sign_in"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    # What was ticked beside the password.
    shared: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
