"""Sharing: adding, ending, and telling those it is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from registro_core.api import (
    Actor,
    Change,
    Group,
    Person,
    SchoolClass,
    Subject,
    record_changes,
)
from registro_materials.models import Item, Share
from registro_materials.services.targets import Target


@dataclass(frozen=True)
class Span:
    """From which day until which, both included; when people are told."""

    starts_on: date
    ends_on: date | None
    told_at: datetime


@dataclass(frozen=True)
class ShareRow:
    """A share as its owner sees it."""

    id: int
    target: Target
    starts_on: date
    ends_on: date | None
    told_at: datetime


def share(
    session: Session,
    item: Item,
    targets: Iterable[Target],
    span: Span,
    actor: Actor,
    now: datetime,
) -> list[Share]:
    """Share an item; with whom it is shared already in the same days, it stays once."""
    known = {(row.target.value, row.starts_on, row.ends_on) for row in shares_of(session, item.id)}
    rows = [
        Share(
            item_id=item.id,
            class_id=target.class_id,
            group_id=target.group_id,
            student_id=target.student_id,
            colleague_id=target.colleague_id,
            subject_id=target.subject_id,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            told_at=span.told_at,
            shared_at=now,
        )
        for target in targets
        if (target.value, span.starts_on, span.ends_on) not in known
    ]
    session.add_all(rows)
    session.flush()
    record_changes(session, actor, [_change("added", row) for row in rows], now)
    return rows


def end(session: Session, rows: Iterable[Share], actor: Actor, now: datetime) -> None:
    """Take shares back: the item is seen through them no more."""
    rows = [row for row in rows if row.ended_at is None]
    for row in rows:
        row.ended_at = now
    record_changes(session, actor, [_change("ended", row) for row in rows], now)


def shares_of(session: Session, item_id: int) -> list[ShareRow]:
    """The shares of an item that were not taken back, with names: one statement."""
    student, colleague = aliased(Person), aliased(Person)
    rows = session.execute(
        select(
            Share,
            SchoolClass.name,
            Group.name,
            Subject.name,
            student.surname + " " + student.given_name,
            colleague.surname + " " + colleague.given_name,
        )
        .outerjoin(SchoolClass, SchoolClass.id == Share.class_id)
        .outerjoin(Group, Group.id == Share.group_id)
        .outerjoin(Subject, Subject.id == Share.subject_id)
        .outerjoin(student, student.id == Share.student_id)
        .outerjoin(colleague, colleague.id == Share.colleague_id)
        .where(Share.item_id == item_id, Share.ended_at.is_(None))
        .order_by(Share.starts_on, Share.id)
    )
    return [_row(*row) for row in rows]


def _row(
    row: Share,
    class_name: str | None,
    group_name: str | None,
    subject: str | None,
    student: str | None,
    colleague: str | None,
) -> ShareRow:
    place = class_name or group_name or student or colleague or ""
    target = Target(
        f"{place} · {subject}" if subject else place,
        row.class_id,
        row.group_id,
        row.student_id,
        row.colleague_id,
        row.subject_id,
    )
    return ShareRow(row.id, target, row.starts_on, row.ends_on, row.told_at)


def _change(what: str, row: Share) -> Change:
    after = {
        "class": row.class_id,
        "group": row.group_id,
        "colleague": row.colleague_id,
        "from": row.starts_on,
        "until": row.ends_on,
    }
    return Change(
        f"materials.share.{what}",
        "materials_item",
        row.item_id,
        after={name: value for name, value in after.items() if value is not None},
        student_id=row.student_id,
    )
