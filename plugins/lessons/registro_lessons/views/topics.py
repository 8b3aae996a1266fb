"""What was done in class: for students and their families, and on a student's page."""

from datetime import date, timedelta
from typing import Any

from registro_core.api import Card, Request, StudentContext, markup, view_config
from registro_lessons.labels import MODULES
from registro_lessons.permissions import SUPPORT, TOPICS
from registro_lessons.services.topics import last_topics, topics
from registro_lessons.views.my_day import asked_day

CARD = "registro_lessons:templates/topics_card.pt"
PAGE = "registro_lessons:templates/topics.pt"


def home_cards(request: Request) -> list[Card]:
    """For a student, or for all the children of a parent: the last day of lessons in one card."""
    identity = request.identity
    assert identity is not None  # noqa: S101 - called for who is signed in
    students = sorted(identity.own_student_ids)
    if not students:
        return []
    html = _card(request, students)
    return [Card(60, "lessons-topics", html)] if html is not None else []


def student_card(request: Request, student: StudentContext) -> list[Card]:
    """On a student's page, for who may see it; with the way to the register of support."""
    if not request.allows(TOPICS.name, student):
        return []
    html = _card(request, [student.student.id], support=request.allows(SUPPORT.name, student))
    return [Card(60, "lessons-topics", html)] if html is not None else []


def _card(request: Request, students: list[int], *, support: bool = False) -> Any:
    """One statement for any number of children; nothing when nothing was signed yet."""
    found = last_topics(request.dbsession, students, request.today)
    if not found and not support:
        return None
    names = _names(request) if len(students) > 1 else {}
    children = [
        (student, names.get(student, ""), *found[student])
        for student in students
        if student in found
    ]
    return markup(
        request, CARD, children=children, modules=MODULES, support=support, students=students
    )


def _names(request: Request) -> dict[int, str]:
    """Of who is signed in and of their children: what every request knows."""
    identity = request.identity
    if identity is None:
        return {}
    own = {identity.person_id: f"{identity.surname} {identity.given_name}"}
    return own | {ward.student_id: ward.name for ward in identity.wards.values()}


@view_config(
    route_name="lessons.topics", permission=TOPICS.name, request_method="GET", renderer=PAGE
)
def show(context: StudentContext, request: Request) -> dict[str, Any]:
    """GET: a week of a student's lessons, paged by week."""
    day = asked_day(request)
    first = day - timedelta(days=day.weekday())
    last = min(first + timedelta(days=6), request.today)
    rows = topics(request.dbsession, [context.student.id], first, last)[context.student.id]
    days: dict[date, list[Any]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return {
        "student": context.student,
        "days": days,
        "first": first,
        "modules": MODULES,
        "before": (first - timedelta(days=7)).isoformat(),
        "after": (first + timedelta(days=7)).isoformat(),
    }
