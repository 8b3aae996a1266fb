"""Table of frequency certificates: what was declared, so that it can be printed again unchanged."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from registro_core.api import Base, UTCDateTime


class Certificate(Base):
    """A certificate of attendance (*certificato di frequenza*) issued by the office."""

    __tablename__ = "attendance_certificate"
    __table_args__ = (UniqueConstraint("year_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("school_year.id", ondelete="CASCADE"))
    class_id: Mapped[int] = mapped_column(ForeignKey("school_class.id", ondelete="CASCADE"))
    # Counted from 1 in each school year.
    number: Mapped[int]
    attending_since: Mapped[date]
    # The last day of attendance declared: the day of issue, or that of leaving.
    attending_until: Mapped[date]
    still_attending: Mapped[bool]
    # Days of school and days away, where the office asked for them.
    school_days: Mapped[int | None]
    days_present: Mapped[int | None]
    purpose: Mapped[str | None]
    issued_on: Mapped[date]
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    issued_at: Mapped[datetime] = mapped_column(UTCDateTime())
