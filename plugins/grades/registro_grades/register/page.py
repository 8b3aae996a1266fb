"""The register as the template draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from registro_core.api import Text
from registro_grades.averages import average, mean
from registro_grades.courses.course import Course
from registro_grades.grid.page import column_average
from registro_grades.labels import KINDS, KINDS_SHORT
from registro_grades.marks.reading import AssessmentRow, Sheet
from registro_grades.marks.roster import Student
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.visibility import MarkState
from registro_grades.values import Style


@dataclass(frozen=True)
class Column:
    """An assessment: its head, and what its marks come to."""

    assessment: AssessmentRow
    kind: Text
    kind_short: Text
    path: str
    average: Fraction | None
    drafts: int
    scheduled: int


@dataclass(frozen=True)
class Cell:
    """A mark, or the place of one."""

    text: str
    css: str
    path: str
    hint: str


@dataclass(frozen=True)
class Row:
    """A student with marks and average; `gone` is who is no longer in the course."""

    number: int
    student: Student
    cells: Sequence[Cell]
    average: Fraction | None
    count: int
    gone: bool


@dataclass(frozen=True)
class RegisterPage:
    """The whole register of a stretch of the year."""

    columns: Sequence[Column]
    rows: Sequence[Row]

    @property
    def average(self) -> Fraction | None:
        """The mean of the students' averages."""
        return mean(row.average for row in self.rows)

    @property
    def insufficient(self) -> int:
        """How many averages are below six."""
        return sum(row.average is not None and row.average < 6 for row in self.rows)


EMPTY = Cell("", "", "", "")


@dataclass(frozen=True)
class Drawing:
    """What cells are drawn with; `words` are comments cut short for the hint."""

    course: Course
    style: Style
    now: datetime


def register_page(
    drawing: Drawing, sheet: Sheet, students: Sequence[Student], here: Mapping[int, bool]
) -> RegisterPage:
    """The register of these students; `here` says who is still in the course."""
    columns = [_column(drawing, sheet, each) for each in sheet.assessments]
    rows = []
    for number, student in enumerate(students, 1):
        marks = [sheet.marks.get((column.assessment.id, student.id)) for column in columns]
        counted = [m.counted for m in marks if m is not None and m.counted is not None]
        rows.append(
            Row(
                number,
                student,
                [_cell(drawing, mark) for mark in marks],
                average(counted),
                sum(each.weight > 0 for each in counted),
                not here[student.id],
            )
        )
    return RegisterPage(columns, rows)


def _column(drawing: Drawing, sheet: Sheet, assessment: AssessmentRow) -> Column:
    marks = sheet.of_assessment(assessment.id)
    states = [mark.state(drawing.now) for mark in marks]
    return Column(
        assessment,
        KINDS[assessment.kind],
        KINDS_SHORT[assessment.kind],
        f"{drawing.course.path}/tests/{assessment.id}",
        column_average(marks),
        states.count(MarkState.DRAFT),
        states.count(MarkState.SCHEDULED),
    )


def _cell(drawing: Drawing, mark: MarkRow | None) -> Cell:
    if mark is None or mark.cancelled_at is not None:
        return EMPTY
    return Cell(
        mark.shown(drawing.style) or "✎",
        css_of(mark, drawing.now),
        f"{drawing.course.path}/marks/{mark.id}",
        mark.comment or mark.code_label or mark.level_name or "",
    )


def css_of(mark: MarkRow, now: datetime) -> str:
    """How a mark looks: insufficient, a code with its tone, not published yet."""
    found = []
    state = mark.state(now)
    if state is not MarkState.PUBLISHED:
        found.append(f"is-{state}")
    if mark.insufficient:
        found.append("is-low")
    if mark.code_tone is not None:
        found.append(f"is-{mark.code_tone}")
    if mark.weight == 0:
        found.append("is-light")
    return " ".join(found)
