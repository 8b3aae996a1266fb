"""A teacher's folders: every statement names the owner."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Actor, Change, SchoolYear, record_change
from registro_materials.models import Folder, Item, Share


class NameTaken(Exception):
    """The teacher has a folder of this name in this year."""


@dataclass(frozen=True)
class FolderRow:
    """A folder with how many items are in it, and the year it is of."""

    id: int
    name: str
    year_id: int
    year: str
    items: int


@dataclass(frozen=True)
class ItemRow:
    """An item in its owner's list."""

    id: int
    title: str
    folder_id: int
    folder: str
    changed_at: datetime
    withdrawn: bool
    shares: int


def folders_of(session: Session, owner_id: int) -> list[FolderRow]:
    """All folders of a teacher, this year's first: one statement."""
    count = (
        select(func.count(Item.id))
        .where(Item.folder_id == Folder.id, Item.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Folder.id, Folder.name, Folder.year_id, SchoolYear.name, count)
        .join(SchoolYear, SchoolYear.id == Folder.year_id)
        .where(Folder.owner_id == owner_id)
        .order_by(SchoolYear.starts_on.desc(), Folder.name)
    )
    return [FolderRow(*row) for row in rows]


def own_folder(session: Session, owner_id: int, folder_id: int) -> Folder | None:
    """A folder of a teacher; None if it is another's."""
    statement = select(Folder).where(Folder.id == folder_id, Folder.owner_id == owner_id)
    return session.scalars(statement).first()


def check_name(
    session: Session, owner_id: int, year_id: int, name: str, folder_id: int | None = None
) -> None:
    """Raise NameTaken if another folder of the teacher has this name in this year."""
    same = select(Folder.id).where(
        Folder.owner_id == owner_id, Folder.year_id == year_id, Folder.name == name
    )
    if session.scalar(same) not in {None, folder_id}:
        raise NameTaken(name)


def new_folder(
    session: Session, owner_id: int, year_id: int, name: str, actor: Actor, now: datetime
) -> Folder:
    """Make a folder; raise NameTaken."""
    check_name(session, owner_id, year_id, name)
    folder = Folder(owner_id=owner_id, year_id=year_id, name=name, created_at=now)
    session.add(folder)
    session.flush()
    change = Change("materials.folder.made", "materials_folder", folder.id, after={"name": name})
    record_change(session, actor, change, now)
    return folder


def rename(session: Session, folder: Folder, name: str, actor: Actor, now: datetime) -> None:
    """Give a folder another name; raise NameTaken. The caller has checked its version."""
    check_name(session, folder.owner_id, folder.year_id, name, folder.id)
    before, folder.name = folder.name, name
    change = Change(
        "materials.folder.changed",
        "materials_folder",
        folder.id,
        before={"name": before},
        after={"name": name},
    )
    record_change(session, actor, change, now)


@dataclass(frozen=True)
class Wanted:
    """Which of one's items: of one folder, with a word in title, text or link."""

    owner_id: int
    folder_id: int | None = None
    word: str = ""


def count_items(session: Session, wanted: Wanted) -> int:
    """How many items a list has."""
    return session.scalar(_items(select(func.count(Item.id)), wanted)) or 0


def items_of(
    session: Session, wanted: Wanted, today: date, offset: int, limit: int
) -> list[ItemRow]:
    """Items, the last changed first, those withdrawn at the end: one statement."""
    shares = (
        select(func.count(Share.id))
        .where(
            Share.item_id == Item.id,
            Share.ended_at.is_(None),
            or_(Share.ends_on.is_(None), Share.ends_on >= today),
        )
        .scalar_subquery()
    )
    columns = select(
        Item.id,
        Item.title,
        Folder.id,
        Folder.name,
        Item.changed_at,
        Item.withdrawn_at.is_not(None),
        shares,
    )
    statement = (
        _items(columns, wanted)
        .order_by(Item.withdrawn_at.is_not(None), Item.changed_at.desc(), Item.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [ItemRow(*row) for row in session.execute(statement)]


def _items(columns: Select[Any], wanted: Wanted) -> Select[Any]:
    statement = columns.join(Folder, Folder.id == Item.folder_id).where(
        Folder.owner_id == wanted.owner_id
    )
    if wanted.folder_id is not None:
        statement = statement.where(Folder.id == wanted.folder_id)
    if wanted.word:
        statement = statement.where(contains(wanted.word))
    return statement


def contains(word: str) -> ColumnElement[bool]:
    """Whether an item has a word in its title, text or link, as SQL."""
    columns = (Item.title, Item.text, Item.link)
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
