"""Which days of attendance may no longer be changed, and for whom (L7).

Only days that are past. The roll of today is called in a closed term too: it says who is in
the building. How many days back one may write is about what was recorded of a day; whoever
validates decides on words that arrived today, so there only a closed term counts.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false

from registro_attendance.models import Event
from registro_attendance.own_children import kin
from registro_attendance.settings import LOCK_DAYS
from registro_core.api import (
    LessonContext,
    Lock,
    LockRules,
    Request,
    day_unlocked,
    locks_of,
    school_day,
    term_closed,
)


def _rules(request: Request) -> LockRules:
    return LockRules(request.today, request.now, request.school_settings.integer(LOCK_DAYS.name))


def lock_of_lesson(request: Request, lesson: LessonContext) -> Lock | None:
    """Why the roll of an hour may not be changed; None if it may be: no statement."""
    if lesson.day >= request.today:
        return None
    return lesson.lock(_rules(request).lock_days)


def locked_days(request: Request, class_id: int, days: Collection[date]) -> dict[date, Lock]:
    """Those of some days of a class that the person signed in may not change: two statements."""
    past = [day for day in days if day < request.today]
    if not past or request.identity is None:
        return {}
    person_id = request.identity.person_id
    return locks_of(request.dbsession, _rules(request), [class_id], person_id, past)


@dataclass(frozen=True)
class Asker:
    """Who wants to justify, or to decide on it, and when. No unlock frees a family: it is the school's."""

    now: datetime
    person_id: int | None = None
    # On whom they do not decide, whatever their role.
    kin: frozenset[int] = frozenset()

    @classmethod
    def family(cls, now: datetime) -> "Asker":
        """A parent or a student."""
        return cls(now)

    @classmethod
    def school(cls, request: Request) -> "Asker":
        """A teacher, or the head's office."""
        return cls(request.now, request.actor.person_id, kin(request))

    def locked(self) -> ColumnElement[bool]:
        """SQL: whether an event is of a past day in a term closed for its class (L7a), not freed."""
        past = Event.day < school_day(self.now)
        return past & term_closed([Event.class_id], Event.day) & ~self._freed()

    def _freed(self) -> ColumnElement[bool]:
        if self.person_id is None:
            return false()
        return day_unlocked([Event.class_id], self.person_id, Event.day, self.now)
