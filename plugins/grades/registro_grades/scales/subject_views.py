"""Pages of what a school decides of a subject (G2, G4)."""

from typing import Any

from sqlalchemy import select

from registro_core.api import (
    HTTPNotFound,
    HTTPSeeOther,
    Request,
    SchoolContext,
    Subject,
    Term,
    path_id,
    view_config,
    view_defaults,
    whole_number,
    year_of,
)
from registro_grades import _
from registro_grades.models import Kind
from registro_grades.permissions import SETUP
from registro_grades.scales.code_views import SETUP_PATH
from registro_grades.scales.deciding import decide, rule_of
from registro_grades.scales.forms import SubjectForm
from registro_grades.scales.subjects import DEFAULT, Decided


@view_defaults(
    route_name="grades.subject",
    permission=SETUP.name,
    renderer="registro_grades:scales/templates/subject.pt",
)
class SubjectViews:
    """The kinds of mark of a subject, in a term or in the whole year."""

    def __init__(self, _context: SchoolContext, request: Request) -> None:
        self.request = request
        session = request.dbsession
        subject = session.get(Subject, path_id(request, "subject_id"))
        if subject is None:
            raise HTTPNotFound
        self.subject = subject
        self.terms = self._terms()
        wanted = whole_number(str(request.params.get("term", "")))
        self.term = next((term for term in self.terms if term.id == wanted), None)
        rule = rule_of(session, subject.id, self.term.id if self.term else None)
        decided = (
            Decided(tuple(map(Kind, rule.kinds)), rule.in_average) if rule is not None else DEFAULT
        )
        self.form = SubjectForm(
            request,
            data={
                "kinds": [kind.value for kind in decided.kinds],
                "in_average": decided.in_average,
                "version": rule.version if rule is not None else 0,
            },
        )

    def _terms(self) -> list[Term]:
        year = year_of(self.request.dbsession, self.request.today)
        if year is None:
            return []
        statement = select(Term).where(Term.year_id == year.id).order_by(Term.starts_on)
        return list(self.request.dbsession.scalars(statement))

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """What holds now."""
        return {
            "form": self.form,
            "subject": self.subject,
            "terms": self.terms,
            "term": self.term,
        }

    @view_config(request_method="POST")
    def save(self) -> Any:
        """Store what was decided."""
        request, form = self.request, self.form
        if not form.submitted():
            request.response.status_int = 422
            return self.show()
        # In the order of the page, whatever order the browser sends.
        kinds = tuple(kind for kind in Kind if kind.value in form.kinds.data)
        decide(
            request.dbsession,
            request.actor,
            self.subject,
            self.term.id if self.term else None,
            Decided(kinds, form.in_average.data),
            form.version.data,
            request.now,
        )
        request.flash(_("Materia salvata."))
        return HTTPSeeOther(SETUP_PATH)
