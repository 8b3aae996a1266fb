"""Materials in the agenda: on the day from which they are shared, once it has come."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import CalendarEntry, CalendarOf, Group, SchoolClass, Subject, today_of
from registro_materials import _
from registro_materials.models import Folder, Item, Share
from registro_materials.services.visible import Reader, is_for, of_classes

COLUMNS = (
    Item.id,
    Item.title,
    Item.version,
    Share.starts_on,
    func.min(Subject.name).label("subject"),
    func.min(func.coalesce(SchoolClass.name, Group.name)).label("place"),
)


def calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """What begins to be shared from a day to a day: one statement.

    What is still to come is in its teacher's calendar alone: nobody else may know of it.
    """
    today = today_of(session)
    own = calendar.teacher_id is not None
    statement = (
        select(*COLUMNS)
        .join(Share, Share.item_id == Item.id)
        .join(Folder, Folder.id == Item.folder_id)
        .outerjoin(Subject, Subject.id == Share.subject_id)
        .outerjoin(SchoolClass, SchoolClass.id == Share.class_id)
        .outerjoin(Group, Group.id == Share.group_id)
        .where(
            _of(calendar, today),
            Share.starts_on.between(first_day, last_day if own else min(last_day, today)),
            Share.ended_at.is_(None),
            Item.withdrawn_at.is_(None),
        )
        .group_by(Item.id, Item.title, Item.version, Share.starts_on)
        .order_by(Share.starts_on, Item.id)
    )
    return [_entry(row, calendar) for row in session.execute(statement)]


def _of(calendar: CalendarOf, today: date) -> ColumnElement[bool]:
    """Whether a share belongs into a calendar."""
    if calendar.student_id is not None:
        reader = Reader(calendar.student_id, today, frozenset({calendar.student_id}))
        # The council opens this calendar too: what is for the student alone is not its affair.
        whole = Share.student_id.is_(None)
        return is_for(reader) & whole & (Share.ends_on.is_(None) | (Share.ends_on >= today))
    if calendar.class_id is not None:
        return or_(*of_classes(frozenset({calendar.class_id})))
    return Folder.owner_id == calendar.teacher_id


def _entry(row: Any, calendar: CalendarOf) -> CalendarEntry:
    title = _("Materiale: ${title}", mapping={"title": row.title})
    return CalendarEntry(
        key=f"materials:{row.id}:{row.starts_on}",
        day=row.starts_on,
        title=title,
        link=f"/materials/items/{row.id}",
        place=(row.place or "") if calendar.teacher_id is not None else "",
        detail=row.subject or "",
        revision=row.version,
    )
