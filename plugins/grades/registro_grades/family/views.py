"""The family's pages of marks: marks, receipts, the simulator, all children together."""

from typing import Any

from registro_core.api import (
    HTTPSeeOther,
    Request,
    idempotent,
    own_students,
    view_config,
    view_defaults,
    whole_number,
)
from registro_grades import _
from registro_grades.charts.drawing import drawn_distribution, drawn_trend
from registro_grades.contexts import StudentMarksContext
from registro_grades.family.forms import TRIES, SimulatorForm
from registro_grades.family.latest import latest_of
from registro_grades.family.page import is_family, marks_page, reader_of, style_of
from registro_grades.family.permissions import HOME, SEE_MARKS, SIMULATE
from registro_grades.family.reading import family_marks, year_terms
from registro_grades.family.receipts import see
from registro_grades.family.simulator import outlook
from registro_grades.family.subjects import SubjectMarks, by_subject
from registro_grades.family.tabs import tabs
from registro_grades.labels import KINDS
from registro_grades.permissions import READ
from registro_grades.settings import SHOW_AVERAGES
from registro_grades.values import display

TEMPLATES = "registro_grades:family/templates/"


@view_config(
    route_name="grades.student",
    permission=READ.name,
    request_method="GET",
    renderer=f"{TEMPLATES}marks.pt",
)
def marks(context: StudentMarksContext, request: Request) -> dict[str, Any]:
    """A student's marks: for the family what is published, for the council what is told."""
    page = marks_page(context, request)
    title = request.translate(_("Ultimi voti, tutte le materie"))
    judged = request.translate(_("Giudizi del periodo"))
    return {
        "student": context.student,
        "school_class": context.school_class,
        "tabs": tabs(request, context),
        "page": page,
        "windows": page.windows,
        "family": is_family(context, request),
        "may_confirm": request.allows(SEE_MARKS.name),
        "as_table": request.GET.get("view") == "table",
        "trend": drawn_trend(request, page.trend, "trend", title) if page.trend else None,
        "bar": drawn_distribution(request, page.judgements, "bar", judged)
        if page.judgements
        else None,
        "draw": lambda subject: _bar(request, subject),
        "kinds": KINDS,
    }


def _bar(request: Request, subject: SubjectMarks) -> Any:
    """The bar of a subject's judgements."""
    if subject.distribution is None:
        return ""
    return drawn_distribution(
        request, subject.distribution, f"bar-{subject.subject_id}", subject.name
    )


@view_config(
    route_name="grades.student.seen",
    permission=SEE_MARKS.name,
    request_method="POST",
    decorator=idempotent,
)
def seen(context: StudentMarksContext, request: Request) -> HTTPSeeOther:
    """The receipt of the marks that were on the page; other ids are left out."""
    shown = {whole_number(text) for text in request.POST.getall("mark")}
    reader, student_id = reader_of(context, request), context.student.id
    year = year_terms(request.dbsession, context.school_class.year_id, request.today, "")
    found = family_marks(request.dbsession, [student_id], year.first, year.last, reader)
    count = see(
        request.dbsession,
        [each for each in found if each.mark.id in shown],
        reader,
        request.actor,
    )
    if count:
        request.flash(_("Presa visione registrata."))
    return HTTPSeeOther(f"/students/{student_id}/marks")


@view_defaults(route_name="grades.student.simulator", permission=SIMULATE.name)
class SimulatorViews:
    """What if: reading alone, by the address."""

    def __init__(self, context: StudentMarksContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="GET", renderer=f"{TEMPLATES}simulator.pt")
    def show(self) -> dict[str, Any]:
        """An average as it is, as it would be, and what it takes to reach a target."""
        request, context = self.request, self.context
        shown = request.school_settings.boolean(SHOW_AVERAGES.name)
        year = self._year()
        subjects = self._subjects() if shown else []
        form = SimulatorForm(request, [(str(each.subject_id), each.name) for each in subjects])
        if request.GET:
            form.read(request.GET)
        wanted = whole_number(request.GET.get("subject", ""))
        chosen = next((each for each in subjects if each.subject_id == wanted), None)
        chosen = chosen or (subjects[0] if subjects else None)
        valid = not request.GET or form.validate()
        if not valid:
            request.response.status_int = 422
        return {
            "student": context.student,
            "tabs": tabs(request, context),
            "windows": year.windows,
            "averages": shown,
            "subjects": subjects,
            "chosen": chosen,
            "form": form,
            "tries": TRIES,
            "style": style_of(request),
            "show": display,
            "outlook": self._outlook(chosen, form) if chosen and valid else None,
        }

    def _year(self) -> Any:
        request = self.request
        wanted = request.GET.get("term", "")
        year_id = self.context.school_class.year_id
        return year_terms(request.dbsession, year_id, request.today, wanted)

    def _subjects(self) -> list[SubjectMarks]:
        """The subjects of the shown term that have an average."""
        window = self._year().windows.shown
        found = family_marks(
            self.request.dbsession,
            [self.context.student.id],
            window.first,
            window.last,
            reader_of(self.context, self.request),
        )
        return [each for each in by_subject(found, []) if each.average is not None]

    def _outlook(self, chosen: SubjectMarks, form: SimulatorForm) -> Any:
        known = [each.mark.counted for each in chosen.marks]
        counted = [each for each in known if each is not None]
        return outlook(counted, form.tried, form.wanted)


@view_config(
    route_name="grades.family",
    permission=HOME.name,
    request_method="GET",
    renderer=f"{TEMPLATES}children.pt",
)
def children(request: Request) -> Any:
    """All children together; who has one is led to it."""
    found = own_students(request.dbsession, request.identity, request.today)
    if len(found) == 1:
        return HTTPSeeOther(f"/students/{found[0].id}/marks")
    return {
        "children": found,
        "latest": latest_of(request, [child.id for child in found]),
        "style": style_of(request),
        "kinds": KINDS,
    }
