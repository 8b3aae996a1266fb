"""Tables of what locks days of a class, and what frees them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class ClosedTerm(Base):
    """A term that is read-only for a class, from the opening of its council's assessment (L7a).

    The assessment is the *scrutinio*.
    """

    __tablename__ = "closed_term"

    # The class first: lists ask for the closed terms of a class, event by event.
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), primary_key=True
    )
    term_id: Mapped[int] = mapped_column(
        ForeignKey("term.id", ondelete="CASCADE"), primary_key=True
    )
    closed_at: Mapped[datetime] = mapped_column(UTCDateTime())


class Unlock(Base):
    """A head's temporary permission to change locked days of a class (*sblocco*, L7c)."""

    __tablename__ = "unlock"

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(
        ForeignKey("school_class.id", ondelete="CASCADE"), index=True
    )
    # None: everybody who may write there.
    teacher_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    granted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"))
    reason: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
