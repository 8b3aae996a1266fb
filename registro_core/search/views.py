"""The page of results."""

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from registro_core import _
from registro_core.items import Role, SearchHit
from registro_core.permissions import PEOPLE, SEARCH
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
    session, today, everyone = request.dbsession, request.today, sees_everyone(request)
    total = services.count_people(session, text, today, everyone=everyone) if text else 0
    page = page_of(request, total, PAGE_SIZE)
    people = services.find_people(
        session, text, today, everyone=everyone, offset=page.offset, limit=page.size
    )
    classes = services.find_classes(session, text, today) if page.number == 1 else []
    hits = [class_hit(request, found) for found in classes]
    hits += [person_hit(request, found) for found in people]
    return {"q": text, "hits": hits, "page": page, "total": total + len(classes)}


def sees_everyone(request: "Request") -> bool:
    """Whether parents and former students are found too."""
    identity = request.identity
    return identity is not None and not identity.roles.isdisjoint(SEES_EVERYONE)


def class_hit(request: "Request", found: services.FoundClass) -> SearchHit:
    """How a class is shown; a link only for those who may open it."""
    path = f"/classes/{found.id}" if _opens_class(request, found.id) else ""
    return SearchHit(found.name, path, _("Classe"), icon="it-presentation")


def person_hit(request: "Request", found: services.FoundPerson) -> SearchHit:
    """How a person is shown: students lead to their page, others to their record."""
    if found.class_id is not None:
        detail = _("Alunno della classe ${name}", mapping={"name": found.class_name})
        path = f"/students/{found.id}" if _opens_class(request, found.class_id) else ""
        return SearchHit(found.name, path, detail, icon="r-cap")
    detail = ROLE_NAMES[found.role] if found.role else _("Altra persona")
    path = f"/office/people/{found.id}" if request.allows(PEOPLE.name) else ""
    return SearchHit(found.name, path, detail, icon="it-user")


def _opens_class(request: "Request", class_id: int) -> bool:
    identity = request.identity
    return sees_everyone(request) or (identity is not None and class_id in identity.class_ids)
