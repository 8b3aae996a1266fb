"""Pages for guardians, enrolments and a student's profile."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.items import ReligionChoice, Text
from registro_core.numbers import whole_number
from registro_core.office.families import queries, services
from registro_core.office.families.forms import (
    EnrolmentForm,
    GuardianForm,
    GuardianshipForm,
    LeavingForm,
    ProfileForm,
)
from registro_core.office.families.services import Impossible
from registro_core.office.forms import options
from registro_core.office.people.views import office_of
from registro_core.people.models import GuardianKind, Guardianship, Person, StudentProfile
from registro_core.permissions import PEOPLE
from registro_core.school.models import Enrolment
from registro_core.security.contexts import PersonContext, path_id
from registro_core.web.idempotency import idempotent

if TYPE_CHECKING:
    from registro_core.request import Request

TEMPLATE = "registro_core:office/families/templates/form.pt"
WHY: dict[str, Text] = {
    "self": _("Una persona non può essere tutore di sé stessa."),
    "twice": _("È già tra i tutori di questo studente."),
    "same class": _("È già in questa classe."),
    "later": _("Risulta già in un’altra classe da quel giorno o dopo."),
    "before it began": _("L’ultimo giorno viene prima dell’inizio nella classe."),
}
ADULT = {"": None, "yes": True, "no": False}


@view_defaults(permission=PEOPLE.name, request_method=("GET", "POST"), renderer=TEMPLATE)
class FamilyViews:
    """Forms about one person's family and classes; each leads back to the person."""

    def __init__(self, context: PersonContext, request: "Request") -> None:
        self.request = request
        self.session = request.dbsession
        self.person = context.person
        self.office = office_of(request)

    @view_config(route_name="office.person.guardians", decorator=idempotent)
    def add_guardian(self) -> Any:
        """Add a guardian."""
        form = GuardianForm(self.request, data={"starts_on": self.request.today})
        if form.submitted() and (guardian_id := self._who(form)) is not None:
            try:
                services.add_guardian(
                    self.office,
                    self.person.id,
                    guardian_id,
                    GuardianKind(form.kind.data),
                    form.starts_on.data,
                )
            except Impossible as error:
                form.who.errors = [WHY[str(error)]]
            else:
                return self._back(_("Tutore aggiunto."))
        return self._page(form, _("Aggiungi un tutore"))

    @view_config(route_name="office.person.guardianship")
    def change_guardian(self) -> Any:
        """Change, restrict or end a guardianship."""
        row = self.session.get(Guardianship, path_id(self.request, "guardianship_id"))
        if row is None or row.student_id != self.person.id:
            raise HTTPNotFound
        form = GuardianshipForm(self.request, obj=row)
        if form.submitted():
            values = {name: form[name].data for name in services.GUARDIAN_FIELDS}
            values["kind"] = GuardianKind(values["kind"])
            services.change_guardian(self.office, row, values, form.version.data)
            return self._back(_("Modifiche salvate."))
        guardian = self.session.get_one(Person, row.guardian_id)
        return self._page(form, f"{guardian.surname} {guardian.given_name}")

    @view_config(route_name="office.person.enrolments", decorator=idempotent)
    def enrol(self) -> Any:
        """Let a student join a class, or leave the one they are in."""
        leaving = whole_number(self.request.params.get("leave", ""))
        if leaving is not None:
            return self._leave(leaving)
        form = EnrolmentForm(self.request, data={"day": self.request.today})
        names = queries.class_names(self.session, self.request.today)
        form.class_id.choices = options(names)
        if form.submitted():
            try:
                services.enrol(
                    self.office,
                    self.request.platform.plugins.fire,
                    self.person.id,
                    int(form.class_id.data),
                    form.day.data,
                    ReligionChoice(form.religion.data),
                )
            except Impossible as error:
                form.class_id.errors = [WHY[str(error)]]
            else:
                return self._back(_("Iscrizione salvata."))
        return self._page(form, _("Iscrivi in una classe"))

    def _leave(self, enrolment_id: int) -> Any:
        row = self.session.get(Enrolment, enrolment_id)
        if row is None or row.student_id != self.person.id or row.ends_on is not None:
            raise HTTPNotFound
        form = LeavingForm(self.request, data={"last_day": self.request.today})
        if form.submitted():
            fire = self.request.platform.plugins.fire
            try:
                services.leave(self.office, fire, row, form.last_day.data, form.reason.data)
            except Impossible as error:
                form.last_day.errors = [WHY[str(error)]]
            else:
                return self._back(_("Uscita dalla classe salvata."))
        return self._page(form, _("Uscita dalla classe"))

    @view_config(route_name="office.person.profile")
    def profile(self) -> Any:
        """Change a student's needs and choices."""
        form = ProfileForm(self.request, data=self._profile_data())
        if form.submitted():
            values = {
                "special_needs": form.special_needs.data,
                "parents_may_see_adult": ADULT[form.adult.data],
                "may_self_justify": form.may_self_justify.data,
            }
            services.change_profile(self.office, self.person.id, values)
            services.change_religion(
                self.office, self.person.id, ReligionChoice(form.religion.data)
            )
            return self._back(_("Modifiche salvate."))
        return self._page(form, _("Dati da studente"))

    def _profile_data(self) -> dict[str, Any]:
        row = self.session.get(StudentProfile, self.person.id)
        stays = queries.enrolments(self.session, self.person.id)
        if row is None or not stays:
            raise HTTPNotFound
        choice = {value: key for key, value in ADULT.items()}[row.parents_may_see_adult]
        return {
            "special_needs": row.special_needs,
            "religion": stays[0].religion.value,
            "adult": choice,
            "may_self_justify": row.may_self_justify,
        }

    def _who(self, form: GuardianForm) -> int | None:
        found = queries.find_person(self.session, form.who.data)
        if len(found) == 1:
            return int(found[0].id)
        form.who.errors = [
            _("Nessuna persona con questo nome o codice fiscale: prima aggiungila.")
            if not found
            else _("Più persone corrispondono: scrivi il codice fiscale.")
        ]
        return None

    def _back(self, message: Text) -> HTTPSeeOther:
        self.request.flash(message)
        return HTTPSeeOther(f"/office/people/{self.person.id}")

    def _page(self, form: Any, title: Text) -> dict[str, Any]:
        if self.request.method == "POST":
            self.request.response.status_int = 422
        return {"form": form, "title": title, "person": self.person}
