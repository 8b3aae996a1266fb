"""Keeping and forgetting files: rows here, bytes in the store."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from registro_core.files.images import redrawn
from registro_core.files.models import StoredFile
from registro_core.files.store import FileStore
from registro_core.files.uploads import Upload


def keep_files(
    session: Session,
    store: FileStore,
    uploads: Iterable[Upload],
    uploaded_by_id: int,
    now: datetime,
) -> list[StoredFile]:
    """Keep files, in the order given, and return their rows, which have ids.

    The bytes are on disk before the rows; if the transaction is undone nothing names them and
    they are deleted after a day. Who calls stores what the files belong to.
    """
    kept = [_keep(store, upload, uploaded_by_id, now) for upload in uploads]
    session.add_all(kept)
    session.flush()
    return kept


def _keep(store: FileStore, upload: Upload, uploaded_by_id: int, now: datetime) -> StoredFile:
    size, thumbnail, stream = upload.size, None, upload.stream
    if upload.kind.image is None:
        digest = store.put(stream)
    else:
        whole, small = redrawn(stream, upload.kind.image)
        with whole, small:
            digest, thumbnail = store.put(whole), store.put(small)
            size = whole.seek(0, 2)
    return StoredFile(
        sha256=digest,
        size=size,
        content_type=upload.kind.content_type,
        name=upload.name,
        thumbnail=thumbnail,
        uploaded_by_id=uploaded_by_id,
        uploaded_at=now,
    )


def used_bytes(session: Session, person_id: int) -> int:
    """How many bytes a person's files take."""
    used = select(func.sum(StoredFile.size)).where(StoredFile.uploaded_by_id == person_id)
    return int(session.scalar(used) or 0)


def forget_files(session: Session, file_ids: Collection[int]) -> None:
    """Forget files to which nothing refers any more; their bytes go with the next sweep."""
    session.execute(delete(StoredFile).where(StoredFile.id.in_(file_ids)))
