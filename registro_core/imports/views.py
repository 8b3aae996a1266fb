"""The office's pages for imports: upload, look, confirm."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from registro_core import _
from registro_core.imports import pending, services
from registro_core.imports.forms import UploadForm
from registro_core.imports.listing import Line, Show, lines
from registro_core.imports.models import PendingImport
from registro_core.imports.report import Outcome, Severity
from registro_core.permissions import IMPORT
from registro_core.security.contexts import SchoolContext, path_id
from registro_core.web.csv_export import csv_response
from registro_core.web.idempotency import idempotent
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.request import Request

SHOWN = {
    Show.PROBLEMS: _("Errori e avvertimenti"),
    Show.NOTES: _("Note"),
    Show.CHANGED: _("Modifiche"),
    Show.CREATED: _("Nuovi"),
    Show.LEFT: _("Invariati"),
}
SEVERITIES = {
    Severity.ERROR.value: _("errore"),
    Severity.WARNING.value: _("avvertimento"),
    Severity.INFO.value: _("nota"),
}
TEMPLATES = "registro_core:imports/templates/"


class PendingImportContext(SchoolContext):
    """An import that waits or was done in the last day: `waiting`."""

    def __init__(self, request: "Request") -> None:
        """Find it; raise HTTPNotFound for those who may not import, and when it has expired."""
        super().__init__(request)
        if not request.allows(IMPORT.name, SchoolContext(request)):
            raise HTTPNotFound
        found = request.dbsession.get(PendingImport, path_id(request, "import_id"))
        if found is None or found.expires_at <= request.now:
            raise HTTPNotFound
        self.waiting = found


@view_config(
    route_name="imports",
    permission=IMPORT.name,
    request_method=("GET", "POST"),
    decorator=idempotent,
    renderer=TEMPLATES + "upload.pt",
)
def upload(context: SchoolContext, request: "Request") -> Any:
    """Choose files; see the latest imports."""
    form = UploadForm(request)
    if form.submitted():
        waiting = pending.prepare(
            request.dbsession,
            request.platform.plugins,
            form.uploads,
            request.actor,
            request.now,
            request.today,
            form.on.data,
        )
        return HTTPSeeOther(f"/office/imports/{waiting.id}")
    if request.method == "POST":
        request.response.status_int = 422
    return {
        "form": form,
        "kinds": services.kinds_of(request.platform.plugins),
        "latest": _latest(request),
    }


def _latest(request: "Request") -> Any:
    """The imports of the last day, newest first."""
    columns = select(PendingImport.id, PendingImport.created_at, PendingImport.applied_at)
    return request.dbsession.execute(
        columns.where(PendingImport.expires_at > request.now)
        .order_by(PendingImport.id.desc())
        .limit(10)
    ).all()


@view_defaults(permission=IMPORT.name)
class PendingImportViews:
    """One import: what it would do, or did."""

    def __init__(self, context: PendingImportContext, request: "Request") -> None:
        self.request = request
        self.waiting = context.waiting

    @view_config(route_name="import", request_method="GET", renderer=TEMPLATES + "import.pt")
    def show(self) -> dict[str, Any]:
        """Counts per file, and one page of lines."""
        report = pending.report_of(self.waiting)
        shown, file = _choice(self.request), self.request.GET.get("file", "")
        found = lines(report, shown, file)
        page = page_of(self.request, len(found))
        return {
            "waiting": self.waiting,
            "report": report,
            "page": page,
            "lines": [self._line(line) for line in found[page.offset : page.offset + page.size]],
            "shown": shown,
            "choices": SHOWN,
            "file": file,
            "tones": SEVERITIES,
            "errors": report.tally(Severity.ERROR),
            "warnings": report.tally(Severity.WARNING),
            "outcomes": Outcome,
            "severities": Severity,
            "query": _query,
        }

    @view_config(route_name="import", request_method="POST", decorator=idempotent)
    def confirm(self) -> HTTPSeeOther:
        """Write it, unless the register has changed since it was shown."""
        request = self.request
        if self.waiting.applied_at is None:
            try:
                done = self._confirm(str(request.POST.get("digest", "")))
            except services.ImportRefused:
                request.flash(_("Ci sono errori: niente è stato importato."), "bad")
            else:
                self._tell(done=done)
        return HTTPSeeOther(request.path)

    @view_config(route_name="import.drop", request_method="POST")
    def drop(self) -> HTTPSeeOther:
        """Forget it."""
        pending.drop(self.request.dbsession, self.waiting)
        self.request.flash(_("Importazione annullata: i file sono stati eliminati."))
        return HTTPSeeOther("/office/imports")

    @view_config(route_name="import.problems", request_method="GET")
    def problems(self) -> Response:
        """All errors and warnings, for a spreadsheet beside the file to mend."""
        request = self.request
        rows = (
            (line.file, line.line, line.column, request.translate(SEVERITIES[line.tone]), text)
            for line in lines(pending.report_of(self.waiting), Show.PROBLEMS)
            for text in (request.translate(line.text),)
        )
        head = [_("File"), _("Riga"), _("Colonna"), _("Peso"), _("Messaggio")]
        return csv_response("problemi.csv", [request.translate(cell) for cell in head], rows)

    def _confirm(self, seen: str) -> bool:
        request = self.request
        return pending.confirm(
            request.dbsession,
            request.platform.plugins,
            self.waiting,
            seen,
            request.actor,
            request.now,
            request.today,
        )

    def _tell(self, *, done: bool) -> None:
        if done:
            self.request.flash(_("Importazione eseguita."))
        else:
            text = _("Il registro è cambiato dopo l’anteprima: guardala di nuovo, poi conferma.")
            self.request.flash(text, "warn")

    def _line(self, line: Line) -> Line:
        text = self.request.translate(line.text)
        return Line(line.file, line.line, line.column, text, line.tone)


def _query(shown: Show, file: str) -> str:
    """The filters as they stand in the address."""
    return urlencode({"show": shown.value, **({"file": file} if file else {})})


def _choice(request: "Request") -> Show:
    asked = request.GET.get("show", "")
    return Show(asked) if asked in list(Show) else Show.PROBLEMS
