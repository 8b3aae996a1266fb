"""Copying a folder of an earlier year into this one: what was shared then is shared with nobody."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor
from registro_materials.models import Folder, Item, ItemFile
from registro_materials.services.folders import new_folder


def copy_folder(
    session: Session, folder: Folder, year_id: int, actor: Actor, now: datetime
) -> Folder:
    """Copy a folder with what was not withdrawn; raise NameTaken if this year has one so named.

    Files are not stored again: both items refer to them.
    """
    made = new_folder(session, folder.owner_id, year_id, folder.name, actor, now)
    items = session.scalars(
        select(Item)
        .where(Item.folder_id == folder.id, Item.withdrawn_at.is_(None))
        .order_by(Item.id)
    ).all()
    copies = {item.id: _copy(item, made, now) for item in items}
    session.add_all(copies.values())
    session.flush()
    for item_id, file_ids in _current_files(session, list(copies)).items():
        session.add_all(
            ItemFile(item_id=copies[item_id].id, file_id=file_id, added_at=now)
            for file_id in file_ids
        )
    session.flush()
    return made


def _copy(item: Item, folder: Folder, now: datetime) -> Item:
    return Item(
        folder_id=folder.id,
        title=item.title,
        text=item.text,
        link=item.link,
        created_at=now,
        changed_at=now,
    )


def _current_files(session: Session, item_ids: list[int]) -> dict[int, list[int]]:
    rows = session.execute(
        select(ItemFile.item_id, ItemFile.file_id)
        .where(
            ItemFile.item_id.in_(item_ids),
            ItemFile.replaced_by_id.is_(None),
            ItemFile.removed_at.is_(None),
        )
        .order_by(ItemFile.id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for item_id, file_id in rows:
        found[item_id].append(file_id)
    return found
