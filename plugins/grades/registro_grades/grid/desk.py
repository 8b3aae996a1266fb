"""All that a grid needs to know of a course: read once, whatever is shown or saved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Person
from registro_grades.courses.course import Course
from registro_grades.grid.checking import Checked, Checker, ProblemKind
from registro_grades.grid.typed import TypedGrid
from registro_grades.marks.absent import away_all_day, away_from_subject
from registro_grades.marks.locks import locked_days
from registro_grades.marks.occasion import Occasion
from registro_grades.marks.reading import Sheet
from registro_grades.marks.roster import Student, students_of
from registro_grades.marks.rules import Rules
from registro_grades.scales.reading import vocabularies
from registro_grades.scales.vocabulary import Vocabularies


@dataclass(frozen=True)
class Desk:
    """A course as a teacher sits down to mark it."""

    session: Session
    occasion: Occasion
    course: Course
    sheet: Sheet
    students: Mapping[int, Student]
    vocabularies: Vocabularies
    rules: Rules
    # Days by assessment; a test that is not stored yet has number 0.
    days: Mapping[int, date]
    absent: Collection[tuple[int, date]]

    @property
    def checker(self) -> Checker:
        """What checks a form against this desk."""
        return Checker(
            self.rules,
            self.vocabularies,
            self.students,
            self.days,
            self.sheet.marks,
            self.absent,
        )

    def check(self, typed: TypedGrid) -> Checked:
        """Compare a form with what is stored; who wrote meanwhile is named."""
        checked = self.checker.check(typed)
        if not checked.conflict:
            return checked
        others = {
            mark.entered_by
            for key, problem in checked.problems.items()
            if problem.kind is ProblemKind.CONFLICT
            and (mark := self.sheet.marks.get(key)) is not None
        }
        return replace(self.checker, people=self._names(others)).check(typed)

    def _names(self, people: Collection[int | None]) -> dict[int, str]:
        statement = select(Person.id, Person.given_name, Person.surname).where(
            Person.id.in_(people)
        )
        return {
            row.id: f"{row.given_name} {row.surname}" for row in self.session.execute(statement)
        }

    def is_absent(self, student_id: int, assessment_id: int) -> bool:
        """Whether a student was absent at an assessment (G7)."""
        return (student_id, self.days[assessment_id]) in self.absent


def sit_down(
    session: Session,
    occasion: Occasion,
    course: Course,
    sheet: Sheet,
    window: tuple[date, date],
    new_day: date | None = None,
    *,
    hour_by_hour: bool = False,
) -> Desk:
    """Read all that a grid needs: a constant number of statements.

    `window` are the days between which students are looked for; `new_day` that of a test which
    is not stored yet. With `hour_by_hour` who missed only the hours of the subject is found too.
    """
    days = {each.id: each.day for each in sheet.assessments}
    if new_day is not None:
        days[0] = new_day
    students = {each.id: each for each in students_of(session, course, *window)}
    first, last = min([window[0], *days.values()]), max([window[1], *days.values()])
    words = vocabularies(session, course, first, last)
    wanted = set(days.values())
    absent = (
        away_from_subject(session, course, students, wanted)
        if hour_by_hour
        else away_all_day(session, students, wanted)
    )
    return Desk(
        session,
        occasion,
        course,
        sheet,
        students,
        replace(words, style=occasion.style),
        Rules(course, occasion, locked_days(session, course, occasion, wanted)),
        days,
        absent,
    )
