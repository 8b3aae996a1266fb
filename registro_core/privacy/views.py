"""The office's page of what the school holds about a person."""

import io
import json
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.audit.services import Change, record_change
from registro_core.items import PersonalData, Text
from registro_core.notices.texts import render
from registro_core.permissions import PRIVACY
from registro_core.privacy import services
from registro_core.privacy.services import StillNeeded
from registro_core.security.contexts import SchoolContext
from registro_core.web.csv_export import csv_text

if TYPE_CHECKING:
    from registro_core.request import Request
    from registro_core.security.contexts import PersonContext

REASONS: dict[StillNeeded, Text] = {
    StillNeeded.ROLE: _("lavora nella scuola"),
    StillNeeded.ENROLLED: _("è iscritta a una classe"),
    StillNeeded.GUARDIAN: _("risponde di un alunno iscritto"),
}
# More rows of a section than this are only in the download.
ROWS_SHOWN = 20
JSON_NAME = "dati.json"


@view_defaults(permission=PRIVACY.name)
class PrivacyViews:
    """Show, export, erase."""

    def __init__(self, context: "PersonContext", request: "Request") -> None:
        """Keep whose data it is about."""
        self.person = context.person
        self.request = request
        self.session = request.dbsession

    @view_config(
        route_name="privacy.show",
        request_method="GET",
        renderer="registro_core:privacy/templates/data.pt",
    )
    def show(self) -> dict[str, Any]:
        """What core and plugins hold, section by section."""
        return self._page("")

    @view_config(route_name="privacy.export", request_method="POST")
    def export(self) -> Response:
        """Download it all as JSON, or as a ZIP that has a table for each section besides.

        A POST, because handing out a person's data is an act that the audit log holds.
        """
        sections = self._sections()
        zipped = self.request.POST.get("format") == "zip"
        change = Change("privacy.person.exported", "person", self.person.id)
        record_change(self.session, self.request.actor, change, self.request.now)
        written = self._json(sections)
        kind = "application/zip" if zipped else "application/json"
        response = Response(self._zip(written, sections) if zipped else written, content_type=kind)
        name = f"dati-{self.person.id}.{'zip' if zipped else 'json'}"
        response.content_disposition = f'attachment; filename="{name}"'
        return response

    @view_config(
        route_name="privacy.erase",
        request_method="POST",
        renderer="registro_core:privacy/templates/data.pt",
    )
    def erase(self) -> dict[str, Any] | HTTPSeeOther:
        """Erase what the law does not ask to keep; with a reason, and only of who has left."""
        request = self.request
        reason = request.POST.get("reason", "").strip()[:500]
        if services.why_needed(self.session, self.person.id, request.today) or not reason:
            request.response.status_int = 422
            return self._page(_("Scrivi il motivo della cancellazione.") if not reason else "")
        services.erase(
            request.platform.plugins,
            self.session,
            request.actor,
            self.person.id,
            reason,
            request.now,
        )
        request.flash(_("I dati facoltativi sono stati cancellati."))
        return HTTPSeeOther(f"/office/people/{self.person.id}/data")

    def _page(self, error: Text) -> dict[str, Any]:
        needed = services.why_needed(self.session, self.person.id, self.request.today)
        return {
            "person": self.person,
            "sections": self._sections(),
            "shown": ROWS_SHOWN,
            "needed": REASONS[needed] if needed else None,
            "error": error,
            "reason": self.request.POST.get("reason", ""),
            "cell": self._shown,
        }

    def _shown(self, value: object) -> str:
        if value is None:
            return "–"
        if isinstance(value, bool):
            return self.request.translate(_("sì") if value else _("no"))
        if isinstance(value, datetime):
            return str(self.request.fmt.instant(value))
        if isinstance(value, date):
            return str(self.request.fmt.date(value))
        return str(value)

    def _sections(self) -> list[PersonalData]:
        found = services.collect(self.request.platform.plugins, self.session, self.person.id)
        return [
            PersonalData(
                section.title,
                [{name: self._readable(row[name]) for name in row} for row in section.rows]
                if self._may_read(section)
                else [{"count": len(section.rows)}],
            )
            for section in found
        ]

    def _may_read(self, section: PersonalData) -> bool:
        """Whether the office, the head, the administrator may read what a section says (2.8)."""
        return not section.permission or self.request.allows(
            section.permission, SchoolContext(self.request)
        )

    def _readable(self, value: object) -> object:
        """A text of a notice as the reader would see it; all else as it is."""
        if isinstance(value, dict) and "msgid" in value:
            return render(value, self.request.locale_name, self.request.translate)
        return value

    def _json(self, sections: list[PersonalData]) -> bytes:
        content = {self.request.translate(s.title): [dict(row) for row in s.rows] for s in sections}
        return json.dumps(content, default=str, ensure_ascii=False, indent=1).encode()

    def _zip(self, written: bytes, sections: list[PersonalData]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(JSON_NAME, written)
            for number, section in enumerate(sections, 1):
                head = list(section.rows[0])
                rows = [[self._shown(row.get(name)) for name in head] for row in section.rows]
                archive.writestr(f"{number:02}.csv", csv_text(head, rows))
        return buffer.getvalue()
