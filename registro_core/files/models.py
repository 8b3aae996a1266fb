"""Table of uploaded files; their bytes are in the store, named by digest."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class StoredFile(Base):
    """A file as somebody uploaded it. Two of equal content share the bytes, nothing else."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    # SHA-256 of the content, in hexadecimal digits: its name in the store.
    sha256: Mapped[str] = mapped_column(index=True)
    # In bytes.
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str]
    # Cleaned, with the extension that says what the content was found to be.
    name: Mapped[str]
    # A small picture of an image, in the store too.
    thumbnail: Mapped[str | None] = mapped_column(index=True)
    uploaded_by_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="RESTRICT"), index=True
    )
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime())
