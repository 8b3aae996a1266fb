"""Removing what the log need not keep any more: contents older than 24 months (LOG-2)."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from registro_spid_auth.models import Record, RecordContent
from registro_spid_auth.records.services import add_purge

RETENTION_YEARS = 2


def kept_since(now: datetime) -> datetime:
    """The instant 24 months ago: what is of then, or later, is kept."""
    year = now.year - RETENTION_YEARS
    try:
        return now.replace(year=year)
    except ValueError:
        # 29 February: the day before is within the 24 months of nobody
        return now.replace(year=year, day=28)


def purge(session: Session, now: datetime) -> int:
    """Remove the contents older than 24 months, and say so in the chain; return how many.

    The lines themselves stay: they name nobody, and without them the chain could not be verified.
    """
    since = kept_since(now)
    kept = session.scalar(select(func.min(Record.seq)).where(Record.at >= since))
    newest = session.scalar(select(func.max(Record.seq)).where(Record.at < since))
    last = kept - 1 if kept is not None else (newest or 0)
    old = session.scalar(
        select(func.count()).select_from(RecordContent).where(RecordContent.seq <= last)
    )
    if not old:
        return 0
    add_purge(session, last, now)
    session.execute(
        delete(RecordContent)
        .where(RecordContent.seq <= last)
        .execution_options(synchronize_session=False)
    )
    return old
