"""Which hours were held: the timetable where there is one, else the bell schedule (A7)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from registro_attendance.hours import Lesson
from registro_attendance.school_days import SchoolDays, school_days
from registro_core.api import ReligionChoice, ScheduledLesson, Slot, each_day, scheduled_lessons


@dataclass
class SlotFacts:
    """What is known of an hour of a class."""

    planned: bool = False
    held: bool = False
    signed: bool = False
    # The shares of the class that had lesson, in the hour of religion (L4); empty: everybody.
    religion: set[ReligionChoice] = field(default_factory=set)

    def add(self, lesson: ScheduledLesson) -> None:
        """Take in one lesson of the hour: groups and shares bring several."""
        self.planned |= lesson.planned
        self.held |= not lesson.cancelled
        self.signed |= lesson.signed
        self.religion |= lesson.religion

    def is_for(self, religion: ReligionChoice) -> bool:
        """Whether a student with this choice had lesson."""
        return not self.religion or religion in self.religion


Day = dict[int, SlotFacts]


@dataclass(frozen=True)
class Held:
    """The hours of some classes in a period."""

    days: SchoolDays
    first_day: date
    last_day: date
    facts: dict[int, dict[date, Day]]
    # The first day from which a class has a timetable.
    timetable_from: dict[int, date]

    def slots(self, class_id: int, day: date) -> tuple[Slot, ...]:
        """The bell's hours of a class on a day; none on a holiday."""
        if not self.days.is_school_day(class_id, day):
            return ()
        return self.days.schedules[self.days.classes[class_id].site_id].on(day)

    def lessons(self, class_id: int, day: date, religion: ReligionChoice) -> Iterator[Lesson]:
        """The hours held on a day for a student of the class with this choice of religion."""
        facts = self.facts.get(class_id, {}).get(day, {})
        ruled = class_id in self.timetable_from and day >= self.timetable_from[class_id]
        for slot in self.slots(class_id, day):
            known = facts.get(slot.number)
            if known is None:
                if not ruled:
                    yield Lesson(slot, signed=False)
            elif known.held and known.is_for(religion):
                yield Lesson(slot, signed=known.signed)

    def weekly_units(self, class_id: int) -> Fraction:
        """The units of a class's week: its latest planned hours, else the bell's (A1)."""
        return sum(self._week(class_id).values(), Fraction(0))

    def _week(self, class_id: int) -> dict[int, Fraction]:
        """The units of each weekday, from the latest one that had lessons."""
        week: dict[int, Fraction] = {}
        for back in range((self.last_day - self.first_day).days + 1):
            day = self.last_day - timedelta(days=back)
            if day.isoweekday() not in week and (units := self._units(class_id, day)):
                week[day.isoweekday()] = units
        return week

    def _units(self, class_id: int, day: date) -> Fraction:
        planned = self.facts.get(class_id, {}).get(day, {})
        ruled = class_id in self.timetable_from
        return _sum(s for s in self.slots(class_id, day) if not ruled or s.number in planned)

    def future(self, class_id: int, after: date, until: date) -> list[tuple[date, Fraction]]:
        """The school days after a day, with the units that their weekday has had."""
        week = self._week(class_id)
        return [
            (day, week.get(day.isoweekday(), _sum(slots)))
            for day in each_day(after, until)
            if day > after and (slots := self.slots(class_id, day))
        ]


def _sum(slots: Iterable[Slot]) -> Fraction:
    return sum((slot.units for slot in slots), Fraction(0))


def held_hours(
    session: Session, class_ids: Collection[int], first_day: date, last_day: date
) -> Held:
    """Read the hours of classes in a period: their calendar, and what plugins know of lessons."""
    facts: dict[int, dict[date, Day]] = defaultdict(dict)
    starts: dict[int, date] = {}
    for lesson in scheduled_lessons(session, class_ids, first_day, last_day):
        ref = lesson.ref
        if ref.class_id is None:
            continue
        day = facts[ref.class_id].setdefault(ref.day, {})
        day.setdefault(ref.slot, SlotFacts()).add(lesson)
        if lesson.planned:
            starts[ref.class_id] = min(starts.get(ref.class_id, ref.day), ref.day)
    return Held(school_days(session, class_ids), first_day, last_day, dict(facts), starts)
