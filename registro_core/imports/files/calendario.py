"""calendario.csv: the days without lessons, for the whole school or for one site."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.records import Record
from registro_core.school.models import Holiday

_COLUMN_OF = {"description": "descrizione"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the holidays of a file; those that it leaves out stay."""
    holidays = {(holiday["day"], holiday["site_id"]): holiday for holiday in ctx.of(Holiday)}
    for cells in ctx.rows(file):
        _plan_holiday(ctx, cells, holidays)


def _plan_holiday(
    ctx: ImportContext, cells: Cells, holidays: dict[tuple[object, object], Record]
) -> None:
    day, text = cells.day("data"), cells.text("descrizione")
    ctx.about(f"{day:%d/%m/%Y}" if day else "")
    cells.require("data", "descrizione")
    site = ctx.places.site(cells, "sede") if cells.has("sede") else None
    if day and not ctx.year["starts_on"] <= day <= ctx.year["ends_on"]:
        cells.warn("data", _("Il giorno è fuori dall’anno scolastico."))
    if not cells.sound or day is None:
        return
    key = (day, site.key if site else None)
    if not ctx.first(cells, key, "data"):
        return
    holidays[key] = ctx.save(
        Holiday,
        holidays.get(key),
        {"day": day, "description": text, "site_id": site},
        _COLUMN_OF,
    )
    ctx.about(f"{day:%d/%m/%Y} {text}", holidays[key])


KIND = ImportKind(
    name="calendario",
    label=_("Calendario"),
    order=30,
    columns=(
        Column("data", required=True, aliases=("giorno",)),
        Column("descrizione", required=True, aliases=("festivita", "motivo")),
        Column("sede", aliases=("codice_meccanografico",)),
    ),
    plan=plan,
)
