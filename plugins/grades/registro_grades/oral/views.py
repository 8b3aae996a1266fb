"""A single mark from the register, on any day (G6): no signed lesson is asked for."""

from dataclasses import replace
from datetime import date
from typing import Any

from registro_core.api import HTTPSeeOther, Request, idempotent, view_config, view_defaults
from registro_grades import _
from registro_grades.contexts import CourseContext
from registro_grades.grid.views import said
from registro_grades.labels import KINDS
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.roster import students_of
from registro_grades.oral.giving import Trouble, check_oral, give
from registro_grades.oral.picker import Picker, level_chips, number_chips
from registro_grades.oral.typed import STUDENT, TypedOral, read_oral
from registro_grades.permissions import WRITE
from registro_grades.scales.reading import vocabularies


@view_defaults(
    route_name="grades.oral",
    permission=WRITE.name,
    renderer="registro_grades:oral/templates/page.pt",
)
class OralViews:
    """Single marks of a course."""

    def __init__(self, context: CourseContext, request: Request) -> None:
        self.request = request
        self.session = request.dbsession
        self.course = context.course
        self.occasion = occasion_of(request)
        self.day = _day(str(request.params.get("day", ""))) or request.today
        self.students = students_of(self.session, self.course, self.day, self.day)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty picker."""
        return self._page(TypedOral(), ())

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Give the marks, or say what is wrong."""
        typed = read_oral(self.request.POST, [each.id for each in self.students])
        oral = check_oral(self.session, self.course, self.occasion, self.day, typed)
        troubles = list(oral.troubles)
        if not typed.singles and not typed.lonely:
            troubles.append(Trouble(STUDENT, _("Scegli uno studente e un voto.")))
        if troubles:
            self.request.response.status_int = 422
            return self._page(typed, troubles)
        said(self.request, give(self.session, oral))
        return HTTPSeeOther(self.course.path)

    def _page(self, typed: TypedOral, troubles: Any) -> dict[str, Any]:
        return {
            "course": self.course,
            "day": self.day,
            "kinds": list(KINDS.items()),
            "picker": Picker(
                [(each.id, each.surname, each.given_name) for each in self.students],
                self._chips(),
                [(str(self.course.key), self.course.subject, True)],
                typed,
                troubles,
            ),
        }

    def _chips(self) -> Any:
        if not self.course.by_judgement:
            return number_chips(self.occasion.style)
        words = vocabularies(self.session, self.course, self.day, self.day)
        return level_chips(replace(words, style=self.occasion.style).on(self.day))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
