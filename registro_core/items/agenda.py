"""What stands in a calendar, and whose calendar it is."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from registro_core.items.text import Text


class CalendarKind(StrEnum):
    """What sort of thing it is: decides icon and colour, and what a feed may leave out."""

    LESSON = "lesson"
    HOMEWORK = "homework"
    TEST = "test"
    ABSENCE = "absence"
    MEETING = "meeting"
    OTHER = "other"


@dataclass(frozen=True)
class CalendarOf:
    """Whose calendar is asked for: one of a class, a student, a teacher."""

    class_id: int | None = None
    student_id: int | None = None
    teacher_id: int | None = None


@dataclass(frozen=True)
class CalendarEntry:
    """Something on a day, or at hours of it on the school's wall.

    `key` names the thing for ever, such as "homework:12": a calendar program knows by it what has
    changed. `link` is a page that whose calendar it is may open. `revision` grows with each change.
    """

    key: str
    day: date
    title: Text
    kind: CalendarKind = CalendarKind.OTHER
    starts_at: time | None = None
    ends_at: time | None = None
    link: str = ""
    # Class or group, where it is not plain.
    place: str = ""
    detail: str = ""
    cancelled: bool = False
    revision: int = 0

    @property
    def all_day(self) -> bool:
        """Whether it has no hours."""
        return self.starts_at is None
