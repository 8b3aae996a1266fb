"""The head's statistics: six statements, however large the school is."""

from dataclasses import dataclass
from datetime import date

from registro_core.api import Request
from registro_grades.charts.distribution import Distribution, distribution
from registro_grades.marks.sums import sums
from registro_grades.statistics.filters import Filters, filters_of
from registro_grades.statistics.lines import (
    ORDERS,
    Line,
    arranged,
    bands,
    line_of,
    lines_of_classes,
    lines_of_subjects,
)
from registro_grades.statistics.reading import given, notes_by_month


@dataclass(frozen=True)
class Statistics:
    """The page: `total` is everything that the filters leave."""

    filters: Filters
    sort: str
    total: Line
    classes: list[Line]
    subjects: list[Line]
    numbers: Distribution | None
    judgements: Distribution | None
    notes: dict[date, int]


def statistics(request: Request) -> Statistics | None:
    """Marks and notes of a part of the school in a term; None in a school without years."""
    filters = filters_of(request)
    if filters is None:
        return None
    session, first, until = request.dbsession, filters.windows.shown.first, filters.until
    ids = [row.id for row in filters.classes]
    found = sums(session, ids, first, until)
    often = given(session, ids, first, until)
    sort = request.GET.get("sort", "name")
    return Statistics(
        filters,
        sort if sort in ORDERS else "name",
        line_of("", found),
        arranged(lines_of_classes(found, filters.classes), sort),
        arranged(lines_of_subjects(found), sort),
        bands(often.numbers),
        distribution(often.judgements),
        notes_by_month(session, ids, first, until),
    )
