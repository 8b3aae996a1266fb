"""Tables of the audit log."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class AuditEntry(Base):
    """One act. `digest` covers the fields, the values' digest and the entry before (chain).

    Rows are only ever added: triggers refuse the rest (`registro_core.audit.triggers`).
    """

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_object", "object_type", "object_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    # No foreign keys: the log outlives what it speaks of.
    actor_id: Mapped[int | None] = mapped_column(index=True)
    student_id: Mapped[int | None] = mapped_column(index=True)
    act: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str]
    ip: Mapped[str]
    request_id: Mapped[str]
    reason: Mapped[str | None]
    values_digest: Mapped[str]
    previous_digest: Mapped[str]
    digest: Mapped[str]


class AuditValues(Base):
    """What was before and after. Apart from the entry: it may be erased, and the chain holds."""

    __tablename__ = "audit_values"

    seq: Mapped[int] = mapped_column(
        ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False
    )
    before: Mapped[dict[str, object]] = mapped_column(JSON)
    after: Mapped[dict[str, object]] = mapped_column(JSON)


class AccessDenial(Base):
    """A page refused to somebody signed in.

    Apart from the chain: whoever hammers at closed doors must not hold up, nor
    swell, the log of what was done.
    """

    __tablename__ = "access_denial"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    # No foreign key: the log outlives whom it speaks of.
    actor_id: Mapped[int] = mapped_column(index=True)
    status: Mapped[int]
    method: Mapped[str]
    path: Mapped[str]
    route: Mapped[str]
    ip: Mapped[str]
    request_id: Mapped[str]
