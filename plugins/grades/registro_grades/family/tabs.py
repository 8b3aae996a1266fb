"""From one of a student's pages of grades to the others, as far as one may see them."""

from markupsafe import Markup

from registro_core.api import Permission, Request, StudentContext, Text, markup
from registro_grades import _
from registro_grades.notes.permissions import READ_NOTES
from registro_grades.observations.permissions import OBSERVATIONS

TABS: tuple[tuple[str, Text, Permission], ...] = (
    ("notes", _("Note"), READ_NOTES),
    ("observations", _("Osservazioni"), OBSERVATIONS),
)


def links(request: Request, context: StudentContext) -> list[tuple[str, Text]]:
    """Addresses and names of the pages the person signed in may see."""
    student = f"/students/{context.student.id}"
    return [
        (f"{student}/{word}", label)
        for word, label, permission in TABS
        if request.allows(permission.name, context)
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
