"""How other files name a student or a colleague: by codice fiscale, or by full name."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.records import Record
from registro_core.people.codice_fiscale import CodiceFiscaleError, normalise, parse


def find_person(ctx: ImportContext, cells: Cells, column: str) -> Record | None:
    """The person a cell names; refuses the row where nobody or more than one is meant."""
    cell = cells.raw(column)
    if not cell:
        return None
    if refused := ctx.refused.get(cell.upper()):
        text = _("La riga di questa persona (${place}) è rifiutata.", mapping={"place": refused})
        cells.refuse(column, text)
        return None
    found = _with_code(ctx, cell) or _named(ctx, cells, column)
    if found is None and cells.sound:
        cells.refuse(column, _("«${cell}» non è noto.", mapping={"cell": cell[:60]}))
    return found


def _with_code(ctx: ImportContext, cell: str) -> Record | None:
    try:
        return ctx.people.with_code(parse(normalise(cell)))
    except CodiceFiscaleError:
        return None


def _named(ctx: ImportContext, cells: Cells, column: str) -> Record | None:
    """Who has no code is named in full; two of one name cannot be told apart."""
    found = ctx.people.named(cells.raw(column))
    if len(found) > 1:
        mapping = {"cell": cells.raw(column), "count": len(found)}
        text = _("«${cell}» può essere ${count} persone: serve il codice fiscale.", mapping=mapping)
        cells.refuse(column, text)
    return found[0] if len(found) == 1 else None
