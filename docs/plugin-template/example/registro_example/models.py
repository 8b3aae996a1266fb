"""Tables of example; every name begins with `example_`."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime


class Note(Base):
    """A note on the board."""

    __tablename__ = "example_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    author_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
