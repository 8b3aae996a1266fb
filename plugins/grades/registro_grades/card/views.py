"""The card of a student, for coordinator and head, and the council where the school lets it."""

from typing import Any

from registro_core.api import Document, Request, letterhead, pdf_response, view_config
from registro_grades import _
from registro_grades.card.page import card
from registro_grades.charts.drawing import drawn_trend
from registro_grades.contexts import StudentCardContext
from registro_grades.family.tabs import tabs
from registro_grades.labels import KINDS
from registro_grades.permissions import CARD


@view_config(
    route_name="grades.card",
    permission=CARD.name,
    request_method="GET",
    renderer="registro_grades:card/templates/card.pt",
)
def show(context: StudentCardContext, request: Request) -> dict[str, Any]:
    """All subjects of a student in a term, and what else a council asks for."""
    page = card(context, request)
    title = request.translate(_("Ultimi voti, tutte le materie"))
    return {
        "student": context.student,
        "school_class": context.school_class,
        "tabs": tabs(request, context),
        "page": page,
        "windows": page.windows,
        "trend": drawn_trend(request, page.trend, "trend", title) if page.trend else None,
        "kinds": KINDS,
    }


@view_config(route_name="grades.card.pdf", permission=CARD.name, request_method="GET")
def pdf(context: StudentCardContext, request: Request) -> Any:
    """The same as a PDF, to bring to the council or into the student's file."""
    page, student = card(context, request), context.student
    name = f"{student.given_name} {student.surname}"
    title = request.translate(_("Quadro di ${name}", mapping={"name": name}))
    document = Document(
        template="registro_grades:card/templates/card_pdf.pt",
        title=title,
        name=f"{title}.pdf",
        letterhead=letterhead(request.dbsession, context.school_class.id),
        values={
            "name": name,
            "school_class": context.school_class,
            "page": page,
            "kinds": KINDS,
        },
    )
    return pdf_response(request, document)
