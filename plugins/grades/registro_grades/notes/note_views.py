"""Pages of one note: reading it, rewriting it while it is fresh, cancelling it, the head's measure."""

from typing import Any

from registro_core.api import (
    Form,
    HTTPSeeOther,
    Request,
    check_version,
    history_panel,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.notes.contexts import NoteContext, reads_class
from registro_grades.notes.forms import MeasureForm, NoteForm, ReasonForm
from registro_grades.notes.notices import take_back, tell_measure, tell_written
from registro_grades.notes.permissions import CANCEL_NOTE, EDIT_NOTE, MEASURE, READ_NOTES
from registro_grades.notes.reading import Wanted, notes_of
from registro_grades.notes.receipts import seen_by
from registro_grades.notes.rights import may_rewrite
from registro_grades.notes.services import Draft, cancel, measure, rewrite, students_of
from registro_grades.notes.settings import NOTE_EDIT
from registro_grades.notes.writing import guarded, note_form, open_days
from registro_grades.telling import leaves_at

TEMPLATES = "registro_grades:notes/templates/"


def is_fresh(context: NoteContext, request: Request) -> bool:
    """Whether the note may still be rewritten."""
    note, minutes = context.note, request.school_settings.integer(NOTE_EDIT.name)
    return may_rewrite(note.written_at, note.cancelled_at, request.now, minutes)


@view_defaults(route_name="grades.note", renderer=f"{TEMPLATES}note.pt")
class NoteViews:
    """A note with what may be done about it."""

    def __init__(self, context: NoteContext, request: Request) -> None:
        self.context, self.request = context, request
        self.note, self.session = context.note, request.dbsession
        self.path = f"/classes/{context.school_class.id}/notes/{context.note.id}"

    @view_config(permission=READ_NOTES.name, request_method="GET")
    def show(self) -> dict[str, Any]:
        """The note."""
        return self._page()

    @view_config(
        route_name="grades.note.cancel", permission=CANCEL_NOTE.name, request_method="POST"
    )
    def cancel(self) -> Any:
        """Cancel it with a reason; whom the news had reached is told that it is void."""
        form = ReasonForm(self.request)
        if self.note.cancelled_at is not None:
            self.request.flash(_("La nota era già annullata."), "warn")
            return HTTPSeeOther(self.path)
        if not form.submitted():
            return self._refuse(reason_form=form)
        check_version(self.note, form.version.data)
        now = self.request.now
        take_back(self.session, self.note, students_of(self.session, self.note), now)
        cancel(self.session, self.note, form.reason.data, self.request.actor, now)
        self.request.flash(_("Nota annullata: resta agli atti."))
        return HTTPSeeOther(self.path)

    @view_config(route_name="grades.note.measure", permission=MEASURE.name, request_method="POST")
    def measure(self) -> Any:
        """Store what the head decided, and tell the families."""
        form = MeasureForm(self.request)
        if self.note.cancelled_at is not None:
            self.request.flash(_("La nota è annullata: non ha provvedimenti."), "warn")
            return HTTPSeeOther(self.path)
        if not form.submitted():
            return self._refuse(measure_form=form)
        check_version(self.note, form.version.data)
        measure(self.session, self.note, form.measure.data, self.request.actor, self.request.now)
        students = students_of(self.session, self.note)
        tell_measure(self.session, self.note, students, leaves_at(self.request), self.request.now)
        self.request.flash(_("Provvedimento registrato: la famiglia lo legge."))
        return HTTPSeeOther(self.path)

    def _refuse(self, **forms: Form) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(**forms)

    def _page(self, **forms: Form) -> dict[str, Any]:
        wanted = Wanted(note_id=self.note.id)
        request, context, version = self.request, self.context, {"version": self.note.version}
        void = self.note.cancelled_at is not None
        fresh = is_fresh(context, request)
        return {
            "school_class": context.school_class,
            "reads_class": reads_class(context, request),
            "note": self.note,
            "row": notes_of(self.session, wanted, 0, 1)[0],
            "path": self.path,
            "seen": seen_by(self.session, self.note.id),
            "may_edit": fresh and request.allows(EDIT_NOTE.name),
            "may_cancel": not void and request.allows(CANCEL_NOTE.name),
            "may_measure": not void and request.allows(MEASURE.name),
            "minutes": request.school_settings.integer(NOTE_EDIT.name),
            "reason_form": ReasonForm(request, data=version),
            "measure_form": MeasureForm(request, data={**version, "measure": self.note.measure}),
            "history": history_panel(request, "grades_note", self.note.id),
            **forms,
        }


@view_defaults(
    route_name="grades.note.edit", permission=EDIT_NOTE.name, renderer=f"{TEMPLATES}write.pt"
)
class EditNoteViews:
    """Rewriting a fresh note."""

    def __init__(self, context: NoteContext, request: Request) -> None:
        self.context, self.request = context, request
        self.note, self.days = context.note, open_days(context, request)
        self.students = students_of(request.dbsession, context.note)

    @view_config(request_method="GET")
    def show(self) -> Any:
        """The form as stored; back to the note when it is too late."""
        if not is_fresh(self.context, self.request):
            self.request.flash(self._too_late(), "warn")
            return HTTPSeeOther(self._address)
        return self._page(self._form())

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store it anew and tell the families what now holds.

        422 with what was typed if the time ran out meanwhile, or the text names others.
        """
        form = self._form()
        fresh = is_fresh(self.context, self.request)
        if not fresh:
            form.text.errors = [self._too_late()]
        if not fresh or not form.submitted() or not self._guarded(form):
            self.request.response.status_int = 422
            return self._page(form)
        check_version(self.note, form.version.data)
        session, now = self.request.dbsession, self.request.now
        rewrite(session, self.note, form.draft(), self.request.actor, now)
        concerned = students_of(session, self.note)
        take_back(session, self.note, self.students - concerned, now)
        tell_written(session, self.note, concerned, leaves_at(self.request), now)
        self.request.flash(_("Nota corretta."))
        return HTTPSeeOther(self._address)

    @property
    def _address(self) -> str:
        return f"/classes/{self.context.school_class.id}/notes/{self.note.id}"

    def _form(self) -> NoteForm:
        named = frozenset() if self.note.whole_class else self.students
        stored = Draft(self.note.day, self.note.text, named)
        return note_form(self.context, self.request, self.days, stored, self.note.version)

    def _guarded(self, form: NoteForm) -> bool:
        return guarded(self.request, self.context.school_class, form)

    def _too_late(self) -> Any:
        minutes = self.request.school_settings.integer(NOTE_EDIT.name)
        return _(
            "Sono passati più di ${minutes} minuti: la nota si può solo annullare.",
            mapping={"minutes": str(minutes)},
        )

    def _page(self, form: NoteForm) -> dict[str, Any]:
        return {
            "school_class": self.context.school_class,
            "reads_class": reads_class(self.context, self.request),
            "form": form,
            "note": self.note,
        }
