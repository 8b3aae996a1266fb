"""The grid of all class tests of a term: shown, and saved in one go."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from registro_core.api import (
    Conflict,
    HTTPConflict,
    HTTPSeeOther,
    Request,
    idempotent,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.contexts import CourseContext
from registro_grades.courses.terms import windows_of
from registro_grades.grid.desk import Desk, sit_down
from registro_grades.grid.forms import SaveForm
from registro_grades.grid.page import NOTHING_TYPED, Attempt, grid_page
from registro_grades.grid.saving import Wish, desk_for_saving, needs_reason, save
from registro_grades.grid.typed import read_typed
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import marks_of_course
from registro_grades.marks.roster import Student
from registro_grades.marks.visibility import Viewer
from registro_grades.permissions import WRITE

SEEN = re.compile(r"seen-([1-9]\d{0,8})")
# More columns than any term has: what is sent beyond them is not read.
MOST_COLUMNS = 200
PUBLISH = "publish"
NEEDS_REASON = _("Stai cambiando un voto che la famiglia ha già visto: scrivi il motivo.")


@view_defaults(
    route_name="grades.grid",
    permission=WRITE.name,
    renderer="registro_grades:grid/templates/grid.pt",
)
class GridViews:
    """All the tests of a course in a term, as one form."""

    def __init__(self, context: CourseContext, request: Request) -> None:
        self.request = request
        self.session = request.dbsession
        self.course = context.course
        self.occasion = occasion_of(request)
        self.windows = windows_of(request, self.course)
        self.form = SaveForm(request)

    @property
    def window(self) -> tuple[date, date]:
        """From when to when tests are shown, and students looked for."""
        return self.windows.shown.first, self.windows.shown.last

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The tests of the term as they stand."""
        sheet = marks_of_course(
            self.session, self.course, *self.window, self.occasion.now, Viewer.TEACHER
        )
        desk = sit_down(self.session, self.occasion, self.course, sheet, self.window)
        return self._page(desk, NOTHING_TYPED)

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Save every cell that was written in, or none and say why."""
        try:
            desk = desk_for_saving(
                self.session, self.occasion, self.course, self._columns(), self.window
            )
        except Conflict:
            raise HTTPConflict from None
        typed = read_typed(self.request.POST, desk.days, desk.students)
        checked = desk.check(typed)
        valid = self.form.validate()
        if needs_reason(checked, self.occasion) and not self.form.reason.data:
            self.form.reason.errors = [*self.form.reason.errors, NEEDS_REASON]
            valid = False
        if checked.problems or not valid:
            self.request.response.status_int = 409 if checked.conflict else 422
            return self._page(desk, Attempt(typed, checked))
        wish = Wish(
            self.request.POST.get("act") == PUBLISH,
            self.form.publishes_on(),
            self.form.reason.data,
        )
        said(self.request, save(desk, checked, wish))
        return HTTPSeeOther(f"{self.course.path}/grid?term={self.windows.shown.key}")

    def _columns(self) -> list[int]:
        sent = (SEEN.fullmatch(name) for name in self.request.POST)
        return [int(found[1]) for found in sent if found][:MOST_COLUMNS]

    def _page(self, desk: Desk, attempt: Attempt) -> dict[str, Any]:
        return {
            "course": self.course,
            "windows": self.windows,
            "page": grid_page(desk, desk.sheet.assessments, shown_students(desk, attempt), attempt),
            "form": self.form,
            "asks_reason": bool(self.form.reason.errors or self.form.reason.data),
            "conflict": attempt.checked.conflict,
            "bottom_bar": False,
        }


def shown_students(desk: Desk, attempt: Attempt = NOTHING_TYPED) -> Sequence[Student]:
    """Who is in the course now, and who has or was given something in what is shown."""
    marked = {student for _assessment, student in desk.sheet.marks}
    marked |= {student for _assessment, student in attempt.typed.touched()}
    now = min(max(desk.occasion.today, desk.course.first_day), desk.course.last_day)
    return [each for each in desk.students.values() if each.here_on(now) or each.id in marked]


def said(request: Request, changed: int) -> None:
    """Tell how many marks were saved."""
    if changed == 0:
        request.flash(_("Non c’era niente da salvare."), "info")
    elif changed == 1:
        request.flash(_("Un voto salvato."))
    else:
        request.flash(_("Voti salvati: ${count}.", mapping={"count": changed}))
