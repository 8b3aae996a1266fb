"""The standings of students: everything read at once, then computed exactly."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import accumulate

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance.hours import DayHours, Floor, day_hours
from registro_attendance.models import EventKind
from registro_attendance.removed import Removed, removed
from registro_attendance.settings import FLOOR, SETTINGS, WEEKS
from registro_attendance.statistics.base import (
    WHOLE_YEAR,
    FixedLimit,
    YearlyHours,
    yearly_hours,
)
from registro_attendance.statistics.calendar import Held, held_hours
from registro_attendance.statistics.projection import Future, day_of_limit
from registro_attendance.statistics.reading import (
    NO_RECORD,
    Record,
    Stay,
    excused_days,
    fixed_limits,
    previous_hours,
    records,
    stays,
)
from registro_attendance.statistics.standing import Standing
from registro_core.api import ReligionChoice, School, SchoolSettings, SchoolYear, each_day


def settings_of(session: Session) -> SchoolSettings:
    """The school's choices about attendance, for rules that run without a request."""
    stored = session.scalar(select(School.settings).limit(1)) or {}
    return SchoolSettings({setting.name: setting for setting in SETTINGS}, stored)


@dataclass(frozen=True)
class Rule:
    """The 25 % rule as a school applies it in a year."""

    year: SchoolYear
    weeks: int
    floor: Floor


def rule_of(year: SchoolYear, settings: SchoolSettings) -> Rule:
    """The rule in force for a year."""
    return Rule(year, settings.integer(WEEKS.name), Floor(settings.text(FLOOR.name)))


def standings(
    session: Session, student_ids: Collection[int], rule: Rule, until: date
) -> dict[int, Standing]:
    """The standings of students until a day: about ten statements, however many they are."""
    year = rule.year
    last = min(max(until, year.starts_on), year.ends_on)
    there = stays(session, student_ids, year.id)
    class_ids = sorted({stay.class_id for mine in there.values() for stay in mine})
    book = Book(
        rule,
        last,
        held_hours(session, class_ids, year.starts_on, last),
        records(session, student_ids, year.starts_on, last),
        previous_hours(session, student_ids, year.id),
        excused_days(session, student_ids, year.starts_on, last),
        fixed_limits(session, class_ids),
        removed(session, student_ids),
    )
    return {student: book.standing(mine) for student, mine in there.items()}


class ClassDays:
    """The hours of a class, day by day, for who was present: the same for all its students."""

    def __init__(self, days: list[date], hours: list[DayHours]) -> None:
        """Add up once, so that any stay is a difference of two sums."""
        self._days = days
        self._hours = dict(zip(days, hours, strict=True))
        self._sums = list(accumulate(hours, initial=DayHours()))

    def on(self, day: date) -> DayHours:
        """The hours of a day; none if it was no school day."""
        return self._hours.get(day, DayHours())

    def between(self, first_day: date, last_day: date) -> DayHours:
        """The hours of a period, both ends included."""
        start, end = bisect_left(self._days, first_day), bisect_right(self._days, last_day)
        return self._sums[max(start, end)] - self._sums[start]


class Book:
    """What was read for some students; computes each one's standing."""

    def __init__(
        self,
        rule: Rule,
        last_day: date,
        held: Held,
        records: dict[int, Record],
        previous: dict[int, Fraction],
        excused: dict[int, list[tuple[date, date]]],
        limits: dict[int, FixedLimit],
        gone: Removed,
    ) -> None:
        self.rule = rule
        self.last_day = last_day
        self.held = held
        self.records = records
        self.previous = previous
        self.excused = excused
        self.limits = limits
        self.gone = gone
        self._weekly: dict[int, Fraction] = {}
        self._days: dict[int, list[date]] = {}
        self._future: dict[int, Future] = {}
        self._alike: dict[tuple[tuple[int, bool], ...], DayHours] = {}
        self._totals: dict[tuple[int, object], ClassDays] = {}

    def standing(self, mine: list[Stay]) -> Standing:
        """The standing of a student with these stays, the latest deciding the rule."""
        student_id, latest = mine[-1].student_id, mine[-1]
        record = self.records.get(student_id, NO_RECORD)
        total, missed, excused, kept_out = DayHours(), Fraction(0), Fraction(0), Fraction(0)
        for stay in mine:
            days = self._class_days(stay)
            last = min(stay.ends_on or self.last_day, self.last_day)
            total += days.between(stay.starts_on, last)
            kept_out += self._kept_out(student_id, days, stay.starts_on, last)
            for day, absent in self._missed(stay, record, days):
                missed += absent
                if self._is_excused(student_id, day):
                    excused += absent
        previous = self.previous.get(student_id, Fraction(0))
        yearly = self._yearly(mine, previous)
        return Standing(
            student_id,
            yearly,
            total.held,
            missed,
            previous,
            excused,
            kept_out,
            total.unsigned,
            record.counters,
            self._projection(latest, missed, total.held, previous, yearly),
        )

    def _missed(
        self, stay: Stay, record: Record, days: "ClassDays"
    ) -> Iterable[tuple[date, Fraction]]:
        """The hours missed on each day of a stay on which something happened."""
        for day, stretches in record.stretches.items():
            if not stay.covers(day):
                continue
            if any(each.whole_day and each.kind is EventKind.ABSENT for each in stretches):
                yield day, days.on(day).held
            else:
                lessons = self.held.lessons(stay.class_id, day, stay.religion)
                yield day, day_hours(lessons, stretches, self.rule.floor).absent

    def _kept_out(
        self, student_id: int, days: "ClassDays", first_day: date, last_day: date
    ) -> Fraction:
        """The hours of a stay on days on which the school kept the student from lessons (B2)."""
        spans = self.gone.by_student.get(student_id, ())
        return sum(
            (
                days.between(max(span.first_day, first_day), min(span.last_day, last_day)).held
                for span in spans
                if span.first_day <= last_day and span.last_day >= first_day
            ),
            Fraction(0),
        )

    def _class_days(self, stay: Stay) -> "ClassDays":
        key = (stay.class_id, stay.religion)
        if key not in self._totals:
            days = [day for day in self._school_days(stay.class_id) if day <= self.last_day]
            self._totals[key] = ClassDays(
                days, [self._present(stay.class_id, day, stay.religion) for day in days]
            )
        return self._totals[key]

    def _present(self, class_id: int, day: date, religion: ReligionChoice) -> DayHours:
        """The hours of a day for who was present: most days of a year are alike."""
        lessons = list(self.held.lessons(class_id, day, religion))
        # Slots live as long as the calendar read here, so their identity is enough.
        key = tuple((id(lesson.slot), lesson.signed) for lesson in lessons)
        if key not in self._alike:
            self._alike[key] = day_hours(lessons, (), self.rule.floor)
        return self._alike[key]

    def _school_days(self, class_id: int) -> list[date]:
        if class_id not in self._days:
            year = self.rule.year
            self._days[class_id] = [
                day
                for day in each_day(year.starts_on, year.ends_on)
                if self.held.days.is_school_day(class_id, day)
            ]
        return self._days[class_id]

    def _is_excused(self, student_id: int, day: date) -> bool:
        return any(first <= day <= last for first, last in self.excused.get(student_id, ()))

    def _yearly(self, mine: list[Stay], previous: Fraction) -> YearlyHours:
        stay = mine[-1]
        weekly = stay.weekly_hours
        if weekly is None:
            weekly = self._weekly_units(stay.class_id)
        return yearly_hours(
            weekly,
            self.rule.weeks,
            stay.religion,
            stay.order,
            share=WHOLE_YEAR if previous else self._share(mine),
            fixed=self.limits.get(stay.class_id),
        )

    def _weekly_units(self, class_id: int) -> Fraction:
        if class_id not in self._weekly:
            self._weekly[class_id] = self.held.weekly_units(class_id)
        return self._weekly[class_id]

    def _share(self, mine: list[Stay]) -> Fraction:
        """The part of the year's school days since the student came to the school (A4)."""
        days = self._school_days(mine[-1].class_id)
        came = mine[0].starts_on
        if not days or came <= days[0]:
            return WHOLE_YEAR
        return Fraction(sum(day >= came for day in days), len(days))

    def _projection(
        self,
        stay: Stay,
        missed: Fraction,
        held: Fraction,
        previous: Fraction,
        yearly: YearlyHours,
    ) -> date | None:
        if yearly.limit is None:
            return None
        if stay.class_id not in self._future:
            self._future[stay.class_id] = Future(
                self.held.future(stay.class_id, self.last_day, self.rule.year.ends_on)
            )
        future = self._future[stay.class_id]
        return day_of_limit(missed + previous, missed, held, yearly.limit, future)
