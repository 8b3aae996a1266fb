"""The list of notes: a teacher's own, the whole school's for head and office."""

from typing import Any

from registro_core.api import Request, page_of, view_config, whole_number, year_of
from registro_grades.notes.permissions import ALL_NOTES, LIST_NOTES, MEASURE, WRITE_NOTES
from registro_grades.notes.reading import Wanted, classes_of_year, count_notes, notes_of


@view_config(
    route_name="grades.notes",
    permission=LIST_NOTES.name,
    request_method="GET",
    renderer="registro_grades:notes/templates/list.pt",
)
def notes(request: Request) -> dict[str, Any]:
    """The notes of the year, newest first; head and office filter them by class."""
    session, everybody = request.dbsession, request.allows(ALL_NOTES.name)
    year = year_of(session, request.today)
    year_id = year.id if year else 0
    author_id = request.identity.person_id if request.identity and not everybody else None
    class_id = whole_number(request.GET.get("class", "")) if everybody else None
    undecided = everybody and request.GET.get("undecided") == "1"
    wanted = Wanted(None, class_id, author_id, year_id, undecided=undecided)
    page = page_of(request, count_notes(session, wanted))
    return {
        "rows": notes_of(session, wanted, page.offset, page.size),
        "page": page,
        "everybody": everybody,
        "classes": classes_of_year(session, year_id, with_notes=True) if everybody else [],
        "writable": classes_of_year(session, year_id) if request.allows(WRITE_NOTES.name) else [],
        "own": {each.class_id for each in request.identity.teachings} if request.identity else (),
        "chosen": class_id,
        "undecided": undecided,
        "may_measure": request.allows(MEASURE.name),
    }
