"""Which files belong to what: kept by the core, named by rows of ours."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from registro_core.api import StoredFile, forget_files
from registro_homework.models import Attachment, HandInFile


def attachments_of(session: Session, assignment_id: int) -> list[StoredFile]:
    """The files of an assignment, oldest first."""
    statement = (
        select(StoredFile)
        .join(Attachment, Attachment.file_id == StoredFile.id)
        .where(Attachment.assignment_id == assignment_id)
        .order_by(StoredFile.id)
    )
    return list(session.scalars(statement))


def attach(session: Session, assignment_id: int, files: Sequence[StoredFile]) -> None:
    """Let files come with an assignment."""
    rows = [{"assignment_id": assignment_id, "file_id": each.id} for each in files]
    if rows:
        session.execute(insert(Attachment), rows)


def detach(session: Session, assignment_id: int, file_ids: Collection[int]) -> None:
    """Take files away from an assignment; those of others stay where they are."""
    mine = (Attachment.assignment_id == assignment_id, Attachment.file_id.in_(file_ids))
    own = session.scalars(select(Attachment.file_id).where(*mine)).all()
    if own:
        session.execute(delete(Attachment).where(*mine))
        forget_files(session, own)


def files_handed_in(session: Session, hand_in_ids: Collection[int]) -> dict[int, list[StoredFile]]:
    """The files of each hand-in, oldest first: one statement."""
    found: dict[int, list[StoredFile]] = {number: [] for number in hand_in_ids}
    if not found:
        return found
    statement = (
        select(HandInFile.hand_in_id, StoredFile)
        .join(StoredFile, StoredFile.id == HandInFile.file_id)
        .where(HandInFile.hand_in_id.in_(hand_in_ids))
        .order_by(StoredFile.id)
    )
    for hand_in_id, stored in session.execute(statement):
        found[hand_in_id].append(stored)
    return found


def replace_files(session: Session, hand_in_id: int, files: Sequence[StoredFile]) -> None:
    """Files handed in take the place of those before; none leave them as they are."""
    if not files:
        return
    mine = HandInFile.hand_in_id == hand_in_id
    before = session.scalars(select(HandInFile.file_id).where(mine)).all()
    if before:
        session.execute(delete(HandInFile).where(mine))
        forget_files(session, before)
    rows = [{"hand_in_id": hand_in_id, "file_id": each.id} for each in files]
    session.execute(insert(HandInFile), rows)
