"""What grades adds to the register."""

from sqlalchemy.orm import Session

from registro_core.api import (
    Configurator,
    DemoSchool,
    LessonContext,
    LessonPart,
    MenuItem,
    NoticeKind,
    Permission,
    Request,
    Setting,
    hookimpl,
)
from registro_grades import menu, permissions, routes, settings
from registro_grades.demo.fill import fill as fill_demo
from registro_grades.marks.notices import CHANGED_NOTICE, MARK_NOTICE
from registro_grades.oral.part import OralPart, teachings_here


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with marks."""
    return [*permissions.PERMISSIONS]


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return [*settings.SETTINGS]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what families are told."""
    return [MARK_NOTICE, CHANGED_NOTICE]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead to the pages open to the person signed in."""
    return [*menu.menu_items(request)]


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Add single marks, for who teaches the subject here."""
    return [OralPart(request, lesson)] if teachings_here(request, lesson) else []


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with marks."""
    fill_demo(session, demo)
