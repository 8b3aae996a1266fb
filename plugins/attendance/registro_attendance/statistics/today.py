"""A day of many classes at once: which rolls were called, how many are away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_attendance.day.stretches import DAY_END, stretch_of
from registro_attendance.models import Event, EventKind, Roll
from registro_attendance.school_days import school_days
from registro_core.api import Enrolment, GroupClass, SchoolClass, Slot, holds_on

# A quarter of a class away is worth the head's look: an outbreak, a strike, a mistake.
PEAK = Fraction(1, 4)


@dataclass(frozen=True)
class ClassDay:
    """A class on a day. `absent` counts who has not come at all so far, `late` and `left` the others."""

    class_id: int
    name: str
    site_id: int
    slots: tuple[Slot, ...]
    students: int
    called: frozenset[int]
    absent: int = 0
    late: int = 0
    left: int = 0

    @property
    def peak(self) -> bool:
        """Whether unusually many are absent."""
        return self.students > 0 and Fraction(self.absent, self.students) >= PEAK

    def slot_at(self, at: time) -> Slot:
        """The hour it is, or the next one; before and after school the first."""
        return next((slot for slot in self.slots if at < slot.ends_at), self.slots[0])

    def overdue(self, at: time, due: time) -> bool:
        """Whether the first roll is missing after the time by which it is expected."""
        return not self.called and at >= max(due, self.slots[0].starts_at)


def class_days(
    session: Session, year_id: int, day: date, class_ids: Collection[int] | None = None
) -> list[ClassDay]:
    """The classes of a year that have school on a day (`class_ids`: only these), by name.

    Six statements and one for each site, however many classes there are.
    """
    statement = select(SchoolClass.id, SchoolClass.name, SchoolClass.site_id).where(
        SchoolClass.year_id == year_id
    )
    if class_ids is not None:
        statement = statement.where(SchoolClass.id.in_(class_ids))
    classes = session.execute(statement.order_by(SchoolClass.name)).all()
    ids = [row.id for row in classes]
    calendar = school_days(session, ids)
    students = _students(session, ids, day)
    called = _called(session, day)
    away = _away(session, ids, day)
    return [
        ClassDay(
            row.id,
            row.name,
            row.site_id,
            calendar.schedules[row.site_id].on(day),
            students.get(row.id, 0),
            called.get(row.id, frozenset()),
            **away.get(row.id, {}),
        )
        for row in classes
        if calendar.is_school_day(row.id, day)
    ]


def _students(session: Session, class_ids: Collection[int], day: date) -> dict[int, int]:
    rows = session.execute(
        select(Enrolment.class_id, func.count())
        .where(
            Enrolment.class_id.in_(class_ids),
            holds_on(Enrolment, day),
        )
        .group_by(Enrolment.class_id)
    )
    return dict(rows.all())


def _called(session: Session, day: date) -> dict[int, frozenset[int]]:
    """The hours whose roll was called, by class; a group's roll counts for each of its classes."""
    rows = session.execute(
        select(Roll.class_id, Roll.slot, GroupClass.class_id)
        .outerjoin(GroupClass, GroupClass.group_id == Roll.group_id)
        .where(Roll.day == day)
    )
    found: dict[int, set[int]] = {}
    for own, slot, of_group in rows:
        found.setdefault(of_group or own, set()).add(slot)
    return {class_id: frozenset(slots) for class_id, slots in found.items()}


def _away(session: Session, class_ids: Collection[int], day: date) -> dict[int, dict[str, int]]:
    rows = session.execute(
        select(Event.class_id, Event.kind, Event.starts_at, Event.ends_at).where(
            Event.day == day, Event.class_id.in_(class_ids), Event.cancelled_at.is_(None)
        )
    )
    found: dict[int, dict[str, int]] = {}
    for class_id, kind, starts_at, ends_at in rows:
        if kind is EventKind.OUTSIDE:
            continue
        stretch = stretch_of(kind, starts_at, ends_at)
        late = kind is EventKind.LATE
        name = "absent" if stretch.whole_day else "late" if late else "left"
        if name == "left" and stretch.end < DAY_END:
            continue
        counts = found.setdefault(class_id, {})
        counts[name] = counts.get(name, 0) + 1
    return found
