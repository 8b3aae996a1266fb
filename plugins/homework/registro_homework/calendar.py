"""Homework and tests in the agenda."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from registro_core.api import CalendarEntry, CalendarKind, CalendarOf
from registro_homework import _
from registro_homework.models import Assignment
from registro_homework.reading import Row, of_class, rows, student_rows


def calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """What is due from a day to a day: one statement. What was never told is not cancelled."""
    span = [Assignment.due_on.between(first_day, last_day), _told()]
    if calendar.student_id is not None:
        found = student_rows(session, [calendar.student_id], span)
        base = f"/students/{calendar.student_id}/homework"
        return [_entry(each.row, f"{base}/{each.row.id}", "") for each in found]
    if calendar.class_id is not None:
        mine: Any = of_class(calendar.class_id)
    else:
        mine = Assignment.teacher_id == calendar.teacher_id
    with_class = calendar.class_id is None
    return [
        _entry(
            row,
            f"/classes/{calendar.class_id or row.class_id}/homework/{row.id}",
            row.place if with_class else row.group,
        )
        for row in rows(session, [mine, *span])
    ]


def _told() -> ColumnElement[bool]:
    """SQL: all but what was cancelled before anybody heard of it."""
    return Assignment.cancelled_at.is_(None) | Assignment.told_at.is_not(None)


def _entry(row: Row, link: str, place: str) -> CalendarEntry:
    return CalendarEntry(
        key=f"homework:{row.id}",
        day=row.due_on,
        title=_title(row),
        kind=CalendarKind.TEST if row.kind.is_test else CalendarKind.HOMEWORK,
        link=link,
        place=place,
        detail=row.text,
        cancelled=row.cancelled_at is not None,
        revision=row.version,
    )


def _title(row: Row) -> Any:
    mapping = {"subject": row.subject, "slot": row.slot}
    if row.slot is not None:
        return _("Verifica di ${subject}, ${slot}ª ora", mapping=mapping)
    if row.kind.is_test:
        return _("Verifica di ${subject}", mapping=mapping)
    return _("Compiti di ${subject}", mapping=mapping)
