"""What the roll of an hour starts from: who is expected, what is known of them, which rolls were called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.day.states import RowState, Window, state_in, window_of
from registro_attendance.day.stretches import Stretch, minutes_of
from registro_attendance.events.reading import DayBook, RollCalled, day_book, rolls_called
from registro_core.api import Enrolment, GroupMember, Slot, holds_on


@dataclass(frozen=True)
class Place:
    """The class or group whose roll is called, on a day, in an hour of that day."""

    class_id: int
    group_id: int | None
    day: date
    slot: Slot
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Hour:
    """An hour as it stands in the database, for the students of a roll."""

    place: Place
    book: DayBook
    rolls: tuple[RollCalled, ...]
    # Students by group, for the groups whose roll was called that day.
    members: dict[int, frozenset[int]]
    # The class of each student on that day: a group mixes several (A9).
    classes: dict[int, int]

    def stretches(self, student_id: int) -> Iterable[Stretch]:
        """The stretches of a student's day."""
        return self.book.stretches(student_id)

    def state(self, student_id: int) -> RowState:
        """A student in this hour, inherited from earlier ones unless somebody said otherwise."""
        slot = self.place.slot
        return state_in(
            minutes_of(slot.starts_at), minutes_of(slot.ends_at), self.stretches(student_id)
        )

    @property
    def called(self) -> RollCalled | None:
        """The roll of this very hour, if it was called."""
        own = (self.place.group_id, self.place.slot.number)
        return next((roll for roll in self.rolls if (roll.group_id, roll.slot) == own), None)

    @property
    def first_of_day(self) -> bool:
        """Whether no other roll was called that day."""
        return all(roll is self.called for roll in self.rolls)

    def window(self, student_id: int) -> Window:
        """How long this hour's roll speaks for a student."""
        starts = {slot.number: minutes_of(slot.starts_at) for slot in self.place.slots}
        called = [
            starts[roll.slot]
            for roll in self.rolls
            if roll.slot in starts and self._called(roll, student_id)
        ]
        spans = [(minutes_of(s.starts_at), minutes_of(s.ends_at)) for s in self.place.slots]
        slot = self.place.slot
        return window_of(spans, (minutes_of(slot.starts_at), minutes_of(slot.ends_at)), called)

    def _called(self, roll: RollCalled, student_id: int) -> bool:
        if roll.group_id is None:
            return roll.class_id == self.classes.get(student_id)
        return student_id in self.members.get(roll.group_id, ())


def read_hour(
    session: Session, place: Place, student_ids: Iterable[int], book: DayBook | None = None
) -> Hour:
    """Read an hour: two statements, and one or two more where groups are called.

    :param book: the events of the day, if they are at hand: one statement less.
    """
    students = list(student_ids)
    classes = (
        classes_on(session, students, place.day)
        if place.group_id
        else dict.fromkeys(students, place.class_id)
    )
    rolls = rolls_called(session, {place.class_id, *classes.values()}, place.day)
    groups = {roll.group_id for roll in rolls if roll.group_id is not None}
    members = _members(session, groups, place.day) if groups else {}
    book = book or day_book(session, students, place.day)
    return Hour(place, book, tuple(rolls), members, classes)


def _members(session: Session, groups: Iterable[int], day: date) -> dict[int, frozenset[int]]:
    rows = session.execute(
        select(GroupMember.group_id, GroupMember.student_id).where(
            GroupMember.group_id.in_(groups),
            holds_on(GroupMember, day),
        )
    )
    found: dict[int, set[int]] = {}
    for group_id, student_id in rows:
        found.setdefault(group_id, set()).add(student_id)
    return {group_id: frozenset(students) for group_id, students in found.items()}


def classes_on(session: Session, student_ids: Iterable[int], day: date) -> dict[int, int]:
    """The class of each student on a day (A9): a group mixes several. One statement."""
    rows = session.execute(
        select(Enrolment.student_id, Enrolment.class_id).where(
            Enrolment.student_id.in_(student_ids),
            holds_on(Enrolment, day),
        )
    )
    return dict(rows.all())
