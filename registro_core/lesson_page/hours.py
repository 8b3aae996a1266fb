"""The strip of a day's hours, above the lesson: what is signed, where one is, where to go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from registro_core.facts import scheduled_lessons
from registro_core.items import ScheduledLesson, Slot

if TYPE_CHECKING:
    from registro_core.request import Request
    from registro_core.security.contexts import LessonContext


@dataclass(frozen=True)
class Hour:
    """An hour of the strip: its slot, the subjects in it, whether it is signed and the one open."""

    slot: Slot
    path: str
    subject: str = ""
    signed: bool = False
    open: bool = False

    @property
    def css(self) -> str:
        """How it looks: the open one above all."""
        return "is-now" if self.open else "is-done" if self.signed else ""


def lesson_path(lesson: "LessonContext", slot: int) -> str:
    """Address of another hour of the same day, of the same class or group."""
    place = f"groups/{lesson.group.id}" if lesson.group else f"classes/{lesson.school_class.id}"
    return f"/{place}/lessons/{lesson.day.isoformat()}/{slot}"


def planned(request: "Request", lesson: "LessonContext") -> dict[int, list[ScheduledLesson]]:
    """What core and plugins know of the class's day, by slot; cancelled lessons are left out."""
    found = scheduled_lessons(request.dbsession, [lesson.school_class.id], lesson.day, lesson.day)
    by_slot: dict[int, list[ScheduledLesson]] = {}
    for item in found:
        if not item.cancelled and _concerns(item, lesson):
            by_slot.setdefault(item.ref.slot, []).append(item)
    return by_slot


def _concerns(item: ScheduledLesson, lesson: "LessonContext") -> bool:
    # A group's page shows its own hours, and those of the whole class.
    return lesson.group is None or item.ref.group_id in {None, lesson.group.id}


def hours_of_day(request: "Request", lesson: "LessonContext") -> list[Hour]:
    """The strip for a lesson."""
    by_slot = planned(request, lesson)
    return [_hour(lesson, slot, by_slot.get(slot.number, [])) for slot in lesson.slots]


def _hour(lesson: "LessonContext", slot: Slot, items: list[ScheduledLesson]) -> Hour:
    names = dict.fromkeys(item.subject_name for item in items if item.subject_name)
    return Hour(
        slot,
        lesson_path(lesson, slot.number),
        subject=" / ".join(names),
        signed=any(item.signed for item in items),
        open=slot == lesson.slot,
    )
