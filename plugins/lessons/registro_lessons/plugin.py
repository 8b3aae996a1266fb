"""What lessons adds to the register."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import (
    Card,
    Configurator,
    ImportKind,
    LessonContext,
    LessonPart,
    Permission,
    Request,
    ScheduledLesson,
    Setting,
    hookimpl,
)
from registro_lessons.imports import KIND as TIMETABLE_FILE
from registro_lessons.part import SigningPart
from registro_lessons.permissions import DAY, PERMISSIONS, SIGN
from registro_lessons.services.scheduled import scheduled_lessons
from registro_lessons.settings import SETTINGS
from registro_lessons.views import my_day


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    config.add_route("lessons.day", "/lessons")
    lesson = "lessons/{day}/{slot}/withdraw"
    config.add_route("lessons.withdraw", f"/classes/{{class_id}}/{lesson}", factory=LessonContext)
    config.add_route(
        "lessons.withdraw.group", f"/groups/{{group_id}}/{lesson}", factory=LessonContext
    )
    config.scan("registro_lessons.views")


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return what may be done with lessons."""
    return PERMISSIONS


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return SETTINGS


@hookimpl
def registro_imports() -> list[ImportKind]:
    """The timetable, as Untis exports it."""
    return [TIMETABLE_FILE]


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """The teacher's day."""
    return [my_day.card(request)] if request.allows(DAY.name) else []


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Signature and topic, to write for teachers and to read for the others."""
    return [SigningPart(request, lesson, may_sign=request.allows(SIGN.name, lesson))]


@hookimpl
def registro_scheduled_lessons(
    session: Session, class_ids: Collection[int], first_day: date, last_day: date
) -> list[ScheduledLesson]:
    """What the timetable plans and what was signed."""
    return scheduled_lessons(session, class_ids, first_day, last_day)
