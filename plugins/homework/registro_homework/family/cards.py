"""Cards of homework: for families what is due next, for staff the ways on."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import bindparam

from registro_core.api import (
    Card,
    ClassContext,
    Identity,
    Request,
    StudentContext,
    markup,
)
from registro_homework.models import Assignment
from registro_homework.permissions import CLASS, READ
from registro_homework.reading import StudentRow, student_rows_from, student_statement

TEMPLATES = "registro_homework:family/templates/"
SOON, TESTS = timedelta(days=1), timedelta(days=14)
SHOWN = 6
# Built once: every family's first page asks it.
SOON_DUE = student_statement(
    [
        Assignment.due_on.between(bindparam("first_day"), bindparam("last_day")),
        Assignment.cancelled_at.is_(None),
    ],
    bindparam("students", expanding=True),
)


def home_cards(request: Request) -> list[Card]:
    """What each child has to do for today and tomorrow, and the next tests: one statement."""
    identity = request.identity
    ids = sorted(identity.own_student_ids) if identity else []
    if not ids or identity is None:
        return []
    today = request.today
    values = {"students": ids, "first_day": today, "last_day": today + TESTS}
    found = student_rows_from(request.dbsession.execute(SOON_DUE, values))
    soon: dict[int, list[StudentRow]] = defaultdict(list)
    for each in found:
        if each.row.kind.is_test or each.row.due_on <= today + SOON:
            soon[each.student_id].append(each)
    if not soon:
        return []
    html = markup(
        request,
        f"{TEMPLATES}home.pt",
        children=[(child, _name(identity, child)) for child in ids],
        soon={child: rows[:SHOWN] for child, rows in soon.items()},
        own=identity.person_id,
        today=today,
        tomorrow=today + SOON,
    )
    return [Card(15, "homework-due", html)]


def _name(identity: Identity, child: int) -> str:
    """A child as lists have it; oneself by one's own name."""
    ward = identity.wards.get(child)
    return ward.name if ward else identity.display_name


def student_cards(request: Request, context: StudentContext) -> list[Card]:
    """From a student's page to their homework."""
    if not request.allows(READ.name, context):
        return []
    html = markup(request, f"{TEMPLATES}student_card.pt", student_id=context.student.id)
    return [Card(15, "homework-student", html)]


def class_cards(request: Request, context: ClassContext) -> list[Card]:
    """From a class's page to its homework."""
    if not request.allows(CLASS.name, context):
        return []
    html = markup(request, f"{TEMPLATES}class_card.pt", class_id=context.school_class.id)
    return [Card(25, "homework-class", html)]
