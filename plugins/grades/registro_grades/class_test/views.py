"""Pages of one class test: a new one, one that is there, its cancellation."""

from dataclasses import replace
from datetime import date
from typing import Any

from registro_core.api import (
    HTTPConflict,
    HTTPSeeOther,
    Request,
    idempotent,
    view_config,
    view_defaults,
)
from registro_grades import _
from registro_grades.class_test.checks import OK, read_attempt, status_of
from registro_grades.class_test.context import TestContext
from registro_grades.class_test.page import TestPage
from registro_grades.contexts import CourseContext
from registro_grades.grid.checking import Checked
from registro_grades.grid.forms import CancelForm
from registro_grades.grid.saving import save
from registro_grades.grid.views import NEEDS_REASON, said
from registro_grades.labels import KINDS
from registro_grades.marks.assessments import (
    cancel_assessment,
    change_assessment,
    lock_assessments,
    make_assessment,
)
from registro_grades.marks.entries import Entry
from registro_grades.marks.locks import locked_days
from registro_grades.marks.occasion import occasion_of
from registro_grades.marks.reading import Sheet, marks_of_assessments
from registro_grades.marks.rules import Rules
from registro_grades.marks.storing import store
from registro_grades.marks.writing import Plan
from registro_grades.models import Assessment, Kind
from registro_grades.permissions import WRITE

TEMPLATE = "registro_grades:class_test/templates/test.pt"


@view_defaults(route_name="grades.test.new", permission=WRITE.name, renderer=TEMPLATE)
class NewTestViews:
    """A class test that does not exist yet, with the marks of everybody."""

    def __init__(self, context: CourseContext, request: Request) -> None:
        self.request = request
        day = _day(request.GET.get("day", "")) or request.today
        self.page = TestPage(request, context.course, Sheet((), {}), day, Kind.WRITTEN)

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """An empty column."""
        return self.page.values()

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Make the test and its marks, or neither."""
        page = self.page
        attempt = read_attempt(page)
        if (status := status_of(page, attempt)) != OK:
            self.request.response.status_int = status
            return page.values(attempt)
        made = make_assessment(self.request.dbsession, page.course, page.occasion, page.described())
        entries = [replace(entry, assessment_id=made.id) for entry in attempt.checked.entries]
        number = save(page.desk, Checked(entries, {}), page.wish)
        if number:
            said(self.request, number)
        else:
            self.request.flash(_("Prova salvata."))
        return HTTPSeeOther(page.course.path)


def held(request: Request, context: TestContext) -> tuple[Assessment, Sheet]:
    """A test held until the transaction ends, and its marks as they are then.

    Raise HTTPConflict if somebody has just cancelled it.
    """
    session, course = request.dbsession, context.course
    locked = lock_assessments(session, course, [context.assessment.id])
    if not locked:
        raise HTTPConflict
    return locked[0], marks_of_assessments(session, course, [locked[0].id], request.now)


@view_defaults(route_name="grades.test", permission=WRITE.name, renderer=TEMPLATE)
class TestViews:
    """A class test that is there."""

    __test__ = False

    def __init__(self, context: TestContext, request: Request) -> None:
        self.context = context
        self.request = request

    @view_config(request_method="GET")
    def show(self) -> dict[str, Any]:
        """The test as it stands."""
        return self._page(self.context.sheet).values()

    def _page(self, sheet: Sheet) -> TestPage:
        return TestPage(self.request, self.context.course, sheet, sheet.assessments[0].day)

    @view_config(request_method="POST", decorator=idempotent)
    def save(self) -> Any:
        """Save what is said of the test and every cell that was written in, or nothing."""
        assessment, sheet = held(self.request, self.context)
        page = self._page(sheet)
        attempt = read_attempt(page)
        if (status := status_of(page, attempt)) != OK:
            self.request.response.status_int = status
            return page.values(attempt)
        changed = change_assessment(
            self.request.dbsession,
            assessment,
            page.occasion,
            page.described(),
            sheet.marks.values(),
            page.wish.reason,
        )
        number = save(page.desk, attempt.checked, page.wish)
        if changed and not number:
            self.request.flash(_("Prova salvata."))
        else:
            said(self.request, number)
        return HTTPSeeOther(page.course.path)


@view_defaults(
    route_name="grades.test.cancel",
    permission=WRITE.name,
    renderer="registro_grades:class_test/templates/cancel.pt",
)
class CancelViews:
    """Cancelling a test and all its marks; they stay, with the reason that families read (G9)."""

    def __init__(self, context: TestContext, request: Request) -> None:
        self.context = context
        self.request = request
        self.form = CancelForm(request)

    @view_config(request_method="GET")
    def ask(self) -> dict[str, Any]:
        """What will be cancelled, and why."""
        return self._values(self.context.sheet)

    def _values(self, sheet: Sheet) -> dict[str, Any]:
        marks = [mark for mark in sheet.marks.values() if mark.cancelled_at is None]
        seen = sum(mark.seen(self.request.now) for mark in marks)
        return {
            "course": self.context.course,
            "assessment": sheet.assessments[0],
            "kinds": KINDS,
            "form": self.form,
            "marks": len(marks),
            "seen": seen,
        }

    @view_config(request_method="POST")
    def cancel(self) -> Any:
        """Cancel, or say why not."""
        assessment, sheet = held(self.request, self.context)
        course, occasion = self.context.course, occasion_of(self.request)
        locked = locked_days(self.request.dbsession, course, occasion, [assessment.day])
        refusal = Rules(course, occasion, locked).refusal(assessment.day)
        valid = self.form.validate()
        reason = self.form.reason.data
        if refusal is None and not reason and self._values(sheet)["seen"]:
            refusal = NEEDS_REASON
        if refusal is not None or not valid:
            self.form.reason.errors = [*self.form.reason.errors, *([refusal] if refusal else [])]
            self.request.response.status_int = 422
            return self._values(sheet)
        emptied = [Entry(m.assessment_id, m.student_id, mark=m) for m in sheet.marks.values()]
        store(self.request.dbsession, course, Plan(occasion, reason=reason), emptied)
        cancel_assessment(self.request.dbsession, assessment, occasion, reason)
        self.request.flash(_("Prova annullata: i voti restano agli atti."))
        return HTTPSeeOther(course.path)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
