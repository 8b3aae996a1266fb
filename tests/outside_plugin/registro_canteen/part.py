"""The part of the lesson page: how many eat."""

from collections.abc import Sequence
from typing import Any

from registro_canteen import _, services
from registro_core.api import LessonContext, PartError, Request, markup

TEMPLATE = "registro_canteen:templates/part.pt"
FIELD = "canteen-meals"


class MealPart:
    """One number, on the page of the first hour."""

    key = "canteen"
    order = 80

    def __init__(self, request: Request, lesson: LessonContext) -> None:
        self.request = request
        self.lesson = lesson
        self.stored = services.count_of(request.dbsession, lesson.school_class.id, lesson.day)
        self.typed = str(self.stored.meals) if self.stored else ""
        self.version = self.stored.version if self.stored else 0
        self.errors: list[PartError] = []

    def render(self) -> Any:
        """The field, with what was typed and what is wrong with it."""
        return markup(self.request, TEMPLATE, part=self, field=FIELD)

    def validate(self, form: Any) -> Sequence[PartError]:
        """A whole number up to the size of the class, or nothing."""
        self.typed = form.get(FIELD, "").strip()
        self.version = int(form.get(f"{FIELD}-version", "0") or 0)
        if self.typed and not (self.typed.isdigit() and int(self.typed) <= len(self.lesson.roster)):
            message = _("Scrivi quanti mangiano: un numero da 0 agli alunni della classe.")
            self.errors = [PartError(FIELD, message)]
        return self.errors

    def apply(self) -> None:
        """Store the number, if one was given."""
        if self.typed:
            request, class_id = self.request, self.lesson.school_class.id
            services.set_count(
                request.dbsession,
                request.actor,
                request.now,
                class_id,
                self.lesson.day,
                int(self.typed),
                self.version,
            )
