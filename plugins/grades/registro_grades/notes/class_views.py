"""Pages of a class's notes: the list, and writing one."""

from typing import Any

from registro_core.api import (
    ClassContext,
    HTTPSeeOther,
    Request,
    idempotent,
    page_of,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.notes.contexts import reads_class
from registro_grades.notes.forms import NoteForm
from registro_grades.notes.notices import tell_written
from registro_grades.notes.permissions import READ_NOTES, WRITE_NOTES
from registro_grades.notes.reading import Wanted, count_notes, notes_of
from registro_grades.notes.services import students_of, write
from registro_grades.notes.writing import guarded, note_form, open_days
from registro_grades.telling import leaves_at

TEMPLATES = "registro_grades:notes/templates/"


@view_config(
    route_name="grades.class.notes",
    permission=READ_NOTES.name,
    request_method="GET",
    renderer=f"{TEMPLATES}class.pt",
)
def class_notes(context: ClassContext, request: Request) -> dict[str, Any]:
    """The notes of a class, newest first."""
    wanted = Wanted(class_id=context.school_class.id)
    page = page_of(request, count_notes(request.dbsession, wanted))
    return {
        "school_class": context.school_class,
        "rows": notes_of(request.dbsession, wanted, page.offset, page.size),
        "page": page,
        "may_write": request.allows(WRITE_NOTES.name),
    }


@view_defaults(
    route_name="grades.class.notes.new",
    permission=WRITE_NOTES.name,
    renderer=f"{TEMPLATES}write.pt",
)
class NewNoteViews:
    """Writing a note on students of a class, or on the class."""

    def __init__(self, context: ClassContext, request: Request) -> None:
        self.context, self.request = context, request
        self.days = open_days(context, request)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form."""
        return self._page(note_form(self.context, self.request, self.days))

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store the note and tell the families; 422 with what was typed if the text names others."""
        form = note_form(self.context, self.request, self.days)
        if not form.submitted() or not guarded(self.request, self.context.school_class, form):
            self.request.response.status_int = 422
            return self._page(form)
        session, request = self.request.dbsession, self.request
        class_id = self.context.school_class.id
        note = write(session, class_id, form.draft(), request.actor, request.now)
        tell_written(session, note, students_of(session, note), leaves_at(request), request.now)
        request.flash(_("Nota scritta."))
        return HTTPSeeOther(f"/classes/{class_id}/notes/{note.id}")

    def _page(self, form: NoteForm) -> dict[str, Any]:
        return {
            "school_class": self.context.school_class,
            "reads_class": reads_class(self.context, self.request),
            "form": form,
            "note": None,
        }
