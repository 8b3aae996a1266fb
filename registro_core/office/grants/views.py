"""The page of permissions: a table of who may do what."""

from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.view import view_config, view_defaults
from sqlalchemy import select

from registro_core import _
from registro_core.accounts.views.step_up import step_up
from registro_core.items import Relation, Text
from registro_core.numbers import whole_number
from registro_core.office.grants import services
from registro_core.office.people.views import office_of
from registro_core.permissions import GRANTS
from registro_core.school.models import School
from registro_core.security.contexts import SchoolContext

if TYPE_CHECKING:
    from registro_core.request import Request

LABELS: dict[Relation, Text] = {
    Relation.HEAD: _("Dirigente"),
    Relation.DEPUTY: _("Collaboratore"),
    Relation.OFFICE: _("Segreteria"),
    Relation.ADMIN: _("Amministratore"),
    Relation.STAFF: _("Altro ATA"),
    Relation.COORDINATOR_OF_CLASS: _("Coordinatore della classe"),
    Relation.TEACHER_OF_CLASS: _("Docente della classe"),
    Relation.TEACHER_OF_SUBJECT: _("Docente della materia nella classe"),
    Relation.SUPPORT_TEACHER_OF_STUDENT: _("Docente di sostegno dello studente"),
    Relation.TEACHER: _("Qualunque docente"),
    Relation.GUARDIAN_OF_STUDENT: _("Genitore dello studente"),
    Relation.JUSTIFYING_GUARDIAN_OF_STUDENT: _("Genitore che giustifica"),
    Relation.SELF: _("Lo studente stesso"),
    Relation.SELF_ADULT: _("Lo studente maggiorenne"),
    Relation.GUARDIAN: _("Qualunque genitore"),
    Relation.STUDENT: _("Qualunque studente"),
    Relation.SIGNED_IN: _("Chiunque abbia un accesso"),
}


@view_defaults(
    route_name="office.permissions",
    permission=GRANTS.name,
    decorator=step_up,
    renderer="registro_core:office/grants/templates/grants.pt",
)
class GrantViews:
    """Who may do what."""

    def __init__(self, context: SchoolContext, request: "Request") -> None:
        self.request = request
        self.declared = request.platform.permissions

    @view_config(request_method="GET")
    def show(self, error: Text | None = None) -> dict[str, Any]:
        """The table as it stands; families' columns are shown, and can only be taken away."""
        return {
            "permissions": sorted(self.declared.values(), key=lambda p: p.name),
            "grants": self.request.grants,
            "labels": LABELS,
            "family": services.FAMILY,
            "version": self.request.school.version,
            "error": error,
        }

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store what was ticked."""
        request = self.request
        school = request.dbsession.scalars(select(School)).first()
        if school is None:
            raise HTTPNotFound
        version = whole_number(request.POST.get("version", "")) or 0
        office = office_of(request)
        try:
            changed = services.change_grants(office, school, self.declared, self._ticked(), version)
        except services.LockedOut:
            request.response.status_int = 422
            return self.show(
                _(
                    "Così nessuno potrebbe più cambiare i permessi: lasciali a dirigente o amministratore."
                )
            )
        request.flash(_("Permessi cambiati: ${n}.", mapping={"n": len(changed)}))
        return HTTPSeeOther("/office/permissions")

    def _ticked(self) -> dict[str, frozenset[Relation]]:
        """What was ticked; a relation is named by permission and value, unknown ones are ignored."""
        ticked = set(self.request.POST.getall("grant"))
        return {
            name: frozenset(relation for relation in Relation if f"{name}|{relation}" in ticked)
            for name in self.declared
        }
