"""Which school year the files speak of."""

from datetime import date

from sqlalchemy import select

from registro_core import _
from registro_core.imports.kinds import ImportFile
from registro_core.imports.records import Record, Records
from registro_core.imports.report import Report, Severity
from registro_core.imports.values import CellError, read_day
from registro_core.school.models import ClassDuty, Enrolment, SchoolClass, SchoolYear, Teaching

# From this month on, a day belongs to the year that begins.
FIRST_MONTH = 8
# Years around today that a file may speak of: old archives are imported too.
LIVING = 30
# Used when nobody says when lessons begin and end.
USUAL_START = (9, 1)
USUAL_END = (6, 30)


def choose_year(records: Records, terms: ImportFile | None, today: date, report: Report) -> Record:
    """The year of the terms in periodi.csv, else the stored year of today, else a usual one.

    A year that the database does not have yet is planned, from the first day
    of its terms to the last.
    """
    start, end = _span(terms, today)
    day = start or today
    stored = _stored(records, day)
    if stored is not None:
        return stored
    first = _first_year(day)
    if start is None or end is None:
        start, end = date(first, *USUAL_START), date(first + 1, *USUAL_END)
        mapping = {"start": f"{start:%d/%m/%Y}", "end": f"{end:%d/%m/%Y}"}
        text = _("Senza periodi.csv l’anno scolastico va dal ${start} al ${end}.", mapping=mapping)
        report.add(Severity.WARNING, text)
    name = f"{first}/{(first + 1) % 100:02}"
    return records.add(SchoolYear, {"name": name, "starts_on": start, "ends_on": end})


def close_earlier_years(records: Records, year: Record) -> None:
    """A new year ends what earlier ones left open, on their last days.

    Otherwise everybody would go on being in the classes of last year too.
    """
    over = dict(
        records.pairs(
            select(SchoolClass.id, SchoolYear.ends_on)
            .join(SchoolYear, SchoolYear.id == SchoolClass.year_id)
            .where(SchoolYear.ends_on < year["starts_on"])
        )
    )
    for model in (Enrolment, Teaching, ClassDuty):
        for record in records.of(model, model.ends_on.is_(None)):
            if record["class_id"] in over:
                record.values["ends_on"] = over[record["class_id"]]


def _stored(records: Records, day: date) -> Record | None:
    """The stored year in which a day falls, holidays before and after counted in."""
    for year in records.of(SchoolYear):
        if _first_year(day) == _first_year(year["starts_on"]):
            return year
    return None


def _first_year(day: date) -> int:
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def may_be_in(year: Record, day: date) -> bool:
    """Whether a day can be of a school year at all, from one August to the next: no misprint."""
    first = _first_year(year["starts_on"])
    return date(first, FIRST_MONTH, 1) <= day <= date(first + 1, FIRST_MONTH, 31)


def _span(terms: ImportFile | None, today: date) -> tuple[date | None, date | None]:
    """First and last day of the year that periodi.csv begins with; its plan reports the others.

    What cannot be read, and what no living school has, tells nothing.
    """
    days: list[date] = []
    for row in terms.rows if terms else ():
        for column in ("dal", "al"):
            try:
                day = read_day(row.cells.get(column, ""))
            except CellError:
                continue
            if abs(day.year - today.year) <= LIVING and _of_one_year(days, day):
                days.append(day)
    if len(days) < 2:
        return None, None
    return min(days), max(days)


def _of_one_year(days: list[date], day: date) -> bool:
    return not days or _first_year(day) == _first_year(days[0])
