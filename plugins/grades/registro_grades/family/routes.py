"""Routes of the family's pages of marks."""

from registro_core.api import SchoolContext
from registro_grades.contexts import StudentMarksContext

STUDENT = "/students/{student_id}/marks"

FAMILY_ROUTES = {
    "grades.family": ("/marks/family", SchoolContext),
    "grades.student": (STUDENT, StudentMarksContext),
    "grades.student.seen": (f"{STUDENT}/seen", StudentMarksContext),
    "grades.student.simulator": (f"{STUDENT}/simulator", StudentMarksContext),
}
