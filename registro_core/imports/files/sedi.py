"""sedi.csv: the school's buildings, by their codice meccanografico (X1)."""

import re

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.school.models import Site

CODE = "codice_meccanografico"
_SHAPE = re.compile(r"[A-Z]{4}[0-9A-Z]{6}")
_COLUMN_OF = {"name": "nome", "address": "indirizzo"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the sites of a file; those that it leaves out stay."""
    for cells in ctx.rows(file):
        _plan_site(ctx, cells)


def _plan_site(ctx: ImportContext, cells: Cells) -> None:
    code = (cells.text(CODE, 20) or "").upper()
    values = {"name": cells.text("nome"), "address": cells.text("indirizzo")}
    ctx.about(f"{code} {values['name'] or ''}".strip())
    cells.require(CODE, "nome")
    if code and not _SHAPE.fullmatch(code):
        cells.warn(CODE, _("Non ha la forma di un codice meccanografico (10 caratteri)."))
    if not (cells.sound and ctx.first(cells, code, CODE)):
        return
    site = ctx.save(Site, ctx.places.sites.get(code), {"code": code, **values}, _COLUMN_OF)
    ctx.places.sites[code] = site
    ctx.about(f"{code} {values['name']}", site)


KIND = ImportKind(
    name="sedi",
    label=_("Sedi"),
    order=10,
    columns=(
        Column(CODE, required=True, aliases=("codice", "codice_sede", "cod_meccanografico")),
        Column("nome", required=True, aliases=("denominazione", "descrizione")),
        Column("indirizzo", aliases=("via",)),
    ),
    plan=plan,
)
