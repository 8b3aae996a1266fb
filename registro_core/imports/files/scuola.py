"""scuola.csv: one row with the name of the school, its main code and its town."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.records import Record
from registro_core.school.models import School

_COLUMN_OF = {"name": "nome", "code": "codice_meccanografico", "city": "comune"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the one row of the school."""
    found = next(iter(ctx.of(School)), None)
    for cells in ctx.rows(file):
        _plan_school(ctx, cells, found)


def _plan_school(ctx: ImportContext, cells: Cells, found: Record | None) -> None:
    code = cells.text("codice_meccanografico", 20)
    values = {
        "name": cells.text("nome"),
        "code": code.upper() if code else None,
        "city": cells.text("comune"),
    }
    ctx.about(values["name"] or "")
    cells.require("nome")
    # There is one school: another row can only repeat this one.
    if not (cells.sound and ctx.first(cells, "school", "nome")):
        return
    if found is None:
        ctx.create(School, {**values, "settings": {}, "is_demo": False})
    else:
        ctx.change(found, values, _COLUMN_OF)
        ctx.about(values["name"] or "", found)


KIND = ImportKind(
    name="scuola",
    label=_("Nome della scuola"),
    order=5,
    columns=(
        Column("nome", required=True, aliases=("denominazione",)),
        Column("codice_meccanografico", aliases=("codice",)),
        Column("comune", aliases=("citta",)),
    ),
    plan=plan,
    stems=("scuola", "istituto"),
)
