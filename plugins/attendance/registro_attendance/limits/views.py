"""Pages of deroghe and hours of other schools, and of the limit of a class."""

from typing import Any

from registro_attendance import _
from registro_attendance.limits.forms import (
    KINDS,
    CancelForm,
    ClassLimitForm,
    DerogationForm,
    PreviousHoursForm,
    exact,
    written,
)
from registro_attendance.limits.services import (
    Excuse,
    add_derogation,
    add_previous_hours,
    cancel,
    live,
    set_class_limit,
)
from registro_attendance.models import ClassLimit, Derogation, DerogationKind, PreviousHours
from registro_attendance.own_children import for_colleagues
from registro_attendance.permissions import MANAGE
from registro_core.api import (
    ClassContext,
    Conflict,
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    StudentContext,
    idempotent,
    path_id,
    view_config,
    view_defaults,
)

TEMPLATES = "registro_attendance:limits/templates/"
ROWS: dict[str, type[Derogation | PreviousHours]] = {
    "derogations": Derogation,
    "hours": PreviousHours,
}


class StudentLimits:
    """What changes a student's hours or the judgement of them."""

    def __init__(self, context: StudentContext, request: Request) -> None:
        self.context, self.request = context, request
        self.session, self.student = request.dbsession, context.student

    @property
    def path(self) -> str:
        """Address of the page."""
        return f"/students/{self.student.id}/attendance/limit"

    def page(
        self,
        derogation: DerogationForm | None = None,
        hours: PreviousHoursForm | None = None,
    ) -> dict[str, Any]:
        """The lists and the two forms, one of them perhaps with errors."""
        if derogation is not None or hours is not None:
            self.request.response.status_int = 422
        year_id = self.context.school_class.year_id
        derogations, previous = live(self.session, self.student.id, year_id)
        return {
            "student": self.student,
            "path": self.path,
            "kinds": KINDS,
            "derogations": derogations,
            "previous": previous,
            "derogation_form": derogation or DerogationForm(self.request),
            "hours_form": hours or PreviousHoursForm(self.request),
        }


@view_defaults(permission=MANAGE.name, renderer=f"{TEMPLATES}student.pt")
class StudentLimitViews(StudentLimits):
    """The page of a student, and its two forms."""

    @view_config(route_name="attendance.limit", request_method="GET", decorator=for_colleagues)
    def show(self) -> dict[str, Any]:
        """What counts today."""
        return self.page()

    @view_config(
        route_name="attendance.limit.derogations",
        request_method="POST",
        decorator=(for_colleagues, idempotent),
    )
    def excuse(self) -> Any:
        """Record a deroga (A13)."""
        form = DerogationForm(self.request)
        if not form.submitted():
            return self.page(derogation=form)
        excuse = Excuse(
            DerogationKind(form.kind.data),
            form.first_day.data,
            form.last_day.data,
            form.document.data,
        )
        add_derogation(self.session, self.student.id, excuse, self.request.actor, self.request.now)
        self.request.flash(_("Deroga registrata: le ore restano, decide il consiglio."))
        return HTTPSeeOther(self.path)

    @view_config(
        route_name="attendance.limit.hours",
        request_method="POST",
        decorator=(for_colleagues, idempotent),
    )
    def bring(self) -> Any:
        """Record hours of another school (A16)."""
        form = PreviousHoursForm(self.request)
        if not form.submitted():
            return self.page(hours=form)
        add_previous_hours(
            self.session,
            self.student.id,
            self.context.school_class.year_id,
            exact(form.hours.data),
            form.source.data,
            self.request.actor,
            self.request.now,
        )
        self.request.flash(_("Ore registrate."))
        return HTTPSeeOther(self.path)


@view_config(
    route_name="attendance.limit.cancel",
    permission=MANAGE.name,
    request_method="POST",
    decorator=for_colleagues,
)
def take_back(context: StudentContext, request: Request) -> HTTPSeeOther:
    """Cancel a deroga or hours of another school, with a reason."""
    page = StudentLimits(context, request)
    model = ROWS.get(request.matchdict["what"])
    row = request.dbsession.get(model, path_id(request, "row_id")) if model else None
    if row is None or row.student_id != page.student.id or row.cancelled_at is not None:
        raise HTTPNotFound
    form = CancelForm(request)
    if not form.submitted():
        request.flash(_("Scrivi perché lo annulli."), "warn")
        return HTTPSeeOther(page.path)
    cancel(request.dbsession, row, form.version.data, form.reason.data, request.actor, request.now)
    request.flash(_("Annullato."))
    return HTTPSeeOther(page.path)


@view_defaults(
    route_name="attendance.class.limit", permission=MANAGE.name, renderer=f"{TEMPLATES}class.pt"
)
class ClassLimitViews:
    """The limit of a class by the school's own table."""

    def __init__(self, context: ClassContext, request: Request) -> None:
        self.school_class, self.request = context.school_class, request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The limit in force."""
        row = self.request.dbsession.get(ClassLimit, self.school_class.id)
        return self._page(
            ClassLimitForm(
                self.request,
                data={
                    "hours": row and written(row.hours),
                    "without_religion": row and written(row.without_religion),
                    "version": row.version if row else 0,
                },
            )
        )

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Fix it; 409 if somebody else did meanwhile."""
        form = ClassLimitForm(self.request)
        if not form.submitted():
            self.request.response.status_int = 422
            return self._page(form)
        hours, without = form.hours.data, form.without_religion.data
        try:
            set_class_limit(
                self.request.dbsession,
                self.school_class.id,
                None if hours is None else exact(hours),
                None if without is None else exact(without),
                form.version.data,
                self.request.actor,
                self.request.now,
            )
        except Conflict:
            form.hours.errors = [_("Un’altra persona ha cambiato il limite: ricarica la pagina.")]
            self.request.response.status_int = 409
            return self._page(form)
        self.request.flash(_("Limite salvato."))
        return HTTPSeeOther(f"/classes/{self.school_class.id}/attendance")

    def _page(self, form: ClassLimitForm) -> dict[str, Any]:
        return {"school_class": self.school_class, "form": form}
