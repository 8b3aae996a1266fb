"""What both parts of attendance read of a lesson, once for both."""

from functools import cached_property

from registro_attendance.day.stretches import Stretch
from registro_attendance.justifications.events import SignedEvents, signed_events
from registro_attendance.justifications.items import Item
from registro_attendance.justifications.policy import policy_of
from registro_attendance.justifications.reading import unsettled_items
from registro_attendance.justifications.states import State
from registro_attendance.locks import Asker
from registro_attendance.roll.expected import Expected, expected
from registro_attendance.roll.hour import Hour, Place, read_hour
from registro_attendance.school_days import SchoolDays, calendar_of, school_days
from registro_core.api import LessonContext, Request


class LessonReading:
    """A lesson as the database has it; nothing is read before it is asked for."""

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        self.request = request
        self.lesson = lesson

    @cached_property
    def expected(self) -> Expected:
        """Whose roll it is."""
        return expected(self.request, self.lesson)

    @cached_property
    def hour(self) -> Hour:
        """The hour as stored, for all students of the lesson."""
        lesson = self.lesson
        group_id = lesson.group.id if lesson.group else None
        place = Place(
            lesson.school_class.id, group_id, lesson.day, lesson.slot, tuple(lesson.slots)
        )
        book = self._events.book if self._only_shown else None
        return read_hour(self.request.dbsession, place, self._students, book)

    @cached_property
    def unsettled(self) -> list[Item]:
        """What is to justify or to validate of the students of the lesson."""
        certificate_days = policy_of(self.request.school_settings).certificate_days
        return unsettled_items(self._events, certificate_days, self._calendar)

    @property
    def _only_shown(self) -> bool:
        # Who only looks needs the day and what is open: one statement for both. Who saves
        # has the day read by itself, once the class is locked, and often nothing more.
        return bool(self.request.method == "GET")

    @property
    def _students(self) -> list[int]:
        return [row.student_id for row in self.lesson.roster]

    @cached_property
    def _events(self) -> SignedEvents:
        since = self.lesson.year.starts_on
        return signed_events(
            self.request.dbsession,
            self._students,
            since,
            Asker.school(self.request),
            state=State.JUSTIFIED_BY_FAMILY,
            day=self.lesson.day,
        )

    @cached_property
    def _calendar(self) -> SchoolDays:
        session, lesson = self.request.dbsession, self.lesson
        if lesson.group is None:
            return calendar_of(session, lesson.school_class, lesson.year)
        return school_days(session, {lesson.school_class.id, *self.hour.classes.values()})

    @property
    def absent(self) -> frozenset[int]:
        """Who is away for the whole of the day, as far as the roll says (E3, J3)."""
        return frozenset(
            row.student_id
            for row in self.lesson.roster
            if any(map(_whole_day, self.hour.stretches(row.student_id)))
        )


def _whole_day(stretch: Stretch) -> bool:
    return stretch.whole_day and stretch.kind == "absent"
