"""The page of one mark."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from registro_core.api import (
    HTTPConflict,
    HTTPSeeOther,
    Request,
    history_panel,
    idempotent,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.grid.desk import Desk, sit_down
from registro_grades.grid.forms import SaveForm
from registro_grades.grid.page import NOTHING_TYPED, Attempt, grid_page
from registro_grades.grid.saving import Wish, needs_reason, save
from registro_grades.grid.typed import TypedGrid, read_typed
from registro_grades.grid.views import NEEDS_REASON, PUBLISH
from registro_grades.labels import KINDS, STATES
from registro_grades.marks.assessments import lock_assessments
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import Sheet, corrections_of, marks_of_assessments
from registro_grades.marks.roster import Student
from registro_grades.permissions import REGISTER, WRITE
from registro_grades.single.context import MarkContext
from registro_grades.single.reading import readers_of

CANCEL = "cancel"


@view_defaults(
    route_name="grades.mark",
    permission=REGISTER.name,
    renderer="registro_grades:single/templates/mark.pt",
)
class MarkViews:
    """A mark: read by who may read the register, changed by who assesses in the subject."""

    def __init__(self, context: MarkContext, request: Request) -> None:
        self.context = context
        self.request = request
        self.session = request.dbsession
        self.course = context.course
        self.mark = context.mark
        self.occasion = occasion_of(request)
        self.form = SaveForm(request)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The mark, its corrections, who saw it."""
        return self._page(self._desk(self.context.sheet), NOTHING_TYPED)

    @view_config(request_method="POST", permission=WRITE.name, decorator=idempotent)
    def save(self) -> Any:
        """Change, publish or cancel it, or say why not."""
        desk = self._desk(self._held())
        typed = self._typed(desk)
        checked = desk.check(typed)
        valid = self.form.validate()
        if needs_reason(checked, self.occasion) and not self.form.reason.data:
            self.form.reason.errors = [*self.form.reason.errors, NEEDS_REASON]
            valid = False
        if checked.problems or not valid:
            self.request.response.status_int = 409 if checked.conflict else 422
            return self._page(desk, Attempt(typed, checked))
        publish = self.request.POST.get("act") == PUBLISH
        wish = Wish(publish, self.form.publishes_on(), self.form.reason.data)
        changed = save(desk, checked, wish)
        self.request.flash(_("Voto salvato.") if changed else _("Non c’era niente da salvare."))
        return HTTPSeeOther(self.course.path)

    def _held(self) -> Sheet:
        ids = [self.context.assessment.id]
        if not lock_assessments(self.session, self.course, ids):
            raise HTTPConflict
        return marks_of_assessments(self.session, self.course, ids, self.occasion.now)

    def _desk(self, sheet: Sheet) -> Desk:
        """The assessment with this mark alone: the others are none of this page's affair."""
        own = {key: mark for key, mark in sheet.marks.items() if key[1] == self.mark.student_id}
        day = self.context.assessment.day
        return sit_down(
            self.session,
            self.occasion,
            self.course,
            replace(sheet, marks=own),
            (day, day),
            hour_by_hour=True,
        )

    def _typed(self, desk: Desk) -> TypedGrid:
        typed = read_typed(self.request.POST, desk.days, [self.mark.student_id])
        if self.request.POST.get("act") != CANCEL:
            return typed
        emptied = {
            key: replace(cell, text="", comment=None, has_comment=True)
            for key, cell in typed.cells.items()
        }
        return TypedGrid(emptied)

    def _students(self, desk: Desk) -> Sequence[Student]:
        found = desk.students.get(self.mark.student_id)
        return [found] if found is not None else []

    def _page(self, desk: Desk, attempt: Attempt) -> dict[str, Any]:
        students = self._students(desk)
        page = grid_page(desk, desk.sheet.assessments, students, attempt)
        may_write = self.request.allows(WRITE.name)
        return {
            "course": self.course,
            "mark": self.mark,
            "shown": self.mark.shown(self.occasion.style),
            "assessment": self.context.assessment,
            "student": students[0] if students else None,
            "state": self.mark.state(self.occasion.now),
            "states": STATES,
            "kinds": KINDS,
            "seen": self.mark.seen(self.occasion.now),
            "corrections": corrections_of(self.session, [self.mark.id]).get(self.mark.id, []),
            "readers": readers_of(self.session, self.mark.id),
            "page": page,
            "cell": page.rows[0].cells[0] if page.rows else None,
            "column": page.columns[0],
            "form": self.form,
            "may_write": may_write,
            "conflict": attempt.checked.conflict,
            "history": history_panel(self.request, "grades_mark", self.mark.id)
            if may_write
            else None,
        }
