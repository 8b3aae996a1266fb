"""Entries of the menu, and cards of students and classes, that lead to these pages."""

from datetime import timedelta

from registro_attendance import _
from registro_attendance.family.permissions import (
    APPROVE_DELEGATE,
    DECIDE,
    DESK,
    EVACUATE,
    EVACUATIONS,
    FAMILY_PAGE,
    VALIDATE,
)
from registro_attendance.family.tabs import links
from registro_attendance.justifications.queue import YEAR, count_waiting, open_events
from registro_attendance.justifications.scope import class_scope
from registro_attendance.locks import Asker
from registro_attendance.permits.desk import DeskContext
from registro_core.api import (
    Card,
    ClassContext,
    MenuItem,
    Request,
    SchoolContext,
    StudentContext,
    markup,
)

TEMPLATES = "registro_attendance:family/templates/"
COUNTED_ON = frozenset({"/", "/justifications"})


def menu_items(request: Request) -> list[MenuItem]:
    """For families their absences; for the school what waits for an answer, and the desk."""
    if request.identity is None:
        return []
    school = SchoolContext(request)
    items = [*_family(request, school), *_teacher(request, school)]
    if request.allows(DESK.name, DeskContext(request)):
        items.append(MenuItem(210, _("Sportello"), "/desk", "it-clock"))
    if request.allows(APPROVE_DELEGATE.name, school):
        items.append(MenuItem(910, _("Deleghe da approvare"), "/delegates", "it-user"))
    if request.allows(EVACUATIONS.name, school):
        items.append(MenuItem(250, _("Evacuazione"), "/evacuation", "it-warning-circle"))
    return items


def _family(request: Request, school: SchoolContext) -> list[MenuItem]:
    identity = request.identity
    if identity is None or not request.allows(FAMILY_PAGE.name, school):
        return []
    tomorrow = request.today + timedelta(days=1)
    # The same people as on the rest of the page, so that what keeps them away is asked once.
    people, asker = identity.own_student_ids, Asker.family(request.now)
    waiting = open_events(request.dbsession, people, tomorrow, asker)
    badge = sum(waiting.values())
    item = MenuItem(20, _("Assenze"), "/absences", "it-clock", badge, on_phone_bar=True)
    return [item]


def _teacher(request: Request, school: SchoolContext) -> list[MenuItem]:
    items = []
    scope = class_scope(request, school, VALIDATE)
    if scope is None or scope:
        label, badge = _("Giustificazioni"), _to_validate(request, scope)
        items.append(MenuItem(120, label, "/justifications", "it-file-signed", badge))
    scope = class_scope(request, school, DECIDE)
    if scope is None or scope:
        items.append(MenuItem(121, _("Richieste delle famiglie"), "/permits", "it-calendar"))
    return items


def _to_validate(request: Request, scope: frozenset[int] | None) -> int:
    """How many wait for the person signed in: counted where one looks for what is to be done.

    The lesson page lists those of its own students.
    """
    if request.path not in COUNTED_ON:
        return 0
    asker = Asker.school(request)
    return count_waiting(request.dbsession, scope, request.today - YEAR, asker)


def student_cards(request: Request, context: StudentContext) -> list[Card]:
    """Lead from a student to justifications, requests and pick-up; absences have their own card."""
    found = links(request, context)[1:]
    if not found:
        return []
    tomorrow = request.today + timedelta(days=1)
    asker = Asker.family(request.now)
    waiting = open_events(request.dbsession, [context.student.id], tomorrow, asker)
    html = markup(
        request,
        f"{TEMPLATES}student_card.pt",
        links=found,
        count=waiting.get(context.student.id, 0),
    )
    return [Card(10, "attendance-student", html)]


def class_cards(request: Request, context: ClassContext) -> list[Card]:
    """Lead from a class to what waits for validation, and to the evacuation sheet."""
    validates = request.allows(VALIDATE.name, context)
    evacuates = request.allows(EVACUATE.name, context)
    if not validates and not evacuates:
        return []
    html = markup(
        request,
        f"{TEMPLATES}class_card.pt",
        school_class=context.school_class,
        validates=validates,
        evacuates=evacuates,
    )
    return [Card(20, "attendance-family", html)]
