"""Table of feeds: whose agenda an address shows to whom."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class CalendarFeed(Base):
    """An address from which a person's calendar program fetches an agenda.

    Only a hash of its token is kept: whoever reads the table learns no address. A person has one
    for each agenda; making it anew puts an end to the one before.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # None: the person's own agenda as a teacher.
    student_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    # Lessons too: many want only what is out of the ordinary.
    lessons: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
