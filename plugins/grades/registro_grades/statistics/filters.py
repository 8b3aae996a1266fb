"""Which part of the school the head looks at: a year, a term, a site, an order."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Request, SchoolClass, SchoolOrder, SchoolYear, Site, whole_number
from registro_grades.courses.terms import Windows
from registro_grades.family.reading import year_terms


@dataclass(frozen=True)
class ClassRow:
    """A class of the year, with where it is and of which order."""

    id: int
    name: str
    order: SchoolOrder
    site_id: int
    site: str


@dataclass(frozen=True)
class Filters:
    """What is open to choose, and what was chosen; `classes` are those that fit."""

    years: list[tuple[int, str]]
    year_id: int
    windows: Windows
    sites: list[tuple[int, str]]
    site_id: int | None
    orders: list[SchoolOrder]
    order: SchoolOrder | None
    classes: list[ClassRow]
    until: date

    @property
    def query(self) -> str:
        """The choices as the query of an address."""
        chosen = {
            "year": self.year_id,
            "term": self.windows.shown.key,
            "site": self.site_id,
            "order": self.order,
        }
        return urlencode({name: value for name, value in chosen.items() if value is not None})


def filters_of(request: Request) -> Filters | None:
    """What the address chooses: three statements. Unknown values choose everything.

    None in a school without years.
    """
    session, today = request.dbsession, request.today
    years = session.execute(
        select(SchoolYear.id, SchoolYear.name, SchoolYear.starts_on).order_by(
            SchoolYear.starts_on.desc()
        )
    ).all()
    if not years:
        return None
    wanted = whole_number(request.GET.get("year", ""))
    begun = next((row.id for row in years if row.starts_on <= today), years[-1].id)
    year_id: int = next((row.id for row in years if row.id == wanted), begun)
    windows = year_terms(session, year_id, today, request.GET.get("term", "")).windows
    classes = _classes(session, year_id)
    sites = sorted({(row.site_id, row.site) for row in classes}, key=lambda site: site[1])
    orders = [order for order in SchoolOrder if any(row.order is order for row in classes)]
    site = whole_number(request.GET.get("site", ""))
    site_id = site if site in dict(sites) else None
    order = next((each for each in orders if each.value == request.GET.get("order")), None)
    return Filters(
        [(row.id, row.name) for row in years],
        year_id,
        windows,
        sites,
        site_id,
        orders,
        order,
        [row for row in classes if site_id in {None, row.site_id} and order in {None, row.order}],
        max(windows.shown.first, min(windows.shown.last, today)),
    )


def _classes(session: Session, year_id: int) -> list[ClassRow]:
    rows = session.execute(
        select(SchoolClass.id, SchoolClass.name, SchoolClass.order, Site.id, Site.name)
        .join(Site, Site.id == SchoolClass.site_id)
        .where(SchoolClass.year_id == year_id)
        .order_by(SchoolClass.name)
    )
    return [ClassRow(*row) for row in rows]
