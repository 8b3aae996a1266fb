"""Pages of scales of judgements (P1, P2, G11)."""

from typing import Any

from sqlalchemy import select

from registro_core.api import (
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolContext,
    SchoolOrder,
    SchoolYear,
    idempotent,
    path_id,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.labels import ORDERS, USES
from registro_grades.models import Scale, ScaleUse
from registro_grades.permissions import SETUP
from registro_grades.scales.code_views import SETUP_PATH
from registro_grades.scales.forms import ScaleForm
from registro_grades.scales.versions import (
    ScaleRefused,
    ScaleSaid,
    change_scale,
    is_used,
    levels_of,
    make_scale,
    read_levels,
    write_levels,
)

TEMPLATE = "registro_grades:scales/templates/scale.pt"


def years(request: Request) -> list[SchoolYear]:
    """The school years, the newest first."""
    statement = select(SchoolYear).order_by(SchoolYear.starts_on.desc())
    return list(request.dbsession.scalars(statement))


def said_in(form: ScaleForm) -> ScaleSaid:
    """What a valid form says; raise `ScaleRefused`."""
    levels = read_levels(form.levels.data)
    if form.failing.data >= len(levels):
        raise ScaleRefused("failing", _("Almeno un giudizio deve essere sufficiente."))
    return ScaleSaid(form.name.data, levels, form.failing.data)


class ScaleBase:
    """What pages of scales share."""

    request: Request
    form: ScaleForm
    years: list[SchoolYear]

    def _start(self) -> Any:
        chosen = (year for year in self.years if str(year.id) == self.form.year.data)
        return next((year.starts_on for year in chosen), None)

    def _refuse(self, error: ScaleRefused) -> None:
        self.form[error.field].errors = [error.message]


@view_defaults(route_name="grades.scale.new", permission=SETUP.name, renderer=TEMPLATE)
class NewScaleViews(ScaleBase):
    """A scale that does not exist yet."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        self.request = request
        self.years = years(request)
        self.form = ScaleForm(request, self.years, {"use": ScaleUse.SUBJECTS.value, "failing": 1})

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form."""
        return {"form": self.form, "scale": None, "used": False, "uses": USES, "orders": ORDERS}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Make it."""
        request, form = self.request, self.form
        if form.submitted():
            order = SchoolOrder(form.order.data) if form.order.data else None
            try:
                make_scale(
                    request.dbsession,
                    request.actor,
                    said_in(form),
                    (ScaleUse(form.use.data), order),
                    self._start(),
                    request.now,
                )
            except ScaleRefused as error:
                self._refuse(error)
            else:
                request.flash(_("Giudizi salvati."))
                return HTTPSeeOther(SETUP_PATH)
        request.response.status_int = 422
        return self.show()


@view_defaults(route_name="grades.scale", permission=SETUP.name, renderer=TEMPLATE)
class ScaleViews(ScaleBase):
    """A scale that is there."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        self.request = request
        scale = request.dbsession.get(Scale, path_id(request, "scale_id"))
        if scale is None:
            raise HTTPNotFound
        self.scale = scale
        self.years = [year for year in years(request) if year.starts_on > scale.starts_on]
        levels = levels_of(request.dbsession, scale.id)
        stored = {
            "name": scale.name,
            "levels": write_levels(levels),
            "failing": sum(not level.passing for level in levels),
            "version": scale.version,
        }
        self.form = ScaleForm(request, self.years, stored, stored=True)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """What it says now."""
        used = is_used(self.request.dbsession, self.scale.id)
        return {
            "form": self.form,
            "scale": self.scale,
            "used": used,
            "uses": USES,
            "orders": ORDERS,
        }

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Change it, or let a new version follow it."""
        request = self.request
        if self.form.submitted():
            try:
                change_scale(
                    request.dbsession,
                    request.actor,
                    self.scale,
                    said_in(self.form),
                    self.form.version.data,
                    self._start(),
                    request.now,
                )
            except ScaleRefused as error:
                self._refuse(error)
            else:
                request.flash(_("Giudizi salvati."))
                return HTTPSeeOther(SETUP_PATH)
        request.response.status_int = 422
        return self.show()
