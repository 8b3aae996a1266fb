"""Pages for the calendar and the lists of the school."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.db.base import Base
from registro_core.items import Text
from registro_core.office.calendar import services
from registro_core.office.calendar.bells import BadLine, Hour, parse_hours, write_hours
from registro_core.office.calendar.forms import (
    SUBJECT_KINDS,
    BellForm,
    HolidayForm,
    SiteForm,
    SubjectForm,
    TermForm,
    YearForm,
)
from registro_core.office.calendar.services import Refused
from registro_core.office.forms import options
from registro_core.office.people.views import office_of
from registro_core.permissions import SCHOOL
from registro_core.school.models import Holiday, SchoolYear, Site, Subject, Term
from registro_core.school.services import bell_schedules
from registro_core.security.contexts import SchoolContext, path_id
from registro_core.web.forms import Form
from registro_core.web.idempotency import idempotent

if TYPE_CHECKING:
    from registro_core.request import Request


@dataclass(frozen=True)
class Kind:
    """A thing of the calendar with a form: its table, form, titles, and what is stored."""

    table: type[Base]
    form: type[Form]
    new: Text
    fields: tuple[str, ...]


KINDS = {
    "year": Kind(
        SchoolYear, YearForm, _("Nuovo anno scolastico"), ("name", "starts_on", "ends_on")
    ),
    "term": Kind(Term, TermForm, _("Nuovo periodo"), ("name", "starts_on", "ends_on")),
    "site": Kind(Site, SiteForm, _("Nuova sede"), ("code", "name", "address")),
    "subject": Kind(Subject, SubjectForm, _("Nuova materia"), ("code", "name", "kind")),
}
WHY: dict[str, Text] = {
    "overlap": _("Queste date si sovrappongono a quelle di un altro periodo o anno."),
    "outside": _("Il periodo esce dall’anno scolastico."),
    "closed": _(
        "Il periodo è chiuso per lo scrutinio di almeno una classe: le date non si cambiano."
    ),
    "taken": _("C’è già qualcosa con questo nome o codice."),
}
LINES: dict[str, Text] = {
    "shape": _("Riga ${n}: servono giorno, numero, inizio, fine e unità."),
    "order": _("Riga ${n}: la fine viene prima dell’inizio."),
    "overlap": _("Riga ${n}: si sovrappone a un’altra ora dello stesso giorno."),
}


@view_defaults(
    permission=SCHOOL.name,
    request_method=("GET", "POST"),
    renderer="registro_core:office/calendar/templates/form.pt",
    decorator=idempotent,
)
class CalendarViews:
    """The calendar page and its forms."""

    def __init__(self, context: SchoolContext, request: "Request") -> None:
        self.request = request
        self.session = request.dbsession
        self.office = office_of(request)

    @view_config(
        route_name="office.calendar",
        request_method="GET",
        renderer="registro_core:office/calendar/templates/calendar.pt",
    )
    def show(self) -> dict[str, Any]:
        """Years, terms, holidays, sites with their hours, subjects."""
        calendar = services.read_calendar(self.session, self.request.today)
        return {"calendar": calendar, "subject_kinds": SUBJECT_KINDS}

    @view_config(route_name="office.calendar.new")
    def add(self) -> Any:
        """Add a year, term, site, subject, or holidays."""
        what = self.request.matchdict["what"]
        if what == "holiday":
            return self._add_holidays()
        kind = KINDS[what]
        row = kind.table()
        if isinstance(row, Term):
            current = services.read_calendar(self.session, self.request.today).current
            if current is None:
                return self._back(_("Prima crea l’anno scolastico."), "warn")
            row.year_id = current.id
        return self._edit(kind, row, kind.form(self.request), kind.new)

    @view_config(route_name="office.calendar.item")
    def change(self) -> Any:
        """Change a year, term, site or subject; remove a holiday."""
        what = self.request.matchdict["what"]
        kind = KINDS.get(what)
        table = kind.table if kind else Holiday
        row: Any = self.session.get(table, path_id(self.request, "id"))
        if row is None:
            raise HTTPNotFound
        if kind is None:
            return self._remove_holiday(row)
        return self._edit(kind, row, kind.form(self.request, obj=row), row.name)

    @view_config(route_name="office.bells")
    def bells(self) -> Any:
        """Give a site new hours from a day."""
        site = self.session.get(Site, path_id(self.request, "id"))
        if site is None:
            raise HTTPNotFound
        form = BellForm(self.request, data=self._bell_data(site))
        if form.submitted():
            try:
                hours = parse_hours(form.hours.data)
            except BadLine as line:
                form.hours.errors = [LINES[line.why] % {"n": line.number}]
            else:
                services.set_bells(self.office, site.id, form.valid_from.data, hours)
                return self._back(_("Scansione oraria salvata."))
        title = _("Scansione oraria di ${site}", mapping={"site": site.name})
        return self._page(form, title)

    def _bell_data(self, site: Site) -> dict[str, Any]:
        schedules = bell_schedules(self.session, site.id)
        week = schedules.week_of(self.request.today)
        hours = [Hour(weekday, slot) for weekday, slots in week.items() for slot in slots]
        return {"valid_from": self.request.today, "hours": write_hours(hours)}

    def _edit(self, kind: Kind, row: Any, form: Form, title: Text) -> Any:
        if form.submitted():
            values = {name: form[name].data for name in kind.fields}
            version = form["version"].data if "version" in form else None
            try:
                services.save(self.office, row, values, version)
            except Refused as error:
                form[_where(str(error), kind)].errors = [WHY[str(error)]]
            else:
                return self._back(_("Modifiche salvate."))
        return self._page(form, title)

    def _add_holidays(self) -> Any:
        form = HolidayForm(self.request)
        sites = services.read_calendar(self.session, self.request.today).sites
        everywhere = ("", _("Tutte le sedi"))
        form.site_id.choices = options([everywhere, *((site.id, site.name) for site in sites)])
        if form.submitted():
            site_id = int(form.site_id.data) if form.site_id.data else None
            last_day = form.last_day.data or form.day.data
            services.add_holidays(
                self.office, form.day.data, last_day, form.description.data, site_id
            )
            return self._back(_("Festività aggiunte."))
        return self._page(form, _("Giorni senza lezioni"))

    def _remove_holiday(self, row: Holiday) -> HTTPSeeOther:
        if self.request.method != "POST":
            raise HTTPNotFound
        services.remove_holiday(self.office, row)
        return self._back(_("Il giorno torna a essere di lezione."))

    def _back(self, message: Text, kind: str = "ok") -> HTTPSeeOther:
        self.request.flash(message, kind)
        return HTTPSeeOther("/office/calendar")

    def _page(self, form: Form, title: Text) -> dict[str, Any]:
        if self.request.method == "POST":
            self.request.response.status_int = 422
        return {"form": form, "title": title}


def _where(why: str, kind: Kind) -> str:
    """The field at which to show why something was refused."""
    return kind.fields[0] if why == "taken" else "starts_on"
