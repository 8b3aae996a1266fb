"""A student's notes: what the family reads and confirms, and staff too."""

from typing import Any

from registro_core.api import (
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolYear,
    StudentContext,
    idempotent,
    path_id,
    view_config,
)
from registro_grades import _
from registro_grades.family.tabs import tabs
from registro_grades.notes.permissions import READ_NOTES, SEE_NOTE
from registro_grades.notes.reading import note_on, notes_on
from registro_grades.notes.receipts import see
from registro_grades.procedures.labels import OUTCOMES
from registro_grades.procedures.permissions import READ_PROCEDURES, WRITE_PROCEDURES
from registro_grades.procedures.reading import Wanted, procedures_of

TEMPLATES = "registro_grades:notes/templates/"


@view_config(
    route_name="grades.student.notes",
    permission=READ_NOTES.name,
    request_method="GET",
    renderer=f"{TEMPLATES}student.pt",
)
def student_notes(context: StudentContext, request: Request) -> dict[str, Any]:
    """The year's notes on a student, newest first."""
    session, student = request.dbsession, context.student
    year = session.get_one(SchoolYear, context.school_class.year_id)
    reader = request.identity.person_id if request.identity else 0
    rows = notes_on(session, student.id, reader, year)
    wanted = Wanted(student_id=student.id, year_id=year.id)
    reads = request.allows(READ_PROCEDURES.name)
    procedures = procedures_of(session, wanted, 0, 50) if reads else []
    may_see = request.allows(SEE_NOTE.name)
    return {
        "student": student,
        "tabs": tabs(request, context),
        "rows": rows,
        "may_see": may_see,
        "procedures": procedures,
        "outcomes": OUTCOMES,
        "may_open": request.allows(WRITE_PROCEDURES.name),
        "waiting": sum(row.waits for row in rows) if may_see else 0,
    }


@view_config(
    route_name="grades.student.note.seen",
    permission=SEE_NOTE.name,
    request_method="POST",
    decorator=idempotent,
)
def seen(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Confirm that one has read a note; 404 for a note that is not on the student."""
    student_id = context.student.id
    note = note_on(request.dbsession, path_id(request, "note_id"), student_id)
    if note is None:
        raise HTTPNotFound
    see(request.dbsession, note, student_id, request.actor, request.now)
    request.flash(_("Presa visione registrata."))
    return HTTPSeeOther(f"/students/{student_id}/notes")
