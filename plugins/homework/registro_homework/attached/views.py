"""Files on their way out, each by the address of what it belongs to; all hand-ins as one archive."""

from collections.abc import Iterable
from typing import Any

from registro_core.api import (
    HTTPNotFound,
    Request,
    StoredFile,
    path_id,
    serve_file,
    serve_zip,
    view_config,
)
from registro_homework.attached.services import attachments_of, files_handed_in
from registro_homework.contexts import AssignmentContext, HandInContext, StudentHomeworkContext
from registro_homework.handing_in.rights import reads_hand_in
from registro_homework.handing_in.services import hand_in_of, hand_in_rows
from registro_homework.permissions import CLASS, HAND_INS, READ


def _named(request: Request, files: Iterable[StoredFile]) -> StoredFile:
    """The file of `{file_id}` among some; HTTPNotFound for any other."""
    wanted = path_id(request, "file_id")
    found = next((each for each in files if each.id == wanted), None)
    if found is None:
        raise HTTPNotFound
    return found


@view_config(route_name="homework.attachment", permission=CLASS.name, request_method="GET")
def attachment(context: AssignmentContext, request: Request) -> Any:
    """A file of an assignment, for those who teach."""
    files = attachments_of(request.dbsession, context.row.id)
    return serve_file(request, _named(request, files))


@view_config(route_name="homework.thing.attachment", permission=READ.name, request_method="GET")
def attachment_for_student(context: StudentHomeworkContext, request: Request) -> Any:
    """A file of an assignment, for who has to do it."""
    files = attachments_of(request.dbsession, context.row.id)
    return serve_file(request, _named(request, files))


@view_config(route_name="homework.thing.file", permission=READ.name, request_method="GET")
def own_file(context: StudentHomeworkContext, request: Request) -> Any:
    """A file that the student handed in, for the family."""
    if not reads_hand_in(request, context):
        raise HTTPNotFound
    session = request.dbsession
    found = hand_in_of(session, context.row.id, context.student.id)
    files = files_handed_in(session, [found.id])[found.id] if found else []
    return serve_file(request, _named(request, files))


@view_config(route_name="homework.returning.file", permission=HAND_INS.name, request_method="GET")
def file_handed_in(context: HandInContext, request: Request) -> Any:
    """A file that a student handed in, for the teacher."""
    number = context.hand_in.id
    return serve_file(
        request, _named(request, files_handed_in(request.dbsession, [number])[number])
    )


@view_config(route_name="homework.zip", permission=HAND_INS.name, request_method="GET")
def all_hand_ins(context: AssignmentContext, request: Request) -> Any:
    """Everything that was handed in, a folder for each student."""
    session = request.dbsession
    rows = [row for row in hand_in_rows(session, context.row) if row.hand_in_id is not None]
    files = files_handed_in(session, [row.hand_in_id for row in rows if row.hand_in_id])
    entries: list[tuple[str, Any]] = []
    for row in rows:
        if row.text:
            entries.append((f"{row.name}/testo.txt", row.text))
        entries += [(f"{row.name}/{each.name}", each) for each in files[row.hand_in_id or 0]]
    return serve_zip(request, f"consegne-{context.row.due_on}.zip", entries)
