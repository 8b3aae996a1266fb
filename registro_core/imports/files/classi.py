"""classi.csv: the classes of the school year."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.places import class_key
from registro_core.imports.records import Record
from registro_core.items import SchoolOrder
from registro_core.school.models import SchoolClass

_ORDERS = {
    "infanzia": SchoolOrder.NURSERY,
    "scuola_dell_infanzia": SchoolOrder.NURSERY,
    "primaria": SchoolOrder.PRIMARY,
    "scuola_primaria": SchoolOrder.PRIMARY,
    "secondaria1": SchoolOrder.LOWER_SECONDARY,
    "secondaria_1": SchoolOrder.LOWER_SECONDARY,
    "secondaria_i_grado": SchoolOrder.LOWER_SECONDARY,
    "secondaria_di_i_grado": SchoolOrder.LOWER_SECONDARY,
    "secondaria_di_primo_grado": SchoolOrder.LOWER_SECONDARY,
    "secondaria2": SchoolOrder.UPPER_SECONDARY,
    "secondaria_2": SchoolOrder.UPPER_SECONDARY,
    "secondaria_ii_grado": SchoolOrder.UPPER_SECONDARY,
    "secondaria_di_ii_grado": SchoolOrder.UPPER_SECONDARY,
    "secondaria_di_secondo_grado": SchoolOrder.UPPER_SECONDARY,
}
_YES_OR_NO = {"si": True, "s": True, "1": True, "no": False, "n": False, "0": False}
_COLUMN_OF = {
    "name": "nome",
    "grade": "anno",
    "section": "sezione",
    "order": "ordine",
    "course": "indirizzo",
    "site_id": "sede",
    "weekly_hours": "ore_settimanali",
    "short_week": "settimana_corta",
}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the classes of a file; those that it leaves out stay."""
    for cells in ctx.rows(file):
        _plan_class(ctx, cells)


def _plan_class(ctx: ImportContext, cells: Cells) -> None:
    name = cells.text("nome", 40) or ""
    ctx.about(name)
    values = {
        "name": name,
        "grade": cells.integer("anno", 0, 8),
        "section": cells.text("sezione", 20),
        "order": cells.choice("ordine", _ORDERS),
        "course": cells.text("indirizzo"),
        "site_id": _site(ctx, cells),
        "weekly_hours": cells.fraction("ore_settimanali"),
        "short_week": cells.choice("settimana_corta", _YES_OR_NO),
    }
    cells.require("nome", "anno", "sezione", "ordine")
    key = class_key(name)
    if name and not key:
        cells.refuse("nome", _("Il nome non ha né lettere né cifre."))
    if not (cells.sound and ctx.first(cells, key, "nome")):
        return
    found = ctx.places.classes.get(key)
    if found is None:
        values |= {"year_id": ctx.year, "short_week": values["short_week"] or False}
    ctx.places.classes[key] = ctx.save(SchoolClass, found, values, _COLUMN_OF)
    ctx.about(name, ctx.places.classes[key])


def _site(ctx: ImportContext, cells: Cells) -> Record | None:
    """The site of a class; a school with a single one need not repeat it."""
    if not cells.has("sede") and len(ctx.places.sites) == 1:
        return next(iter(ctx.places.sites.values()))
    return ctx.places.site(cells, "sede")


KIND = ImportKind(
    name="classi",
    label=_("Classi"),
    order=50,
    columns=(
        Column("nome", required=True, aliases=("classe",)),
        Column("anno", required=True, aliases=("anno_di_corso", "anno_corso")),
        Column("sezione", required=True),
        Column("ordine", required=True, aliases=("ordine_scuola", "grado")),
        Column("indirizzo", aliases=("indirizzo_di_studio", "corso")),
        Column("sede", aliases=("codice_meccanografico", "plesso", "codice_sede")),
        Column("ore_settimanali", aliases=("ore", "monte_ore_settimanale")),
        # Saturday's hours of the site are not for this class.
        Column("settimana_corta", aliases=("sabato_libero",)),
    ),
    plan=plan,
)
