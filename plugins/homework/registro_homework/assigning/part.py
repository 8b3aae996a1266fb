"""The part of the lesson page in which one assigns: what, and for which of the next lessons."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from registro_core.api import LessonContext, PartError, Request, markup
from registro_homework.assigning import doing
from registro_homework.assigning.checks import customs_of, doubts_of
from registro_homework.assigning.due_days import due_days
from registro_homework.assigning.forms import AssignForm
from registro_homework.assigning.known import known_rows
from registro_homework.assigning.page import TEMPLATES, keep_attachments
from registro_homework.courses import Course, courses_here, courses_shown

PREFIX = "homework-"
# What shows that there is something to assign.
TYPED = ("text", "links", "minutes")
FILES = f"{PREFIX}files"


class AssigningPart:
    """What is due today, what was assigned in this lesson, and one thing to assign."""

    key = "homework"
    # Whether something was typed: else there is nothing to do.
    typed = False
    # After roll, signature and marks.
    order = 20
    files = (FILES,)

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        """Read nothing: at eight o'clock this page is opened for the roll."""
        self.request, self.lesson = request, lesson

    @cached_property
    def courses(self) -> list[Course]:
        """What one may assign here: read wholly only when something was typed."""
        read = courses_here if self.typed else courses_shown
        return read(self.request, self.lesson)

    @cached_property
    def form(self) -> AssignForm:
        """The form, with what was typed."""
        form = AssignForm(self.request, self.courses, prefix=PREFIX)
        form.first_day, form.last_day = self.request.today, self.lesson.year.ends_on
        return form

    def render(self) -> Any:
        """The markup, with what was typed."""
        session, form = self.request.dbsession, self.form
        days = due_days(session, self.courses, max(self.lesson.day, self.request.today))
        chosen = form.due_day
        if chosen is None and days and not form.due.data:
            chosen = days[0].day
        return markup(
            self.request,
            f"{TEMPLATES}part.pt",
            form=form,
            days=days,
            chosen=chosen,
            typed=chosen is not None and chosen not in {each.day for each in days},
            several=len(self.courses) > 1,
            due=self._known(),
            day=self.lesson.day,
            class_id=self.lesson.school_class.id,
        )

    def _known(self) -> Sequence[Any]:
        """What is due on the day of the lesson or was assigned on it, of these subjects."""
        values = {
            "class_id": self.lesson.school_class.id,
            "subjects": [each.subject_id for each in self.courses],
            "day": self.lesson.day,
        }
        return known_rows(self.request.dbsession, values)

    def validate(self, form: Any) -> Sequence[PartError]:
        """Nothing typed is nothing to do; else the rules of assigning hold."""
        self.typed = any(str(form.get(f"{PREFIX}{name}", "")).strip() for name in TYPED)
        self.typed |= any(getattr(each, "filename", "") for each in form.getall(FILES))
        self.typed |= bool(form.getall(f"{FILES}-kept"))
        if not self.typed:
            return []
        if not self.form.validate():
            return [PartError(field.name, text) for field, text in self.form.problems]
        if self._is_doubtful():
            return [PartError(field.name, text) for field, text in self.form.problems]
        return []

    def _is_doubtful(self) -> bool:
        course, request = self.form.wanted, self.request
        if course is None:
            return True
        doubts = doubts_of(
            request.dbsession, course, self.form.draft(), customs_of(request), request.now
        )
        return not self.form.weigh(doubts)

    def apply(self) -> None:
        """Store it, in the transaction of the lesson."""
        course = self.form.wanted if self.typed else None
        if course is not None:
            row = doing.assign(self.request, course, self.form.draft(), self.lesson.day)
            keep_attachments(self.request, row, self.form)
