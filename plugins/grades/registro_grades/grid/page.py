"""A grid as the template draws it: columns, rows, cells, all worked out before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from registro_core.api import Text
from registro_grades.averages import average, mean
from registro_grades.grid.checking import Checked, Problem, ProblemKind
from registro_grades.grid.desk import Desk
from registro_grades.grid.seen import SeenCell, digest, pack
from registro_grades.grid.typed import (
    Key,
    TypedGrid,
    comment_field,
    confirm_field,
    mark_field,
    seen_field,
)
from registro_grades.labels import KINDS, KINDS_SHORT
from registro_grades.marks.entries import standing
from registro_grades.marks.reading import AssessmentRow
from registro_grades.marks.roster import Student
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.visibility import MarkState
from registro_grades.scales.vocabulary import Vocabulary
from registro_grades.values import points

CSS = {
    ProblemKind.WRONG: "is-wrong",
    ProblemKind.CONFLICT: "is-conflict",
    ProblemKind.ABSENT: "is-ask",
}


@dataclass(frozen=True)
class Cell:
    """A cell: names of its inputs, what stands in them, how it looks.

    `open` is False where nothing may be written: the day is locked, the student was not there.
    """

    name: str
    text: str
    css: str
    labels: str
    open: bool
    comment_name: str
    comment: str
    confirm_name: str
    confirmed: bool
    absent: bool
    problem: Problem | None
    mark: MarkRow | None


@dataclass(frozen=True)
class Row:
    """A student with their cells, in the order of the columns, and the average of the window."""

    number: int
    student: Student
    cells: Sequence[Cell]
    average: Fraction | None


@dataclass(frozen=True)
class Column:
    """An assessment: what stands above it, and what its marks come to."""

    assessment: AssessmentRow
    kind: Text
    kind_short: Text
    path: str
    seen_name: str
    seen: str
    refusal: Text | None
    drafts: int
    scheduled: int
    average: Fraction | None


@dataclass(frozen=True)
class GridPage:
    """The whole grid, and its problems in the order of the page."""

    columns: Sequence[Column]
    rows: Sequence[Row]
    problems: Sequence[tuple[str, str, Problem, str]]
    words: Vocabulary

    @property
    def shut(self) -> Text | None:
        """Why nothing can be written anywhere; None if something can, or was and did not pass."""
        refusals = [column.refusal for column in self.columns]
        return refusals[0] if refusals and all(refusals) and not self.problems else None

    @property
    def codes(self) -> str:
        """The codes that may be typed, for the script."""
        return " ".join(code.short for code in self.words.codes)

    @property
    def levels(self) -> str:
        """The judgements that may be typed, for the script."""
        return "|".join(f"{level.short}={level.name}" for level in self.words.levels)

    @property
    def average(self) -> Fraction | None:
        """The average of the class: the mean of the students' averages."""
        return mean(row.average for row in self.rows)


@dataclass(frozen=True)
class Attempt:
    """What was typed and did not pass; nothing on a page that is only opened."""

    typed: TypedGrid
    checked: Checked


NOTHING_TYPED = Attempt(TypedGrid(), Checked())


def column_average(marks: Iterable[MarkRow]) -> Fraction | None:
    """The mean of the marks of an assessment that say a number."""
    counted = (mark.counted for mark in marks)
    return mean(points(each.quarters) for each in counted if each is not None)


def grid_page(
    desk: Desk,
    assessments: Sequence[AssessmentRow],
    students: Sequence[Student],
    attempt: Attempt = NOTHING_TYPED,
) -> GridPage:
    """The page of some assessments, for some students of the course."""
    columns = [_column(desk, each, students) for each in assessments]
    rows = [
        Row(
            number,
            student,
            [_cell(desk, column, student, attempt) for column in columns],
            average(m.counted for m in desk.sheet.of_student(student.id) if m.counted is not None),
        )
        for number, student in enumerate(students, 1)
    ]
    problems = [
        (cell.name, row.student.name, cell.problem, cell.confirm_name)
        for row in rows
        for cell in row.cells
        if cell.problem is not None
    ]
    words = desk.vocabularies.on(min(desk.occasion.today, desk.course.last_day))
    return GridPage(columns, rows, problems, words)


def _column(desk: Desk, assessment: AssessmentRow, students: Sequence[Student]) -> Column:
    marks = desk.sheet.of_assessment(assessment.id)
    states = [mark.state(desk.occasion.now) for mark in marks]
    keys = [(student.id, (assessment.id, student.id)) for student in students]
    return Column(
        assessment=assessment,
        kind=KINDS[assessment.kind],
        kind_short=KINDS_SHORT[assessment.kind],
        path=f"{desk.course.path}/tests/{assessment.id}",
        seen_name=seen_field(assessment.id),
        seen=pack((student, _seen(desk, key)) for student, key in keys),
        refusal=desk.rules.refusal(assessment.day),
        drafts=states.count(MarkState.DRAFT),
        scheduled=states.count(MarkState.SCHEDULED),
        average=column_average(marks),
    )


def _seen(desk: Desk, key: Key) -> SeenCell:
    mark = desk.sheet.marks.get(key)
    text, comment = standing(mark, desk.occasion.style)
    return SeenCell(mark.version if mark else 0, text, digest(comment))


def _cell(desk: Desk, column: Column, student: Student, attempt: Attempt) -> Cell:
    key = (column.assessment.id, student.id)
    mark = desk.sheet.marks.get(key)
    text, comment = standing(mark, desk.occasion.style)
    typed, problem = attempt.typed.cells.get(key), attempt.checked.problems.get(key)
    if typed is not None and typed.touched:
        text = typed.text
        comment = typed.comment if typed.has_comment else comment
    absent = desk.is_absent(student.id, key[0])
    here = student.here_on(column.assessment.day)
    return Cell(
        name=mark_field(*key),
        text=text,
        css=_css(mark, problem, desk, absent=absent, here=here),
        labels=f"s{student.id} a{key[0]}",
        open=problem is not None or (column.refusal is None and here),
        comment_name=comment_field(*key),
        comment=comment or "",
        confirm_name=confirm_field(*key),
        confirmed=typed is not None and typed.confirmed,
        absent=absent,
        problem=problem,
        mark=mark if mark is not None and mark.cancelled_at is None else None,
    )


def _css(
    mark: MarkRow | None, problem: Problem | None, desk: Desk, *, absent: bool, here: bool
) -> str:
    found = [CSS[problem.kind]] if problem is not None else []
    if absent:
        found.append("is-absent")
    if not here:
        found.append("is-out")
    if mark is not None and mark.cancelled_at is None:
        state = mark.state(desk.occasion.now)
        if state is not MarkState.PUBLISHED:
            found.append(f"is-{state}")
        if mark.insufficient:
            found.append("is-low")
    return " ".join(found)
