"""Items: writing, changing, versions of files, withdrawing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, Person, StoredFile, record_change
from registro_materials.models import Folder, Item, ItemFile


@dataclass(frozen=True)
class Draft:
    """What was typed."""

    title: str
    text: str | None = None
    link: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """As the audit log keeps it."""
        return {"title": self.title, "text": self.text, "link": self.link}


@dataclass(frozen=True)
class FileRow:
    """A file of an item, with the stored file it is."""

    id: int
    number: int
    added_at: datetime
    replaced_by_id: int | None
    removed_at: datetime | None
    stored: StoredFile

    @property
    def current(self) -> bool:
        """Whether readers are shown it: neither an earlier version nor taken out."""
        return self.replaced_by_id is None and self.removed_at is None


def own_item(session: Session, owner_id: int, item_id: int) -> tuple[Item, Folder] | None:
    """An item of a teacher with its folder; None if it is another's."""
    statement = (
        select(Item, Folder)
        .join(Folder, Folder.id == Item.folder_id)
        .where(Item.id == item_id, Folder.owner_id == owner_id)
    )
    found = session.execute(statement).first()
    return (found[0], found[1]) if found else None


def write(
    session: Session,
    folder: Folder,
    draft: Draft,
    files: Iterable[StoredFile],
    actor: Actor,
    now: datetime,
) -> Item:
    """Store an item with its files."""
    item = Item(
        folder_id=folder.id,
        title=draft.title,
        text=draft.text,
        link=draft.link,
        created_at=now,
        changed_at=now,
    )
    session.add(item)
    session.flush()
    names = add_files(session, item, files, now)
    _record(session, item, "item.created", actor, now, after={**draft.values, "files": names})
    return item


def change(
    session: Session,
    item: Item,
    draft: Draft,
    files: Iterable[StoredFile],
    actor: Actor,
    now: datetime,
) -> None:
    """Change an item and add files to it. The caller has checked its version."""
    before = Draft(item.title, item.text, item.link).values
    item.title, item.text, item.link = draft.title, draft.text, draft.link
    item.changed_at = now
    names = add_files(session, item, files, now)
    after = {**draft.values, "files": names}
    _record(session, item, "item.changed", actor, now, before=before, after=after)


def add_files(
    session: Session, item: Item, files: Iterable[StoredFile], now: datetime
) -> list[str]:
    """Add stored files to an item; return their names."""
    files = list(files)
    session.add_all(ItemFile(item_id=item.id, file_id=file.id, added_at=now) for file in files)
    session.flush()
    return [file.name for file in files]


def replace(
    session: Session, item: Item, old: FileRow, file: StoredFile, actor: Actor, now: datetime
) -> ItemFile:
    """Put a newer version in the place of a file; the earlier one stays to be looked at."""
    newer = ItemFile(item_id=item.id, file_id=file.id, number=old.number + 1, added_at=now)
    session.add(newer)
    session.flush()
    session.get_one(ItemFile, old.id).replaced_by_id = newer.id
    item.changed_at = now
    before, after = {"file": old.stored.name}, {"file": file.name, "number": newer.number}
    _record(session, item, "file.changed", actor, now, before=before, after=after)
    return newer


def take_out(session: Session, item: Item, old: FileRow, actor: Actor, now: datetime) -> None:
    """Take a file out: readers see it no more."""
    session.get_one(ItemFile, old.id).removed_at = now
    item.changed_at = now
    _record(session, item, "file.removed", actor, now, before={"file": old.stored.name})


def withdraw(session: Session, item: Item, reason: str, actor: Actor, now: datetime) -> None:
    """Withdraw an item: readers see it no more, its owner sees it with the reason."""
    item.withdrawn_at, item.withdraw_reason = now, reason
    change_ = Change("materials.item.withdrawn", "materials_item", item.id, reason=reason)
    record_change(session, actor, change_, now)


def files_of(session: Session, item_id: int) -> list[FileRow]:
    """All files of an item, earlier versions too, in the order of their coming: one statement."""
    statement = (
        select(
            ItemFile.id,
            ItemFile.number,
            ItemFile.added_at,
            ItemFile.replaced_by_id,
            ItemFile.removed_at,
            StoredFile,
        )
        .join(StoredFile, StoredFile.id == ItemFile.file_id)
        .where(ItemFile.item_id == item_id)
        .order_by(ItemFile.id)
    )
    return [FileRow(*row) for row in session.execute(statement)]


def _record(
    session: Session,
    item: Item,
    what: str,
    actor: Actor,
    now: datetime,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    act = Change(
        f"materials.{what}",
        "materials_item",
        item.id,
        before=before or {},
        after=after or {},
    )
    record_change(session, actor, act, now)


def author_of(session: Session, folder_id: int) -> str:
    """The name of who owns a folder: one statement."""
    statement = (
        select(Person.given_name + " " + Person.surname)
        .join(Folder, Folder.owner_id == Person.id)
        .where(Folder.id == folder_id)
    )
    return session.scalars(statement).one()
