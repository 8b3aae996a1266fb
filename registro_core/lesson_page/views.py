"""Showing a lesson and saving it whole: all parts or none."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pyramid.httpexceptions import (
    HTTPBadRequest,
    HTTPConflict,
    HTTPSeeOther,
    HTTPUnprocessableEntity,
)
from pyramid.view import view_config, view_defaults

from registro_core import _
from registro_core.audit.services import recorded_together
from registro_core.db.versions import Conflict
from registro_core.items import LessonPart, PartError, Text
from registro_core.lesson_page.hours import hours_of_day
from registro_core.permissions import LESSON_READ, LESSON_SAVE
from registro_core.web.idempotency import idempotent

if TYPE_CHECKING:
    from registro_core.request import Request
    from registro_core.security.contexts import LessonContext

SOMEBODY_ELSE = PartError(
    "main",
    _("Un’altra persona ha salvato questa lezione mentre scrivevi: controlla e salva di nuovo."),
    conflict=True,
)


SHOW = {"request_method": "GET", "attr": "show", "permission": LESSON_READ.name}
SAVE = {
    "request_method": "POST",
    "attr": "save",
    "permission": LESSON_SAVE.name,
    "decorator": idempotent,
}


@view_config(route_name="lesson", **SHOW)
@view_config(route_name="lesson", **SAVE)
@view_config(route_name="lesson.group", **SHOW)
@view_config(route_name="lesson.group", **SAVE)
@view_defaults(renderer="registro_core:lesson_page/templates/lesson.pt")
class LessonViews:
    """The lesson page, for the hours of a class and those of a group."""

    def __init__(self, context: "LessonContext", request: "Request") -> None:
        self.lesson = context
        self.request = request
        parts: list[LessonPart] = request.platform.plugins.collect(
            "registro_lesson_parts", request=request, lesson=context
        )
        self.parts = sorted(parts, key=lambda part: (part.order, part.key))

    def show(self) -> dict[str, Any]:
        """GET: each part as it stands."""
        return self._page([])

    def save(self) -> Any:
        """POST: check every part, then store every part; what was typed is never lost."""
        self._refuse_strange_files()
        errors = [error for part in self.parts for error in part.validate(self.request.POST)]
        if not errors:
            errors = self._apply()
        if errors:
            return self._refuse(errors)
        self.request.flash(_("Lezione salvata."))
        return HTTPSeeOther(self.request.path)

    def _refuse_strange_files(self) -> None:
        """Raise HTTPBadRequest for a file where a part expects a text (check 25)."""
        expected = {name for part in self.parts for name in getattr(part, "files", ())}
        files = {name for name, value in self.request.POST.items() if not isinstance(value, str)}
        if files - expected:
            raise HTTPBadRequest("a file was sent where none belongs")

    def _apply(self) -> list[PartError]:
        # A savepoint: what the parts before the conflict stored must not show on the page.
        try:
            session = self.request.dbsession
            with session.begin_nested(), recorded_together(session):
                for part in self.parts:
                    part.apply()
        except Conflict:
            return [SOMEBODY_ELSE]
        return []

    def _refuse(self, errors: Sequence[PartError]) -> dict[str, Any]:
        conflict = any(error.conflict for error in errors)
        status = HTTPConflict.code if conflict else HTTPUnprocessableEntity.code
        self.request.response.status_int = status
        return self._page(errors)

    @property
    def _editable(self) -> bool:
        return any(getattr(part, "editable", True) for part in self.parts)

    def _locks(self) -> list[Text]:
        """Why the page can only be read, where several parts say the same: once for all."""
        said = Counter(filter(None, (getattr(part, "locked", None) for part in self.parts)))
        return [text for text, times in said.items() if times > 1]

    def _page(self, errors: Sequence[PartError]) -> dict[str, Any]:
        locks = self._locks()
        self.lesson.said_above = frozenset(locks)
        return {
            "locks": locks,
            "lesson": self.lesson,
            "name": self.lesson.group.name if self.lesson.group else self.lesson.school_class.name,
            "hours": hours_of_day(self.request, self.lesson),
            "parts": [(part.key, part.render()) for part in self.parts],
            "errors": errors,
            "may_save": self._editable and self.request.allows(LESSON_SAVE.name),
            # the save bar takes its place on phones
            "bottom_bar": False,
        }
