"""Pages for people: list, card, form, roles."""

from functools import partial
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPBadRequest, HTTPForbidden, HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from registro_core import _
from registro_core.accounts.models import Account
from registro_core.accounts.views.step_up import protect_administrators, step_up
from registro_core.items import Role
from registro_core.numbers import whole_number
from registro_core.office.families import queries as families
from registro_core.office.people import queries, services
from registro_core.office.people.forms import ROLES, PersonForm, RoleForm
from registro_core.office.people.queries import Hat, PeopleFilter
from registro_core.office.people.services import Office, Taken
from registro_core.people.models import RoleGrant
from registro_core.permissions import PEOPLE, STUDENT
from registro_core.security.contexts import PersonContext, SchoolContext
from registro_core.web.csv_export import csv_response
from registro_core.web.idempotency import idempotent
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.request import Request

# Roles that give power over the others' rights are handed on by who holds them.
GIVEN_BY = {Role.ADMIN: {Role.ADMIN}, Role.HEAD: {Role.HEAD, Role.ADMIN}}

HATS = {
    Hat.STUDENT: _("Studenti"),
    Hat.GUARDIAN: _("Genitori e tutori"),
    Hat.TEACHER: _("Docenti"),
    Hat.STAFF: _("Altro personale"),
}


def office_of(request: "Request") -> Office:
    """Who works in the office now."""
    return Office(request.dbsession, request.actor, request.now)


def _filter(request: "Request") -> PeopleFilter:
    hat = request.GET.get("hat", "")
    return PeopleFilter(
        words=request.GET.get("q", "")[:100],
        hat=Hat(hat) if hat in list(Hat) else None,
        class_id=whole_number(request.GET.get("class", "")),
        without_email=request.GET.get("email") == "none",
    )


@view_defaults(permission=PEOPLE.name, request_method="GET")
class PeopleViews:
    """The list of people."""

    def __init__(self, context: SchoolContext, request: "Request") -> None:
        self.request = request
        self.session = request.dbsession
        self.wanted = _filter(request)

    @view_config(
        route_name="office.people", renderer="registro_core:office/people/templates/people.pt"
    )
    def page(self) -> dict[str, Any]:
        """One page of the list."""
        request, today = self.request, self.request.today
        page, people = queries.people_page(
            self.session, self.wanted, today, partial(page_of, request)
        )
        return {
            "page": page,
            "people": people,
            "wanted": self.wanted,
            "hats": HATS,
            "classes": families.class_names(self.session, today),
        }

    @view_config(route_name="office.people.csv")
    def csv(self) -> Any:
        """The whole list for a spreadsheet, without codici fiscali."""
        rows = queries.people(self.session, self.wanted, self.request.today)
        return csv_response(
            "persone.csv",
            ["Cognome", "Nome", "Classe", "Nome utente", "E-mail"],
            ([r.surname, r.given_name, r.class_name, r.username, r.email] for r in rows),
        )


@view_config(
    route_name="office.person.new",
    permission=PEOPLE.name,
    request_method=("GET", "POST"),
    decorator=idempotent,
    renderer="registro_core:office/people/templates/person_form.pt",
)
def add_person(context: SchoolContext, request: "Request") -> Any:
    """Add somebody."""
    form = PersonForm(request)
    if form.submitted():
        try:
            person = services.add_person(office_of(request), form.values)
        except Taken as taken:
            _explain_taken(form, taken)
        else:
            request.flash(
                _("Persona aggiunta. Ora puoi darle un ruolo o collegarla a uno studente.")
            )
            return HTTPSeeOther(f"/office/people/{person.id}")
    return _form_page(request, form, None)


@view_defaults(permission=PEOPLE.name)
class PersonViews:
    """One person."""

    def __init__(self, context: PersonContext, request: "Request") -> None:
        self.request = request
        self.session = request.dbsession
        self.person = context.person

    @view_config(
        route_name="office.person",
        request_method="GET",
        renderer="registro_core:office/people/templates/person.pt",
    )
    def show(self, role_form: RoleForm | None = None) -> dict[str, Any]:
        """Everything the office needs of a person on one page."""
        session, person, today = self.session, self.person, self.request.today
        account = select(Account).where(Account.person_id == person.id)
        return {
            "person": person,
            "opens_student": self.request.allows(STUDENT.name),
            "account": session.scalars(account).first(),
            "roles": queries.roles_of(session, person.id),
            "role_labels": ROLES,
            "role_form": role_form or RoleForm(self.request, data={"starts_on": today}),
            "today": today,
            **families.of_person(session, person.id),
        }

    @view_config(
        route_name="office.person.edit",
        request_method=("GET", "POST"),
        renderer="registro_core:office/people/templates/person_form.pt",
    )
    def edit(self) -> Any:
        """Change somebody's data."""
        protect_administrators(self.request, self.person.id)
        form = PersonForm(self.request, obj=self.person)
        if form.submitted():
            office = office_of(self.request)
            try:
                services.change_person(office, self.person, form.values, form.version.data)
            except Taken as taken:
                _explain_taken(form, taken)
            else:
                self.request.flash(_("Modifiche salvate."))
                return HTTPSeeOther(f"/office/people/{self.person.id}")
        return _form_page(self.request, form, self.person)

    @view_config(
        route_name="office.person.roles",
        request_method="POST",
        decorator=(step_up, idempotent),
        renderer="registro_core:office/people/templates/person.pt",
    )
    def roles(self) -> Any:
        """Give a role, or end one."""
        protect_administrators(self.request, self.person.id)
        ending = whole_number(self.request.POST.get("end", ""))
        if ending is not None:
            return self._end_role(ending)
        form = RoleForm(self.request)
        if not form.submitted():
            self.request.response.status_int = 422
            return self.show(form)
        role = Role(form.role.data)
        if self.request.identity.roles.isdisjoint(GIVEN_BY.get(role, Role)):
            raise HTTPForbidden
        services.grant_role(
            office_of(self.request), self.person, role, form.starts_on.data, form.title.data
        )
        self.request.flash(_("Ruolo assegnato."))
        return HTTPSeeOther(f"/office/people/{self.person.id}")

    def _end_role(self, grant_id: int) -> HTTPSeeOther:
        grant = self.session.get(RoleGrant, grant_id)
        if grant is None or grant.person_id != self.person.id:
            raise HTTPNotFound
        if grant.ends_on is not None:
            raise HTTPBadRequest
        services.end_role(office_of(self.request), grant, self.request.today)
        self.request.flash(_("Il ruolo finisce oggi."))
        return HTTPSeeOther(f"/office/people/{self.person.id}")


def _explain_taken(form: PersonForm, taken: Taken) -> None:
    message = _(
        "Questo codice fiscale è già di un’altra persona (scheda n. ${id}).",
        mapping={"id": taken.person_id},
    )
    form.codice_fiscale.errors = [message]


def _form_page(request: "Request", form: PersonForm, person: Any) -> dict[str, Any]:
    if request.method == "POST":
        request.response.status_int = 422
    return {"form": form, "person": person}
