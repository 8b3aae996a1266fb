"""Saving a grid: lock, check everything, then store everything or nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from registro_core.api import Conflict
from registro_grades.courses.course import Course
from registro_grades.grid.checking import Checked
from registro_grades.grid.desk import Desk, sit_down
from registro_grades.marks.assessments import lock_assessments
from registro_grades.marks.occasion import Occasion
from registro_grades.marks.reading import marks_of_assessments
from registro_grades.marks.storing import store
from registro_grades.marks.writing import Plan


@dataclass(frozen=True)
class Wish:
    """What a teacher asks for when saving: publish or not, when, and why what families saw changes."""

    publish: bool = False
    chosen: datetime | None = None
    reason: str | None = None

    def plan(self, occasion: Occasion) -> Plan:
        """The plan by which cells are stored."""
        publish_at = occasion.publishes_at(self.chosen) if self.publish else None
        return Plan(occasion, publish_at, self.reason)


def desk_for_saving(
    session: Session,
    occasion: Occasion,
    course: Course,
    ids: Collection[int],
    window: tuple[date, date],
) -> Desk:
    """Take hold of assessments and read all that saving needs.

    Raise `Conflict` if one is no longer there: somebody cancelled it meanwhile.
    """
    locked = lock_assessments(session, course, ids)
    if len(locked) != len(set(ids)):
        raise Conflict("an assessment of the form is no longer there")
    sheet = marks_of_assessments(session, course, ids, occasion.now)
    return sit_down(session, occasion, course, sheet, window, hour_by_hour=True)


def needs_reason(checked: Checked, occasion: Occasion) -> bool:
    """Whether a cell changes what a family has seen (G9)."""
    return any(entry.needs_reason(occasion.now) for entry in checked.entries)


def save(desk: Desk, checked: Checked, wish: Wish) -> int:
    """Store what was checked; return how many marks changed.

    Publishing takes along the drafts of the tests that were written in, so that a test
    becomes visible as a whole; where nothing was written, those of all that is shown. Those of
    locked days stay drafts (L7).
    """
    touched = {entry.assessment_id for entry in checked.entries} or {
        number for number, day in desk.days.items() if day not in desk.rules.locked
    }
    drafts = [mark for mark in desk.sheet.marks.values() if mark.assessment_id in touched]
    return store(desk.session, desk.course, wish.plan(desk.occasion), checked.entries, drafts)
