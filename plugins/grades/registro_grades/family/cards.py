"""Cards of grades: for families the latest marks and what is to be read, for staff the ways on."""

from registro_core.api import Card, Request, StudentContext, markup, own_students
from registro_grades.family.latest import latest_of
from registro_grades.family.page import style_of
from registro_grades.family.tabs import links
from registro_grades.labels import KINDS
from registro_grades.notes.reading import unread_notes

TEMPLATES = "registro_grades:family/templates/"
SHOWN = 3


def home_cards(request: Request) -> list[Card]:
    """The latest marks of each child, and the notes that wait: three statements."""
    identity = request.identity
    if identity is None or not identity.own_student_ids:
        return []
    children = own_students(request.dbsession, identity, request.today)
    latest = latest_of(request, [child.id for child in children])
    notes = unread_notes(
        request.dbsession, sorted(identity.own_student_ids), identity.person_id, request.today
    )
    if not any(latest.values()) and not notes:
        return []
    html = markup(
        request,
        f"{TEMPLATES}home.pt",
        children=children,
        latest={child: marks[:SHOWN] for child, marks in latest.items()},
        notes=notes,
        kinds=KINDS,
        style=style_of(request),
        own=identity.person_id,
    )
    return [Card(20, "grades-latest", html)]


def student_cards(request: Request, context: StudentContext) -> list[Card]:
    """From a student's page to marks, notes and observations, as far as one may see them."""
    found = links(request, context)
    if not found:
        return []
    html = markup(request, f"{TEMPLATES}student_card.pt", links=found)
    return [Card(20, "grades-student", html)]
