"""A class test as the object of a page."""

from registro_core.api import HTTPNotFound, Request, path_id
from registro_grades.contexts import CourseContext
from registro_grades.marks.reading import AssessmentRow, Sheet, marks_of_assessments


class TestContext(CourseContext):
    """An assessment of a course: `assessment`, and its marks in `sheet`."""

    __test__ = False

    def __init__(self, request: Request) -> None:
        """Find the assessment of `{assessment_id}` in its course; HTTPNotFound elsewhere."""
        super().__init__(request)
        number = path_id(request, "assessment_id")
        self.sheet: Sheet = marks_of_assessments(
            request.dbsession, self.course, [number], request.now
        )
        if not self.sheet.assessments:
            raise HTTPNotFound
        self.assessment: AssessmentRow = self.sheet.assessments[0]
