"""A folder as an archive: the files of each item in a folder of its own, texts and links beside."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import StoredFile
from registro_materials.models import Item, ItemFile


def members_of(session: Session, folder_id: int) -> list[tuple[str, StoredFile | str]]:
    """Paths inside the archive and what is there: two statements. Withdrawn items stay out."""
    items = session.scalars(
        select(Item)
        .where(Item.folder_id == folder_id, Item.withdrawn_at.is_(None))
        .order_by(Item.id)
    ).all()
    rows = session.execute(
        select(ItemFile.item_id, StoredFile)
        .join(StoredFile, StoredFile.id == ItemFile.file_id)
        .where(
            ItemFile.item_id.in_([item.id for item in items]),
            ItemFile.replaced_by_id.is_(None),
            ItemFile.removed_at.is_(None),
        )
        .order_by(ItemFile.id)
    )
    files: dict[int, list[StoredFile]] = defaultdict(list)
    for item_id, stored in rows:
        files[item_id].append(stored)
    members: list[tuple[str, StoredFile | str]] = []
    for item in items:
        # A title is no path.
        place = item.title.replace("/", "-").replace("\\", "-")
        words = "\n\n".join(part for part in (item.text, item.link) if part)
        members += [(f"{place}/{place}.txt", words)] if words else []
        members += [(f"{place}/{stored.name}", stored) for stored in files[item.id]]
    return members
