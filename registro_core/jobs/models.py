"""Table of recurring jobs and of when each runs next."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from registro_core.db.base import Base
from registro_core.db.types import UTCDateTime


class JobState(Base):
    """When a recurring job last ran and is due; leased while a worker runs it."""

    __tablename__ = "job_state"

    name: Mapped[str] = mapped_column(primary_key=True)
    next_run_at: Mapped[datetime] = mapped_column(UTCDateTime())
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime())
    last_run_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    last_error: Mapped[str | None]
