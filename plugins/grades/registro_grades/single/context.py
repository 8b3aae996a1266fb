"""A mark as the object of a page."""

from sqlalchemy import select

from registro_core.api import HTTPNotFound, Request, path_id
from registro_grades.contexts import CourseContext
from registro_grades.marks.reading import AssessmentRow, Sheet, marks_of_assessments
from registro_grades.marks.rows import MarkRow
from registro_grades.marks.visibility import MarkState
from registro_grades.models import Mark
from registro_grades.permissions import WRITE


class MarkContext(CourseContext):
    """A mark of a course: `mark`, its `assessment`, and that assessment's marks in `sheet`."""

    def __init__(self, request: Request) -> None:
        """Find the mark of `{mark_id}` in its course; HTTPNotFound elsewhere.

        A draft, and what was cancelled before anybody saw it, are there for who assesses in
        the subject alone (G9).
        """
        super().__init__(request)
        number = path_id(request, "mark_id")
        own = select(Mark.assessment_id).where(Mark.id == number)
        self.sheet: Sheet = marks_of_assessments(request.dbsession, self.course, own, request.now)
        found = next((m for m in self.sheet.marks.values() if m.id == number), None)
        if found is None or not self._visible(found):
            raise HTTPNotFound
        self.mark: MarkRow = found
        self.assessment: AssessmentRow = self.sheet.assessments[0]

    def _visible(self, mark: MarkRow) -> bool:
        if self.request.allows(WRITE.name, self):
            return True
        unseen = mark.state(self.request.now) is MarkState.CANCELLED and not mark.seen(
            self.request.now
        )
        return mark.publish_at is not None and not unseen
