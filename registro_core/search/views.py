"""The page of results."""

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from registro_core import _
from registro_core.items import Role, SearchHit
from registro_core.permissions import SEARCH
from registro_core.search import services
from registro_core.web.paging import page_of

if TYPE_CHECKING:
    from registro_core.items import Text
    from registro_core.request import Request

PAGE_SIZE = 25
MAX_LENGTH = 80
# Families' names are the office's business.
SEES_EVERYONE = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.ADMIN})
ROLE_NAMES: "dict[Role, Text]" = {
    Role.TEACHER: _("Docente"),
    Role.HEAD: _("Dirigente"),
    Role.DEPUTY: _("Vicario"),
    Role.OFFICE: _("Segreteria"),
    Role.STAFF: _("Personale"),
    Role.ADMIN: _("Amministratore"),
}


@view_config(
    route_name="search",
    permission=SEARCH.name,
    request_method="GET",
    renderer="registro_core:search/templates/search.pt",
)
def search(request: "Request") -> dict[str, Any]:
    """Show what was found, classes first."""
    text = request.GET.get("q", "")[:MAX_LENGTH].strip()
    roles = request.identity.roles if request.identity else frozenset()
    everyone = not roles.isdisjoint(SEES_EVERYONE)
    session, today = request.dbsession, request.today
    total = services.count_people(session, text, today, everyone) if text else 0
    page = page_of(request, total, PAGE_SIZE)
    people = (
        services.find_people(session, text, today, everyone, page.offset, page.size) if text else []
    )
    classes = services.find_classes(session, text, today) if page.number == 1 else []
    hits = [*map(class_hit, classes), *(person_hit(person) for person in people)]
    return {"q": text, "hits": hits, "page": page, "total": total + len(classes)}


def class_hit(found: services.FoundClass) -> SearchHit:
    """How a class is shown."""
    return SearchHit(found.name, f"/classes/{found.id}", _("Classe"), icon="it-presentation")


def person_hit(found: services.FoundPerson) -> SearchHit:
    """How a person is shown: students lead to their page, others to their record."""
    if found.class_name:
        detail = _("Alunno della classe ${name}", mapping={"name": found.class_name})
        return SearchHit(found.name, f"/students/{found.id}", detail, icon="r-cap")
    detail = ROLE_NAMES[found.role] if found.role else _("Altra persona")
    return SearchHit(found.name, f"/people/{found.id}", detail, icon="it-user")
