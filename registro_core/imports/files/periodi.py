"""periodi.csv: the marking periods of the school year."""

from datetime import date
from itertools import pairwise

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.people import name_key
from registro_core.imports.records import Record
from registro_core.imports.report import Severity
from registro_core.imports.years import may_be_in
from registro_core.school.locks.models import ClosedTerm
from registro_core.school.models import Term

_COLUMN_OF = {"name": "nome", "starts_on": "dal", "ends_on": "al"}


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the terms of the year, and widen the year where they reach beyond it."""
    terms = {
        name_key(term["name"]): term for term in ctx.of(Term) if term.points_at("year_id", ctx.year)
    }
    for cells in ctx.rows(file):
        _plan_term(ctx, cells, terms)
    _refuse_overlaps(ctx, list(terms.values()))


def _plan_term(ctx: ImportContext, cells: Cells, terms: dict[str, Record]) -> None:
    name, start, end = cells.text("nome"), cells.day("dal"), cells.day("al")
    ctx.about(name or "")
    cells.require("nome", "dal", "al")
    if start and end and start > end:
        cells.refuse("al", _("Il periodo finisce prima di cominciare."))
    for column, day in (("dal", start), ("al", end)):
        if day and not may_be_in(ctx.year, day):
            cells.refuse(column, _("Il giorno è fuori dall’anno scolastico."))
    if not cells.sound or name is None or start is None or end is None:
        return
    key = name_key(name)
    if not ctx.first(cells, key, "nome"):
        return
    values = {"name": name, "starts_on": start, "ends_on": end}
    found = terms.get(key)
    if found is not None and not _may_move(ctx, cells, found, start, end):
        return
    if found is None:
        terms[key] = ctx.create(Term, {**values, "year_id": ctx.year})
    else:
        ctx.change(found, values, _COLUMN_OF)
    _widen_year(ctx, start, end)
    ctx.about(name, terms[key])


def _may_move(ctx: ImportContext, cells: Cells, term: Record, start: date, end: date) -> bool:
    """Whether a term is open for every class, or keeps its days: moving it would free some (L7a)."""
    same = (term["starts_on"], term["ends_on"]) == (start, end)
    if same or not any(closed.points_at("term_id", term) for closed in ctx.of(ClosedTerm)):
        return True
    text = _("Il periodo è chiuso per lo scrutinio di almeno una classe: le date non si cambiano.")
    cells.refuse("dal" if term["starts_on"] != start else "al", text)
    return False


def _widen_year(ctx: ImportContext, start: date, end: date) -> None:
    """A year already begun is never cut: there may be lessons on the days taken away (A9)."""
    if start < ctx.year["starts_on"]:
        ctx.widen_year("starts_on", start)
    if end > ctx.year["ends_on"]:
        ctx.widen_year("ends_on", end)


def _refuse_overlaps(ctx: ImportContext, terms: list[Record]) -> None:
    """Two terms of the file may not overlap; one that only the register has can be mended there."""
    terms.sort(key=lambda term: (term["starts_on"], term["ends_on"]))
    for one, other in pairwise(terms):
        if other["starts_on"] <= one["ends_on"]:
            names = {"one": one["name"], "other": other["name"]}
            both_in_file = one.claims and other.claims
            severity = Severity.ERROR if both_in_file else Severity.WARNING
            ctx.say(_("«${one}» e «${other}» si sovrappongono.", mapping=names), severity)


KIND = ImportKind(
    name="periodi",
    label=_("Periodi"),
    order=20,
    columns=(
        Column("nome", required=True, aliases=("periodo", "descrizione")),
        Column("dal", required=True, aliases=("inizio", "data_inizio")),
        Column("al", required=True, aliases=("fine", "data_fine")),
    ),
    plan=plan,
)
