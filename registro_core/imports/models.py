"""Tables of imports that wait for the office's confirmation."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class PendingImport(Base):
    """Files uploaded and examined, until somebody confirms, drops or forgets them.

    Nothing but `report` is kept once the import is done: the files are full of
    personal data that from then on stands in its proper place.
    """

    __tablename__ = "pending_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    applied_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    # Names the plan that was shown: confirming another one shows it again first.
    digest: Mapped[str]
    report: Mapped[dict[str, object]] = mapped_column(JSON)


class PendingImportFile(Base):
    """One uploaded file as it came."""

    __tablename__ = "pending_import_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(
        ForeignKey("pending_import.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str]
    content: Mapped[bytes]
