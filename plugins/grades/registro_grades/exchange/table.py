"""The register as a table of texts: what is written to a file, and looked for in one.

The first column tells students by number, the second row tells tests by number: a file that
comes back is matched by these, whatever was renamed or put in another order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from registro_grades.labels import KINDS
from registro_grades.marks.entries import standing
from registro_grades.marks.reading import AssessmentRow, Sheet
from registro_grades.marks.roster import Student
from registro_grades.values import Style

STUDENT_CODE, TEST_CODE = "Codice", "Prova n."
FIRST_COLUMN = 2


@dataclass(frozen=True)
class Table:
    """Rows of texts; `head` is how many stand above the others, in a register two."""

    rows: Sequence[Sequence[str]]
    head: int = 2


def register_table(sheet: Sheet, students: Sequence[Student], style: Style) -> Table:
    """A register with one row a student and one column a test."""
    head = [STUDENT_CODE, "Studente", *(_title(each) for each in sheet.assessments)]
    numbers = ["", TEST_CODE, *(str(each.id) for each in sheet.assessments)]
    body = [
        [
            str(student.id),
            student.name,
            *(
                standing(sheet.marks.get((each.id, student.id)), style)[0]
                for each in sheet.assessments
            ),
        ]
        for student in students
    ]
    return Table([head, numbers, *body])


def _title(assessment: AssessmentRow) -> str:
    parts = (assessment.title, str(KINDS[assessment.kind]), f"{assessment.day:%d/%m/%Y}")
    weight = "" if assessment.weight == 100 else f"{assessment.weight}%"
    return " · ".join(part for part in (*parts, weight) if part)
