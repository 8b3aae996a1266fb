"""Who sees what: shares that count today, and whom they are for. Nothing is decided elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import (
    Enrolment,
    GroupClass,
    GroupMember,
    Identity,
    Person,
    Role,
    Subject,
    holds_on,
)
from registro_materials.models import Folder, Item, ItemFile, Receipt, Share
from registro_materials.services.folders import contains

LEADERS = frozenset({Role.HEAD, Role.DEPUTY})


@dataclass(frozen=True)
class Reader:
    """For whom something is looked up: students one is or answers for, and one's own standing."""

    person_id: int
    today: date
    students: frozenset[int] = frozenset()
    # Of which one sees all that is shared with them whole.
    classes: frozenset[int] = frozenset()
    every_class: bool = False
    colleague: bool = False


def reader_of(identity: Identity, today: date) -> Reader:
    """Everything that somebody may open."""
    own = {identity.person_id} if identity.relations.own_classes else set()
    return Reader(
        identity.person_id,
        today,
        frozenset(identity.wards) | own,
        frozenset(identity.class_ids),
        every_class=not identity.roles.isdisjoint(LEADERS),
        colleague=Role.TEACHER in identity.roles,
    )


def counts(today: date) -> ColumnElement[bool]:
    """Whether a share counts on a day."""
    return and_(
        Share.ended_at.is_(None),
        Share.starts_on <= today,
        or_(Share.ends_on.is_(None), Share.ends_on >= today),
    )


def is_for(reader: Reader) -> ColumnElement[bool]:
    """Whether a share is for a reader."""
    parts: list[ColumnElement[bool]] = [false()]
    if reader.students:
        parts += _of_students(reader)
    if reader.colleague:
        parts.append(Share.colleague_id == reader.person_id)
    if reader.every_class:
        parts += [Share.class_id.is_not(None), Share.group_id.is_not(None)]
    elif reader.classes:
        parts += of_classes(reader.classes)
    return or_(*parts)


def _of_students(reader: Reader) -> list[ColumnElement[bool]]:
    classes = select(Enrolment.class_id).where(
        Enrolment.student_id.in_(reader.students), holds_on(Enrolment, reader.today)
    )
    groups = select(GroupMember.group_id).where(
        GroupMember.student_id.in_(reader.students), holds_on(GroupMember, reader.today)
    )
    return [
        Share.student_id.in_(reader.students),
        Share.class_id.in_(classes),
        Share.group_id.in_(groups),
    ]


def of_classes(class_ids: frozenset[int]) -> list[ColumnElement[bool]]:
    """Whether a share is for one of some classes, or for a group of them."""
    groups = select(GroupClass.group_id).where(GroupClass.class_id.in_(class_ids))
    return [Share.class_id.in_(class_ids), Share.group_id.in_(groups)]


def open_item(session: Session, reader: Reader, item_id: int) -> Item | None:
    """An item, if it is shared with the reader now, or is their own: one statement."""
    shared = select(Share.id).where(
        Share.item_id == Item.id, counts(reader.today), is_for(reader), Item.withdrawn_at.is_(None)
    )
    statement = (
        select(Item)
        .join(Folder, Folder.id == Item.folder_id)
        .where(Item.id == item_id, or_(shared.exists(), Folder.owner_id == reader.person_id))
    )
    return session.scalars(statement).first()


@dataclass(frozen=True)
class Shown:
    """An item in a reader's list."""

    id: int
    title: str
    author: str
    since: date
    changed_at: datetime
    subject: str | None
    files: int
    opened: bool


@dataclass(frozen=True)
class Wanted:
    """Which of the items a reader sees."""

    reader: Reader
    subject_id: int | None = None
    word: str = ""
    # Only what the reader has not opened yet.
    unopened: bool = False


def count_shown(session: Session, wanted: Wanted) -> int:
    """How many items a list has."""
    return session.scalar(_shown(select(func.count(Item.id.distinct())), wanted)) or 0


def shown_items(session: Session, wanted: Wanted, offset: int, limit: int) -> list[Shown]:
    """Items a reader sees, the newest first: one statement."""
    columns = select(
        Item.id,
        Item.title,
        Person.surname + " " + Person.given_name,
        func.max(Share.starts_on),
        Item.changed_at,
        func.min(Subject.name),
        _files(),
        _opened(wanted.reader),
    )
    statement = (
        _shown(columns, wanted)
        .group_by(Item.id, Item.title, Item.changed_at, Person.surname, Person.given_name)
        .order_by(func.max(Share.starts_on).desc(), Item.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [Shown(*row) for row in session.execute(statement)]


def subjects_shown(session: Session, reader: Reader) -> Sequence[tuple[int, str]]:
    """The subjects of what a reader sees, by name, to choose one: one statement."""
    columns = select(Subject.id, Subject.name).distinct()
    statement = _shown(columns, Wanted(reader)).where(Subject.id.is_not(None))
    return [(row[0], row[1]) for row in session.execute(statement.order_by(Subject.name))]


def _shown(columns: Select[*tuple[Any, ...]], wanted: Wanted) -> Select[*tuple[Any, ...]]:
    statement = (
        columns.select_from(Share)
        .join(Item, Item.id == Share.item_id)
        .join(Folder, Folder.id == Item.folder_id)
        .join(Person, Person.id == Folder.owner_id)
        .outerjoin(Subject, Subject.id == Share.subject_id)
        .where(counts(wanted.reader.today), is_for(wanted.reader), Item.withdrawn_at.is_(None))
    )
    if wanted.subject_id is not None:
        statement = statement.where(Share.subject_id == wanted.subject_id)
    if wanted.word:
        statement = statement.where(contains(wanted.word))
    if wanted.unopened:
        statement = statement.where(~_opened(wanted.reader))
    return statement


def _files() -> ScalarSelect[int]:
    """How many files an item has, those of today alone."""
    return (
        select(func.count(ItemFile.id))
        .where(
            ItemFile.item_id == Item.id,
            ItemFile.replaced_by_id.is_(None),
            ItemFile.removed_at.is_(None),
        )
        .scalar_subquery()
    )


def _opened(reader: Reader) -> ColumnElement[bool]:
    mine = and_(Receipt.item_id == Item.id, Receipt.person_id == reader.person_id)
    return select(Receipt.id).where(mine).exists()
