"""The attendance of a class: the coordinator's table, and its CSV files."""

from typing import Any

from registro_attendance import _
from registro_attendance.permissions import MANAGE, READ, WRITE
from registro_attendance.statistics.month import read_month
from registro_attendance.statistics.monthly import monthly_table
from registro_attendance.statistics.overview import FILTERS, ORDERS, Row, arranged, overview
from registro_core.api import (
    Card,
    ClassContext,
    Request,
    SchoolYear,
    Text,
    csv_response,
    each_day,
    markup,
    view_config,
)

TEMPLATES = "registro_attendance:pages/templates/"

FILTER_LABELS: dict[str, Text] = {
    "": _("Tutti"),
    "warned": _("Vicini o oltre il limite"),
    "over": _("Oltre il limite"),
    "unjustified": _("Con assenze da giustificare"),
}
COLUMNS: dict[str, Text] = {
    "name": _("Studente"),
    "hours": _("Ore"),
    "share": _("Sul monte ore"),
    "absences": _("Giorni"),
    "lates": _("Ritardi"),
    "exits": _("Uscite"),
    "unjustified": _("Da giustificare"),
}
CSV_HEAD = (
    "Studente", "Monte ore", "Limite", "Ore di assenza", "di cui altra scuola", "Ore in deroga",
    "Ore al netto", "Giorni", "Ritardi", "Ritardi brevi", "Uscite", "Da giustificare", "Livello",
)  # fmt: skip


@view_config(
    route_name="attendance.class",
    permission=READ.name,
    request_method="GET",
    renderer=f"{TEMPLATES}class.pt",
)
def school_class(context: ClassContext, request: Request) -> dict[str, Any]:
    """The table: filtered and sorted by the address."""
    session, found = request.dbsession, context.school_class
    year = session.get_one(SchoolYear, found.year_id)
    table = overview(session, found, request.school_settings, request.today)
    only, order = request.GET.get("only", ""), request.GET.get("sort", "name")
    last = min(request.today, year.ends_on)
    months = sorted({day.replace(day=1) for day in each_day(year.starts_on, last)}, reverse=True)
    return {
        "school_class": found,
        "table": table,
        "rows": arranged(table.rows, only, order),
        "only": only if only in FILTERS else "",
        "sort": order if order in ORDERS else "name",
        "filters": FILTER_LABELS,
        "columns": COLUMNS,
        "months": months,
        "may_write": request.allows(WRITE.name),
        "may_manage": request.allows(MANAGE.name),
    }


@view_config(route_name="attendance.class.csv", permission=READ.name, request_method="GET")
def download(context: ClassContext, request: Request) -> Any:
    """The same rows as a file."""
    found = context.school_class
    table = overview(request.dbsession, found, request.school_settings, request.today)
    rows = arranged(table.rows, request.GET.get("only", ""), request.GET.get("sort", "name"))
    return csv_response(
        f"assenze-{found.id}-{request.today}.csv", CSV_HEAD, [_cells(row) for row in rows]
    )


def _cells(row: Row) -> tuple[Any, ...]:
    standing, counters = row.standing, row.standing.counters
    return (
        row.student.name,
        standing.yearly.hours,
        standing.yearly.limit,
        standing.absent,
        standing.previous,
        standing.excused,
        standing.net,
        counters.absences,
        counters.lates,
        counters.short_lates,
        counters.exits,
        row.unjustified,
        row.letter,
    )


@view_config(route_name="attendance.class.month", permission=READ.name, request_method="GET")
def month(context: ClassContext, request: Request) -> Any:
    """The monthly summary: a row a student, a column a day (`?month=2026-11`)."""
    found = context.school_class
    first = read_month(request.GET.get("month", ""), request.today)
    table = monthly_table(request.dbsession, found, first, request.school_settings)
    head: list[Any] = ["Studente", *(day.day for day in table.days), "Giorni", "Ore"]
    rows: list[list[Any]] = [[r.name, *r.cells, r.days, r.hours] for r in table.rows]
    return csv_response(f"presenze-{found.id}-{first:%Y-%m}.csv", head, rows)


def class_cards(request: Request, context: ClassContext) -> list[Card]:
    """A way to the table, on the class's page."""
    if not request.allows(READ.name, context):
        return []
    html = markup(request, f"{TEMPLATES}class_card.pt", school_class=context.school_class)
    return [Card(20, "attendance", html)]
