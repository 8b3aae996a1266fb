"""Pages of codes (G8)."""

from typing import Any

from registro_core.api import (
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolContext,
    idempotent,
    path_id,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.models import Code, Tone
from registro_grades.permissions import SETUP
from registro_grades.scales.codes import (
    CodeRefused,
    CodeSaid,
    change_code,
    codes_in_use,
    make_code,
    retire_code,
)
from registro_grades.scales.forms import CodeForm
from registro_grades.values import display

TEMPLATE = "registro_grades:scales/templates/code.pt"
SETUP_PATH = "/marks/setup"
RETIRE = "retire"


def said_in(form: CodeForm) -> CodeSaid:
    """What a valid form says."""
    return CodeSaid(
        form.short.data,
        form.label.data,
        Tone(form.tone.data),
        form.quarters(),
        form.for_family.data,
        form.for_absent.data,
    )


@view_defaults(route_name="grades.code.new", permission=SETUP.name, renderer=TEMPLATE)
class NewCodeViews:
    """A code that does not exist yet."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        self.request = request
        self.form = CodeForm(request, data={"tone": Tone.NEUTRAL.value, "for_family": True})

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty form."""
        return {"form": self.form, "code": None, "used": 0}

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Make it."""
        request = self.request
        if self.form.submitted():
            try:
                make_code(request.dbsession, request.actor, said_in(self.form), request.now)
            except CodeRefused as error:
                self.form[error.field].errors = [error.message]
            else:
                request.flash(_("Sigla creata."))
                return HTTPSeeOther(SETUP_PATH)
        request.response.status_int = 422
        return self.show()


@view_defaults(route_name="grades.code", permission=SETUP.name, renderer=TEMPLATE)
class CodeViews:
    """A code that is there."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        self.request = request
        code = request.dbsession.get(Code, path_id(request, "code_id"))
        if code is None:
            raise HTTPNotFound
        self.code = code
        stored = {
            **vars(CodeSaid.of(code)),
            "tone": code.tone.value,
            "counts_as": "" if code.quarters is None else display(code.quarters),
            "version": code.version,
        }
        self.form = CodeForm(request, data=stored)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """What it says now."""
        used = codes_in_use(self.request.dbsession).get(self.code.id, 0)
        return {"form": self.form, "code": self.code, "used": used}

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Change or retire it."""
        request, version = self.request, self.form.version.data
        if request.POST.get("act") == RETIRE:
            retire_code(
                request.dbsession, request.actor, self.code, version, request.today, request.now
            )
            request.flash(_("Sigla ritirata: i voti che la usano restano come sono."))
            return HTTPSeeOther(SETUP_PATH)
        if self.form.submitted():
            try:
                change_code(
                    request.dbsession,
                    request.actor,
                    self.code,
                    said_in(self.form),
                    version,
                    request.now,
                )
            except CodeRefused as error:
                self.form[error.field].errors = [error.message]
            else:
                request.flash(_("Sigla salvata."))
                return HTTPSeeOther(SETUP_PATH)
        request.response.status_int = 422
        return self.show()
