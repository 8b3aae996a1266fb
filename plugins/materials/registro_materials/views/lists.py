"""What is shared with a student, with a class, with one's children."""

from typing import Any

from registro_core.api import (
    ClassContext,
    Request,
    StudentContext,
    own_students,
    page_of,
    view_config,
    whole_number,
)
from registro_materials.contexts import person_of
from registro_materials.permissions import CLASS, FAMILY, STUDENT
from registro_materials.services.visible import (
    Reader,
    Wanted,
    count_shown,
    shown_items,
    subjects_shown,
)
from registro_materials.views.own import TEMPLATES, typed_word

# Of each child on the page of all.
LATEST = 5


def _list(request: Request, reader: Reader) -> dict[str, Any]:
    """The items of a reader, filtered by the address: three statements."""
    session, word = request.dbsession, typed_word(request)
    subjects = subjects_shown(session, reader)
    asked = whole_number(request.GET.get("subject", ""))
    subject_id = asked if asked in {number for number, _name in subjects} else None
    wanted = Wanted(reader, subject_id, word)
    page = page_of(request, count_shown(session, wanted))
    return {
        "rows": shown_items(session, wanted, page.offset, page.size),
        "page": page,
        "subjects": subjects,
        "subject_id": subject_id,
        "word": word,
    }


@view_config(
    route_name="materials.student",
    permission=STUDENT.name,
    request_method="GET",
    renderer=f"{TEMPLATES}student.pt",
)
def student(context: StudentContext, request: Request) -> dict[str, Any]:
    """What is shared with a student, the newest first."""
    reader = Reader(person_of(request), request.today, frozenset({context.student.id}))
    return {"student": context.student, **_list(request, reader)}


@view_config(
    route_name="materials.class",
    permission=CLASS.name,
    request_method="GET",
    renderer=f"{TEMPLATES}class.pt",
)
def school_class(context: ClassContext, request: Request) -> dict[str, Any]:
    """What is shared with a whole class or its groups: for its council."""
    found = context.school_class
    reader = Reader(person_of(request), request.today, classes=frozenset({found.id}))
    return {"school_class": found, **_list(request, reader)}


@view_config(
    route_name="materials.family",
    permission=FAMILY.name,
    request_method="GET",
    renderer=f"{TEMPLATES}family.pt",
)
def family(request: Request) -> dict[str, Any]:
    """The latest of each child: a statement for each, and one for their names."""
    session = request.dbsession
    children = own_students(session, request.identity, request.today)
    latest = {
        child.id: shown_items(
            session,
            Wanted(Reader(person_of(request), request.today, frozenset({child.id}))),
            0,
            LATEST,
        )
        for child in children
    }
    return {"children": children, "latest": latest}
