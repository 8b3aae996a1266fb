"""Cards of materials: for families what they have not opened yet, for staff the ways on."""

from registro_core.api import Card, ClassContext, Request, StudentContext, markup
from registro_materials.contexts import person_of
from registro_materials.permissions import CLASS, FAMILY, OWN, STUDENT
from registro_materials.services.visible import Reader, Wanted, shown_items

TEMPLATES = "registro_materials:templates/"
SHOWN = 4


def home_cards(request: Request) -> list[Card]:
    """What is new to who is signed in as family: one statement."""
    students = request.identity.own_student_ids if request.identity else frozenset()
    if not students or not request.allows(FAMILY.name):
        return []
    reader = Reader(person_of(request), request.today, students)
    new = shown_items(request.dbsession, Wanted(reader, unopened=True), 0, SHOWN)
    if not new:
        return []
    return [Card(25, "materials-new", markup(request, f"{TEMPLATES}home_card.pt", rows=new))]


def student_cards(request: Request, student: StudentContext) -> list[Card]:
    """From a student's page to what is shared with them, for the family."""
    if not request.allows(STUDENT.name, student):
        return []
    html = markup(request, f"{TEMPLATES}student_card.pt", student_id=student.student.id)
    return [Card(25, "materials", html)]


def class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """From a class's page to what is shared with it, and to handing out something."""
    if not request.allows(CLASS.name, school_class):
        return []
    class_id = school_class.school_class.id
    to = target_in(request, class_id) if request.allows(OWN.name) else None
    html = markup(request, f"{TEMPLATES}class_card.pt", class_id=class_id, to=to)
    return [Card(40, "materials", html)]


def target_in(request: Request, class_id: int, group_id: int | None = None) -> str | None:
    """What who is signed in teaches in a class or group, as the form's choice; None: nothing."""
    held = request.identity.teachings if request.identity else ()
    for teaching in held:
        if group_id is not None and teaching.group_id == group_id:
            return f"g{group_id}-{teaching.subject_id}"
        if group_id is None and teaching.class_id == class_id and teaching.group_id is None:
            return f"c{class_id}-{teaching.subject_id}"
    return None
