"""The events of a student as lines to read, with their hours."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.models import Event, EventKind, EventSource
from registro_attendance.removed import of_family
from registro_core.api import Text


@dataclass(frozen=True)
class Line:
    """An event as stored, to be read by people."""

    id: int
    student_id: int
    day: date
    kind: EventKind
    starts_at: time | None
    ends_at: time | None
    short_late: bool
    source: EventSource
    note: str | None
    recorded_at: datetime

    @property
    def letter(self) -> str:
        """The letter of the roll."""
        return {"absent": "A", "late": "R", "exit": "U", "outside": "F"}[self.kind]

    @property
    def words(self) -> Text:
        """What happened, with its times."""
        start = f"{self.starts_at:%H:%M}".lstrip("0") if self.starts_at else ""
        end = f"{self.ends_at:%H:%M}".lstrip("0") if self.ends_at else ""
        times = {"start": start, "end": end}
        return _sentence(self, times)


def _sentence(line: Line, times: dict[str, str]) -> Text:
    start, end = times["start"], times["end"]
    if line.kind is EventKind.OUTSIDE:
        return _("Attività fuori dalla classe")
    if line.kind is EventKind.EXIT:
        if end:
            return _("Uscita alle ${start}, rientro alle ${end}", mapping=times)
        return _("Uscita alle ${start}", mapping=times)
    if line.short_late:
        return _("Ritardo breve: entrata alle ${end}", mapping=times)
    if not start and end:
        return _("Ritardo: entrata alle ${end}", mapping=times)
    if start and end:
        return _("Assenza dalle ${start} alle ${end}", mapping=times)
    return _("Assenza dalle ${start}", mapping=times) if start else _("Assenza")


def lines_of(
    session: Session,
    student_ids: Collection[int],
    first_day: date,
    last_day: date,
    *,
    newest_first: bool = True,
) -> list[Line]:
    """The events of students in a period: one statement.

    Days on which the school kept a student from lessons have none (B2).
    """
    order = Event.day.desc() if newest_first else Event.day
    rows = session.execute(
        select(
            Event.id,
            Event.student_id,
            Event.day,
            Event.kind,
            Event.starts_at,
            Event.ends_at,
            Event.short_late,
            Event.source,
            Event.note,
            Event.recorded_at,
        )
        .where(
            Event.student_id.in_(student_ids),
            Event.day.between(first_day, last_day),
            Event.cancelled_at.is_(None),
        )
        .order_by(order, Event.starts_at.is_not(None), Event.starts_at, Event.id)
    )
    return of_family(session, student_ids, [Line(**row) for row in rows.mappings()])
