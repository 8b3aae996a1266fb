"""Whether marks of a day may be written: the calendar, the right, the locks (A9, G6, L7)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from registro_core.api import Text
from registro_grades import _
from registro_grades.courses.course import Course
from registro_grades.marks.occasion import Occasion


@dataclass(frozen=True)
class Rules:
    """What decides over a course for who writes: `locked` says why days are read-only (L7)."""

    course: Course
    occasion: Occasion
    locked: Mapping[date, Text] = field(default_factory=dict)

    def refusal(self, day: date) -> Text | None:
        """Why marks of a day may not be written; None if they may."""
        if day > self.occasion.today:
            return _("Non si possono mettere voti in un giorno futuro.")
        if not self.course.first_day <= day <= self.course.last_day:
            return _("Questo giorno non è nell’anno scolastico della classe.")
        teacher_id = self.occasion.actor.person_id
        if teacher_id is None or not self.course.may_assess(teacher_id, day):
            return _("In questo giorno non insegnavi questa materia nella classe.")
        return self.locked.get(day)
