"""materie.csv: the subjects, by the code that timetable and teachings use."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.items import SubjectKind
from registro_core.school.models import Subject

_KINDS = {kind.value: kind for kind in SubjectKind} | {
    "irc": SubjectKind.RELIGION,
    "civica": SubjectKind.CIVIC_EDUCATION,
}
_COLUMN_OF = {"name": "nome", "kind": "tipo"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the subjects of a file; those that it leaves out stay."""
    for cells in ctx.rows(file):
        _plan_subject(ctx, cells)


def _plan_subject(ctx: ImportContext, cells: Cells) -> None:
    code = (cells.text("codice", 20) or "").upper()
    name, kind = cells.text("nome"), cells.choice("tipo", _KINDS)
    ctx.about(f"{code} {name or ''}".strip())
    cells.require("codice", "nome")
    if not (cells.sound and ctx.first(cells, code, "codice")):
        return
    found = ctx.places.subjects.get(code)
    if found is None:
        kind = kind or SubjectKind.ORDINARY
    subject = ctx.save(Subject, found, {"code": code, "name": name, "kind": kind}, _COLUMN_OF)
    ctx.places.subjects[code] = subject
    ctx.about(f"{code} {name}", subject)


KIND = ImportKind(
    name="materie",
    label=_("Materie"),
    order=60,
    columns=(
        Column("codice", required=True, aliases=("sigla", "cod")),
        Column("nome", required=True, aliases=("descrizione", "materia", "denominazione")),
        Column("tipo"),
    ),
    plan=plan,
)
