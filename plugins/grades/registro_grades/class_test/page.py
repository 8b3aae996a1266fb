"""The page of one class test: what its forms say, and drawing it as stored or as typed."""

from dataclasses import replace
from datetime import date
from typing import Any

from registro_core.api import Request
from registro_grades.courses.course import Course
from registro_grades.courses.terms import windows_of
from registro_grades.grid.desk import Desk, sit_down
from registro_grades.grid.forms import SaveForm, TestForm
from registro_grades.grid.page import NOTHING_TYPED, Attempt, grid_page
from registro_grades.grid.saving import Wish
from registro_grades.grid.typed import NEW
from registro_grades.marks.assessments import Described
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import AssessmentRow, Sheet
from registro_grades.marks.roster import Student
from registro_grades.models import Kind
from registro_grades.scales.subjects import subject_rules

PUBLISH = "publish"


class TestPage:
    """A class test that is being written; without an assessment, a new one."""

    __test__ = False

    def __init__(
        self, request: Request, course: Course, sheet: Sheet, day: date, kind: Kind | None = None
    ) -> None:
        """`day` and `kind` are what the form begins with where nothing is stored."""
        self.request = request
        self.course = course
        self.occasion = occasion_of(request)
        self.stored = sheet.assessments[0] if sheet.assessments else None
        self.save_form = SaveForm(request)
        self.form = TestForm(request, self._kinds(day), self._said(day, kind))
        self.day: date = self.form.day.data or day
        self.desk = self._desk(sheet)

    def _kinds(self, day: date) -> list[Kind]:
        """The kinds in use for the subject in the term of the day; one that is stored stays."""
        term = windows_of(self.request, self.course).term_of(day)
        rules = subject_rules(self.request.dbsession, [self.course.subject_id])
        kinds = list(rules.of(self.course.subject_id, term).kinds)
        if self.stored is not None and self.stored.kind not in kinds:
            kinds.append(self.stored.kind)
        return kinds

    def _said(self, day: date, kind: Kind | None) -> dict[str, Any]:
        stored = self.stored
        if stored is None:
            return {"day": day, "kind": kind.value if kind else None, "weight": 100}
        return {
            "title": stored.title,
            "day": stored.day,
            "kind": stored.kind.value,
            "weight": stored.weight,
            "version": stored.version,
        }

    def _desk(self, sheet: Sheet) -> Desk:
        year = (self.course.first_day, self.course.last_day)
        row = replace(self.stored, day=self.day) if self.stored else self._fresh()
        return sit_down(
            self.request.dbsession,
            self.occasion,
            self.course,
            replace(sheet, assessments=(row,)),
            year,
            hour_by_hour=True,
        )

    def _fresh(self) -> AssessmentRow:
        """A test that is not stored yet, as a column."""
        return AssessmentRow(
            NEW,
            self.day,
            Kind.WRITTEN,
            100,
            None,
            self.course.share,
            self.course.class_id,
            self.course.key.group_id,
            None,
            None,
            1,
        )

    @property
    def number(self) -> int:
        """The assessment's id; `NEW` before it has one."""
        return self.desk.sheet.assessments[0].id

    @property
    def wish(self) -> Wish:
        """What is asked for when saving."""
        return Wish(
            self.request.POST.get("act") == PUBLISH,
            self.save_form.publishes_on(),
            self.save_form.reason.data,
        )

    def described(self) -> Described:
        """What the form says of the test, once it is valid."""
        return self.form.described()

    def students(self, attempt: Attempt = NOTHING_TYPED) -> list[Student]:
        """Who was in the course that day, and who has or was given something."""
        known = {student for _assessment, student in self.desk.sheet.marks}
        known |= {student for _assessment, student in attempt.typed.touched()}
        everybody = self.desk.students.values()
        return [each for each in everybody if each.here_on(self.day) or each.id in known]

    def values(self, attempt: Attempt = NOTHING_TYPED) -> dict[str, Any]:
        """What the template shows."""
        page = grid_page(self.desk, self.desk.sheet.assessments, self.students(attempt), attempt)
        reason = self.save_form.reason
        return {
            "course": self.course,
            "stored": self.stored,
            "form": self.form,
            "save_form": self.save_form,
            "page": page,
            "column": page.columns[0],
            "conflict": attempt.checked.conflict,
            "asks_reason": bool(reason.errors or reason.data),
            "bottom_bar": False,
        }
