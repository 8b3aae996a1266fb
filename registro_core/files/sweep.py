"""Deleting bytes that no row names: of forms that were refused, of files that were forgotten."""

from datetime import datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.files.models import StoredFile
from registro_core.files.store import FileStore
from registro_core.items import Job

# Far longer than any transaction takes: whoever put the bytes has named them by then, or never.
KEPT_FOR = timedelta(hours=24)


def sweep_job(store: FileStore) -> Job:
    """The nightly job that sweeps a store."""

    def run(session: Session, now: datetime) -> None:
        sweep(session, store, now)

    return Job("core.sweep_files", run, at=time(3, 30))


def sweep(session: Session, store: FileStore, now: datetime) -> int:
    """Delete what has been in the store for a day and no row names; return how many."""
    before = now - KEPT_FOR
    return sum(
        store.delete(digest, before)
        for digest in store.older_than(before)
        if not _is_named(session, digest)
    )


def _is_named(session: Session, digest: str) -> bool:
    by_a_row = or_(StoredFile.sha256 == digest, StoredFile.thumbnail == digest)
    return session.scalar(select(StoredFile.id).where(by_a_row).limit(1)) is not None
