"""Pages of observations: on a student, and those of a class."""

from typing import Any

from registro_core.api import (
    ClassContext,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolYear,
    check_version,
    idempotent,
    page_of,
    path_id,
    roster,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.family.tabs import tabs
from registro_grades.models import Observation
from registro_grades.observations.contexts import ObservedContext
from registro_grades.observations.forms import CancelForm, ObservationForm
from registro_grades.observations.notices import take_back, tell
from registro_grades.observations.permissions import (
    OBSERVATIONS,
    READ_OBSERVATIONS,
    WRITE_OBSERVATIONS,
)
from registro_grades.observations.services import (
    Wanted,
    cancel,
    count_observations,
    observations_of,
    rewrite,
    write,
)
from registro_grades.telling import leaves_at

TEMPLATES = "registro_grades:observations/templates/"


def _form(context: ObservedContext, request: Request, row: Observation | None) -> ObservationForm:
    year = request.dbsession.get_one(SchoolYear, context.school_class.year_id)
    form = ObservationForm(request, obj=row, data=None if row else {"day": request.today})
    form.first_day, form.last_day = year.starts_on, min(request.today, year.ends_on)
    return form


@view_defaults(route_name="grades.observations", renderer=f"{TEMPLATES}student.pt")
class StudentObservations:
    """The observations on a student, and writing one."""

    def __init__(self, context: ObservedContext, request: Request) -> None:
        self.context, self.request = context, request
        self.session, self.student = request.dbsession, context.student

    @view_config(permission=OBSERVATIONS.name, request_method="GET")
    def show(self) -> dict[str, Any]:
        """All of them for family, coordinator and head; to a teacher their own."""
        return self._page(_form(self.context, self.request, None))

    @view_config(permission=WRITE_OBSERVATIONS.name, request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Store an observation and tell the guardians."""
        form = _form(self.context, self.request, None)
        school_class = self.context.class_on(form.day.data) if form.submitted() else None
        if school_class is None:
            if form.day.data and not form.errors:
                form.day.errors = [_("Quel giorno l’alunno non era iscritto.")]
            self.request.response.status_int = 422
            return self._page(form)
        request, now = self.request, self.request.now
        row = write(
            self.session, self.student.id, school_class.id, form.draft(), request.actor, now
        )
        tell(self.session, row, leaves_at(request), now)
        request.flash(_("Osservazione scritta."))
        return HTTPSeeOther(f"/students/{self.student.id}/observations")

    def _page(self, form: ObservationForm) -> dict[str, Any]:
        request, identity = self.request, self.request.identity
        everything = request.allows(READ_OBSERVATIONS.name)
        own = identity.person_id if identity else 0
        family = bool(identity and self.student.id in identity.wards)
        wanted = Wanted(
            student_id=self.student.id,
            author_id=None if everything else own,
            void_too=not family,
        )
        page = page_of(request, count_observations(self.session, wanted))
        return {
            "student": self.student,
            "tabs": tabs(request, self.context),
            "rows": observations_of(self.session, wanted, page.offset, page.size),
            "page": page,
            "form": form,
            "own": own,
            "may_write": request.allows(WRITE_OBSERVATIONS.name),
        }


@view_defaults(
    route_name="grades.observation",
    permission=WRITE_OBSERVATIONS.name,
    renderer=f"{TEMPLATES}edit.pt",
)
class ObservationViews:
    """Rewriting or cancelling one's own observation."""

    def __init__(self, context: ObservedContext, request: Request) -> None:
        """Find the observation on the student; HTTPNotFound unless one wrote it and it holds."""
        self.context, self.request = context, request
        row = request.dbsession.get(Observation, path_id(request, "observation_id"))
        author = request.identity.person_id if request.identity else None
        if row is None or row.student_id != context.student.id or row.author_id != author:
            raise HTTPNotFound
        if row.cancelled_at is not None:
            raise HTTPNotFound
        self.row = row
        self.address = f"/students/{context.student.id}/observations"

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The form as stored."""
        return self._page()

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store it anew; the family sees that it was changed."""
        form = _form(self.context, self.request, self.row)
        if not form.submitted():
            return self._refuse(form=form)
        check_version(self.row, form.version.data)
        request, session = self.request, self.request.dbsession
        rewrite(session, self.row, form.draft(), request.actor, request.now)
        tell(session, self.row, leaves_at(request), request.now)
        request.flash(_("Osservazione corretta."))
        return HTTPSeeOther(self.address)

    @view_config(route_name="grades.observation.cancel", request_method="POST")
    def cancel(self) -> Any:
        """Cancel it with a reason."""
        form = CancelForm(self.request)
        if not form.submitted():
            return self._refuse(cancel_form=form)
        check_version(self.row, form.version.data)
        request, session = self.request, self.request.dbsession
        take_back(session, self.row, request.now)
        cancel(session, self.row, form.reason.data, request.actor, request.now)
        request.flash(_("Osservazione annullata."))
        return HTTPSeeOther(self.address)

    def _refuse(self, **forms: Any) -> dict[str, Any]:
        self.request.response.status_int = 422
        return self._page(**forms)

    def _page(self, **forms: Any) -> dict[str, Any]:
        return {
            "student": self.context.student,
            "address": f"{self.address}/{self.row.id}",
            "form": forms.get("form") or self._stored(),
            "cancel_form": forms.get("cancel_form")
            or CancelForm(self.request, data={"version": self.row.version}),
        }

    def _stored(self) -> ObservationForm:
        row = self.row
        data = {
            "day": row.day,
            "text": row.text,
            "in_report": row.in_report,
            "version": row.version,
        }
        return ObservationForm(self.request, data=data)


@view_config(
    route_name="grades.class.observations",
    permission=OBSERVATIONS.name,
    request_method="GET",
    renderer=f"{TEMPLATES}class.pt",
)
def class_observations(context: ClassContext, request: Request) -> dict[str, Any]:
    """Observations on students of a class: a teacher's own; all for coordinator and head."""
    session, found = request.dbsession, context.school_class
    everything = request.allows(READ_OBSERVATIONS.name)
    own = request.identity.person_id if request.identity else 0
    wanted = Wanted(class_id=found.id, author_id=None if everything else own, void_too=True)
    page = page_of(request, count_observations(session, wanted))
    may_write = request.allows(WRITE_OBSERVATIONS.name)
    return {
        "school_class": found,
        "rows": observations_of(session, wanted, page.offset, page.size),
        "page": page,
        "everything": everything,
        "own": own,
        "may_write": may_write,
        "students": roster(session, found.id, request.today) if may_write else [],
    }
