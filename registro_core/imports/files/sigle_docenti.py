"""sigle_docenti.csv: the short names of teachers in the timetable program (X5)."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files.students import find_person
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.records import Record
from registro_core.items import Role
from registro_core.school.models import TeacherCode

CODE_COLUMN = "sigla"
_COLUMN_OF = {"teacher_id": "codice_fiscale"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the codes of a file; those that it leaves out stay."""
    codes = {record["code"].upper(): record for record in ctx.of(TeacherCode)}
    for cells in ctx.rows(file):
        _plan_code(ctx, cells, codes)


def _plan_code(ctx: ImportContext, cells: Cells, codes: dict[str, Record]) -> None:
    code = cells.text(CODE_COLUMN, 40) or ""
    ctx.about(code)
    cells.require(CODE_COLUMN, "codice_fiscale")
    teacher = find_person(ctx, cells, "codice_fiscale")
    if teacher is None or not cells.sound or not ctx.first(cells, code.upper(), CODE_COLUMN):
        return
    if not ctx.roles.has(teacher, Role.TEACHER):
        cells.warn("codice_fiscale", _("La persona non è fra i docenti."))
    found = codes.get(code.upper())
    if found is None:
        codes[code.upper()] = ctx.create(TeacherCode, {"code": code, "teacher_id": teacher})
    else:
        ctx.change(found, {"teacher_id": teacher}, _COLUMN_OF)
    ctx.about(f"{code} {teacher['surname']} {teacher['given_name']}", codes[code.upper()])


KIND = ImportKind(
    name="sigle_docenti",
    label=_("Sigle dei docenti"),
    order=120,
    columns=(
        Column(CODE_COLUMN, required=True, aliases=("codice", "abbreviazione")),
        Column("codice_fiscale", required=True, aliases=("docente", "cf", "cf_docente")),
    ),
    plan=plan,
)
