"""Pages of the school that teachers and families see: classes, a class, a student."""

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from registro_core import _
from registro_core.items import MenuItem, Role, TeachingKind
from registro_core.numbers import whole_number
from registro_core.permissions import CLASS, CLASSES, PEOPLE, SCHOOL, STUDENT
from registro_core.school import queries, services
from registro_core.security.contexts import ClassContext, SchoolContext, StudentContext

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

SCHOOL_WIDE = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.ADMIN})
TEACHING_KINDS = {
    TeachingKind.CURRICULAR: "",
    TeachingKind.LAB: _("laboratorio"),
    TeachingKind.SUPPORT: _("sostegno"),
    TeachingKind.CIVIC_EDUCATION: _("educazione civica"),
    TeachingKind.ALTERNATIVE: _("attività alternativa"),
}


def includeme(config: "Configurator") -> None:
    """Add the routes."""
    config.add_route("classes", "/classes", factory=SchoolContext)
    config.add_route("class", "/classes/{class_id}", factory=ClassContext)
    config.add_route("student", "/students/{student_id}", factory=StudentContext)
    config.scan(__name__)


def menu_items(request: "Request") -> list[MenuItem]:
    """The classes, for staff."""
    if not request.allows(CLASSES.name, SchoolContext(request)):
        return []
    return [MenuItem(100, _("Classi"), "/classes", "it-user", on_phone_bar=True)]


@view_config(
    route_name="classes",
    permission=CLASSES.name,
    request_method="GET",
    renderer="registro_core:school/templates/classes.pt",
)
def classes(context: SchoolContext, request: "Request") -> dict[str, Any]:
    """Own classes of a teacher, or all of them; filtered by site and grade."""
    year = services.year_of(request.dbsession, request.today)
    may_see_all = not request.identity.roles.isdisjoint(SCHOOL_WIDE)
    everything = may_see_all and request.GET.get("own") != "1"
    wanted = queries.ClassFilter(
        year_id=year.id if year else 0,
        only=None if everything else request.identity.class_ids,
        site_id=whole_number(request.GET.get("site", "")),
        grade=whole_number(request.GET.get("grade", "")),
    )
    return {
        "year": year,
        "classes": queries.classes(request.dbsession, wanted, request.today),
        "sites": queries.sites(request.dbsession),
        "everything": everything,
        "may_see_all": may_see_all,
        "may_organise": request.allows(SCHOOL.name),
    }


@view_config(
    route_name="class",
    permission=CLASS.name,
    request_method="GET",
    renderer="registro_core:school/templates/class.pt",
)
def school_class(context: ClassContext, request: "Request") -> dict[str, Any]:
    """A class: its students, its council, and what plugins add."""
    found, session = context.school_class, request.dbsession
    cards = request.platform.plugins.collect_safely(
        session, "registro_class_cards", request=request, school_class=context
    )
    # A fact, not a decoration: an alert that cannot be told must not look like none.
    alerts = request.platform.plugins.collect(
        "registro_student_alerts", session=session, class_id=found.id, until=request.today
    )
    return {
        "school_class": found,
        "students": services.roster(session, found.id, request.today),
        "council": queries.council(session, found.id, request.today),
        "teaching_kinds": TEACHING_KINDS,
        "cards": sorted(cards, key=lambda card: (card.order, card.key)),
        "alerts": _by_student([one for one in alerts if request.allows(one.permission)]),
        "may_organise": request.allows(SCHOOL.name),
    }


@view_config(
    route_name="student",
    permission=STUDENT.name,
    request_method="GET",
    renderer="registro_core:school/templates/student.pt",
)
def student(context: StudentContext, request: "Request") -> dict[str, Any]:
    """A student: who they are, and what plugins add for the person signed in."""
    session = request.dbsession
    cards = request.platform.plugins.collect_safely(
        session, "registro_student_cards", request=request, student=context
    )
    staff = request.allows(PEOPLE.name)
    return {
        "student": context.student,
        "school_class": context.school_class,
        "enrolments": context.enrolments,
        "guardians": queries.guardians(session, context.student.id, request.today) if staff else [],
        "staff": staff,
        "may_open_class": request.allows(CLASS.name),
        "cards": sorted(cards, key=lambda card: (card.order, card.key)),
    }


def _by_student(alerts: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for alert in sorted(alerts, key=lambda alert: -alert.severity):
        found.setdefault(alert.student_id, []).append(alert)
    return found
