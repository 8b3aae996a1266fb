"""Matching a file's headings with the columns of its kind, and explaining what does not match."""

from collections.abc import Sequence
from difflib import get_close_matches

from registro_core import _
from registro_core.imports.kinds import Column, ImportKind, plain_key
from registro_core.imports.report import FileReport, Severity


def match_header(kind: ImportKind, headings: Sequence[str], report: FileReport) -> list[str]:
    """Return the column's name for each heading, "" where the cell is to be passed over.

    Errors (a needed column missing, one named twice) and warnings (an unknown
    one, with the likely meaning) go to the report.
    """
    known = _headings_known(kind)
    names: list[str] = []
    unknown: list[str] = []
    for heading in headings:
        column = known.get(plain_key(heading))
        if column is None and plain_key(heading):
            unknown.append(heading)
        if column is not None and column.name in names:
            report.add(Severity.ERROR, _("La colonna compare due volte."), 1, column.name)
        names.append(column.name if column and not column.ignored else "")
    present = {known[plain_key(h)].name for h in headings if plain_key(h) in known}
    missing = [c.name for c in kind.columns if c.name not in present]
    _report_unknown(unknown, missing, report)
    _report_missing(kind, missing, unknown, report)
    return names


def _headings_known(kind: ImportKind) -> dict[str, Column]:
    return {
        plain_key(heading): column
        for column in kind.columns
        for heading in (column.name, *column.aliases)
    }


def _report_unknown(unknown: list[str], missing: list[str], report: FileReport) -> None:
    for heading in unknown:
        meant = _likely(plain_key(heading), missing)
        if meant:
            text = _(
                "Colonna «${heading}» sconosciuta: forse «${meant}»? Il contenuto non viene letto.",
                mapping={"heading": heading, "meant": meant},
            )
        else:
            text = _(
                "Colonna «${heading}» sconosciuta: il contenuto non viene letto.",
                mapping={"heading": heading},
            )
        report.add(Severity.WARNING, text, 1, heading)


def _report_missing(
    kind: ImportKind, missing: list[str], unknown: list[str], report: FileReport
) -> None:
    for column in kind.columns:
        if not column.required or column.name not in missing:
            continue
        meant = _likely(column.name, unknown)
        text = (
            _(
                "Manca la colonna obbligatoria «${column}»: è «${heading}»?",
                mapping={"column": column.name, "heading": meant},
            )
            if meant
            else _(
                "Manca la colonna obbligatoria «${column}» nella prima riga.",
                mapping={"column": column.name},
            )
        )
        report.add(Severity.ERROR, text, 1, column.name)


def _likely(word: str, candidates: Sequence[str]) -> str | None:
    """The candidate that was probably meant."""
    by_key = {plain_key(candidate): candidate for candidate in candidates}
    close = get_close_matches(word, by_key, n=1, cutoff=0.6)
    return by_key[close[0]] if close else None
