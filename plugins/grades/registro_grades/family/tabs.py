"""From one of a student's pages of grades to the others, as far as one may see them."""

from markupsafe import Markup

from registro_core.api import Permission, Request, StudentContext, Text, markup
from registro_grades import _
from registro_grades.contexts import as_council, as_the_school_lets
from registro_grades.family.permissions import SIMULATE
from registro_grades.notes.permissions import READ_NOTES
from registro_grades.observations.permissions import OBSERVATIONS
from registro_grades.permissions import CARD, READ

# On pages of marks to teach in the class counts only where the school lets the council see.
OF_MARKS: tuple[tuple[str, Text, Permission], ...] = (
    ("marks", _("Voti"), READ),
    ("marks/simulator", _("Simulatore"), SIMULATE),
)
OF_CARD: tuple[tuple[str, Text, Permission], ...] = (("marks/card", _("Quadro"), CARD),)
OTHERS: tuple[tuple[str, Text, Permission], ...] = (
    ("notes", _("Note"), READ_NOTES),
    ("observations", _("Osservazioni"), OBSERVATIONS),
)


def links(request: Request, context: StudentContext) -> list[tuple[str, Text]]:
    """Addresses and names of the pages the person signed in may see."""
    identity = request.identity
    if identity is None:
        return []
    student, held = f"/students/{context.student.id}", context.relations(identity)
    of_marks, of_card = as_the_school_lets(request, held), as_council(request, held)
    pages = [
        *((page, of_card) for page in OF_CARD),
        *((page, of_marks) for page in OF_MARKS),
        *((page, held) for page in OTHERS),
    ]
    return [
        (f"{student}/{word}", label)
        for (word, label, permission), relations in pages
        if not relations.isdisjoint(request.grants.get(permission.name, frozenset()))
    ]


def tabs(request: Request, context: StudentContext) -> Markup:
    """Markup of the tabs, with the page one is on; none where there is but one page."""
    found = links(request, context)
    return markup(
        request,
        "registro_grades:family/templates/tabs.pt",
        links=found if len(found) > 1 else [],
        path=request.path,
    )
