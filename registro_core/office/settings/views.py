"""The page of settings: one form, a section for each plugin."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from registro_core import _
from registro_core.items import Setting, Text
from registro_core.numbers import whole_number
from registro_core.office.people.views import office_of
from registro_core.office.settings import services
from registro_core.office.settings.services import BadSetting
from registro_core.permissions import SETTINGS
from registro_core.plugins import CORE
from registro_core.school.models import School
from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from registro_core.request import Request

WHY: dict[str, Text] = {
    "number": _("Scrivi un numero intero."),
    "range": _("Il numero è fuori dai limiti indicati."),
    "time": _("Scrivi un’ora, per esempio 16:00."),
    "choice": _("Scegli una delle possibilità."),
    "long": _("Troppo lungo."),
}


@view_defaults(
    route_name="office.settings",
    permission=SETTINGS.name,
    renderer="registro_core:office/settings/templates/settings.pt",
)
class SettingsViews:
    """What the school chose."""

    def __init__(self, context: SchoolContext, request: "Request") -> None:
        self.request = request
        self.declared = request.platform.settings

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The choices as they stand."""
        chosen = self.request.school_settings
        return self._page({name: chosen.value(name) for name in self.declared}, {})

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store what was chosen; nothing if anything is wrong."""
        request = self.request
        typed = {name: request.POST.get(name, "") for name in self.declared}
        values, errors = self._read(typed)
        if errors:
            request.response.status_int = 422
            return self._page(typed | values, errors)
        school = request.dbsession.scalars(select(School)).first()
        if school is None:
            raise HTTPNotFound
        version = whole_number(request.POST.get("version", "")) or 0
        services.change_settings(office_of(request), school, self.declared, values, version)
        request.flash(_("Impostazioni salvate."))
        return HTTPSeeOther("/office/settings")

    def _read(self, typed: dict[str, str]) -> tuple[dict[str, Any], dict[str, Text]]:
        values, errors = {}, {}
        for name, setting in self.declared.items():
            try:
                values[name] = services.parse(setting, typed[name])
            except BadSetting as error:
                errors[name] = WHY[str(error)]
        return values, errors

    def _page(self, values: dict[str, Any], errors: dict[str, Text]) -> dict[str, Any]:
        groups: dict[str, list[Setting]] = {}
        for name, setting in self.declared.items():
            groups.setdefault(name.split(".", 1)[0], []).append(setting)
        return {
            "groups": groups,
            "core": CORE,
            "values": values,
            "errors": errors,
            "version": self.request.school.version,
        }
