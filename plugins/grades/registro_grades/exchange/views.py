"""Downloading a register, and filling its grid from a file. Nothing is stored until it is saved."""

from collections.abc import Sequence
from typing import Any

from wtforms import FileField

from registro_core.api import Form, Request, Text, UnreadableError, view_config, view_defaults
from registro_grades import _
from registro_grades.contexts import CourseContext
from registro_grades.courses.terms import windows_of
from registro_grades.exchange.matching import match
from registro_grades.exchange.reading import read_table
from registro_grades.exchange.table import Table, register_table
from registro_grades.exchange.writing import XLSX, csv, xlsx
from registro_grades.grid.desk import Desk, sit_down
from registro_grades.grid.forms import SaveForm
from registro_grades.grid.page import Attempt, grid_page
from registro_grades.grid.seen import SeenCell, digest
from registro_grades.grid.typed import TypedCell, TypedGrid
from registro_grades.grid.views import shown_students
from registro_grades.marks.entries import standing
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import marks_of_course
from registro_grades.marks.visibility import Viewer
from registro_grades.permissions import REGISTER, WRITE
from registro_grades.register.views import register_of

GRID = "registro_grades:grid/templates/grid.pt"


def _table(context: CourseContext, request: Request) -> Table:
    sheet, students, _here = register_of(
        request, context.course, windows_of(request, context.course)
    )
    return register_table(sheet, students, occasion_of(request).style)


def _download(request: Request, content: bytes, kind: str, ending: str) -> Any:
    response = request.response
    response.body = content
    response.content_type = kind
    response.content_disposition = f'attachment; filename="voti.{ending}"'
    return response


@view_config(route_name="grades.export.xlsx", permission=REGISTER.name, request_method="GET")
def export_xlsx(context: CourseContext, request: Request) -> Any:
    """The register of a term as a workbook."""
    title = f"{context.course.subject} {context.course.place}"
    return _download(request, xlsx(_table(context, request), title), XLSX, "xlsx")


@view_config(route_name="grades.export.csv", permission=REGISTER.name, request_method="GET")
def export_csv(context: CourseContext, request: Request) -> Any:
    """The register of a term as CSV."""
    return _download(request, csv(_table(context, request)).encode(), "text/csv", "csv")


class FileForm(Form):
    """A file with marks."""

    file = FileField(
        _("File XLSX, ODS o CSV"),
        description=_("Quello scaricato dal registro, con i voti scritti nelle colonne."),
    )


@view_defaults(
    route_name="grades.import",
    permission=WRITE.name,
    renderer="registro_grades:exchange/templates/import.pt",
)
class ImportViews:
    """A file becomes a filled grid, which the teacher looks at and saves."""

    def __init__(self, context: CourseContext, request: Request) -> None:
        self.request = request
        self.course = context.course
        self.form = FileForm(request)
        self.windows = windows_of(request, self.course)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """Which file."""
        return {"course": self.course, "form": self.form, "remarks": [], "windows": self.windows}

    @view_config(request_method="POST")
    def read(self) -> Any:
        """The grid with the file's marks in it, each wrong one marked at its cell."""
        upload = self.form.file.data
        try:
            if not hasattr(upload, "file"):
                raise UnreadableError(_("Scegli un file."))  # noqa: TRY301 - one place says it
            table = read_table(upload.file.read())
        except UnreadableError as error:
            return self._refuse([error.text])
        desk = self._desk()
        matched = match(table, desk.days, desk.students)
        if not matched.cells:
            return self._refuse(matched.remarks or [_("Nel file non c’è nessun voto.")])
        typed = TypedGrid({key: self._cell(desk, key, text) for key, text in matched.cells.items()})
        return self._filled(desk, Attempt(typed, desk.check(typed)), matched.remarks)

    def _refuse(self, remarks: Sequence[Text]) -> dict[str, Any]:
        self.form.file.errors = list(remarks[:1])
        self.request.response.status_int = 422
        return {**self.ask(), "remarks": remarks[1:]}

    def _desk(self) -> Desk:
        window = (self.course.first_day, self.course.last_day)
        session, occasion = self.request.dbsession, occasion_of(self.request)
        sheet = marks_of_course(session, self.course, *window, occasion.now, Viewer.TEACHER)
        return sit_down(session, occasion, self.course, sheet, window)

    def _cell(self, desk: Desk, key: tuple[int, int], text: str) -> TypedCell:
        """A cell as if it had been typed over what is stored now."""
        mark = desk.sheet.marks.get(key)
        stored, comment = standing(mark, desk.occasion.style)
        seen = SeenCell(mark.version if mark else 0, stored, digest(comment))
        return TypedCell(text, seen=seen)

    def _filled(self, desk: Desk, attempt: Attempt, remarks: Sequence[Text]) -> Any:
        named = {assessment for assessment, _student in attempt.typed.cells}
        columns = [each for each in desk.sheet.assessments if each.id in named]
        self.request.override_renderer = GRID
        for remark in remarks:
            self.request.flash(remark, "warn")
        students = shown_students(desk, attempt)
        return {
            "course": self.course,
            "windows": self.windows,
            "page": grid_page(desk, columns, students, attempt),
            "form": SaveForm(self.request),
            "asks_reason": True,
            "conflict": False,
            "bottom_bar": False,
            "from_file": True,
        }
