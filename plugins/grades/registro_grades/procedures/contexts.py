"""A procedure as the object of a page, found through the student it is about."""

from registro_core.api import HTTPNotFound, Request, StudentContext, path_id
from registro_grades.models import Procedure


class ProcedureContext(StudentContext):
    """A procedure about a student: `procedure`."""

    def __init__(self, request: Request) -> None:
        """Find the procedure of `{procedure_id}` about the student; else HTTPNotFound."""
        super().__init__(request)
        found = request.dbsession.get(Procedure, path_id(request, "procedure_id"))
        if found is None or found.student_id != self.student.id:
            raise HTTPNotFound
        self.procedure = found
