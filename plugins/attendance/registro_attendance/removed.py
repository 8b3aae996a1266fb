"""Days on which the school keeps a student from lessons: no absence of the family (B2).

Whoever keeps sanctions is asked (`registro_removals`). Nothing of it is stored here: a sanction
that is lifted takes its days along, and what the rolls of those days said holds again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy.orm import Session

from registro_core.api import Removal, removals

# Always the same question about some students, so that a page asks it once.
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)


class Dated(Protocol):
    """What happened to a student on a day."""

    @property
    def student_id(self) -> int:
        """Whose."""

    @property
    def day(self) -> date:
        """When."""


Event = TypeVar("Event", bound=Dated)


@dataclass(frozen=True)
class Removed:
    """Removals by student."""

    by_student: dict[int, list[Removal]] = field(default_factory=dict)

    def on(self, student_id: int, day: date) -> Removal | None:
        """What keeps a student from lessons on a day; None if nothing does."""
        found = self.by_student.get(student_id, ())
        return next((removal for removal in found if removal.covers(day)), None)

    def others(self, events: Iterable[Event]) -> Iterator[Event]:
        """The events that lie on no such day, and count as any other."""
        return (event for event in events if self.on(event.student_id, event.day) is None)


def removed(session: Session, student_ids: Collection[int]) -> Removed:
    """Ask who keeps sanctions about some students."""
    by_student: dict[int, list[Removal]] = defaultdict(list)
    for removal in removals(session, student_ids, FIRST_DAY, LAST_DAY):
        by_student[removal.student_id].append(removal)
    return Removed(dict(by_student))


def of_family(session: Session, student_ids: Collection[int], events: list[Event]) -> list[Event]:
    """The events that a family answers for. Of no events nobody is asked."""
    return [*removed(session, student_ids).others(events)] if events else []
