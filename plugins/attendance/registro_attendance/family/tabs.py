"""From one page of a student's attendance to the others, as far as one may see them."""

from markupsafe import Markup

from registro_attendance import _
from registro_attendance.family.permissions import CERTIFY, PICKUP_READ
from registro_attendance.permissions import READ
from registro_core.api import Permission, Request, StudentContext, Text, markup

TABS: tuple[tuple[str, Text, Permission], ...] = (
    ("attendance", _("Assenze"), READ),
    ("justifications", _("Giustificazioni"), READ),
    ("permits", _("Avvisi e permessi"), READ),
    ("pickup", _("Ritiro e uscita"), PICKUP_READ),
    ("certificates", _("Certificati"), CERTIFY),
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
    """Markup of the tabs, with the page one is on."""
    return markup(
        request,
        "registro_attendance:family/templates/tabs.pt",
        links=links(request, context),
        path=request.path,
    )
