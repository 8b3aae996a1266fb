"""The lesson page, centre of a teacher's day: parts of many plugins, one form, one save."""

from typing import TYPE_CHECKING

from registro_core.security.contexts import LessonContext
from registro_core.web.uploads import accept_files

if TYPE_CHECKING:
    from pyramid.config import Configurator


def includeme(config: "Configurator") -> None:
    """Add the page for the hours of classes and of groups."""
    config.add_route("lesson", "/classes/{class_id}/lessons/{day}/{slot}", factory=LessonContext)
    config.add_route(
        "lesson.group", "/groups/{group_id}/lessons/{day}/{slot}", factory=LessonContext
    )
    # which of its fields may hold one, each part says
    accept_files(config, "lesson", "lesson.group", large=True)
    config.scan("registro_core.lesson_page.views")
