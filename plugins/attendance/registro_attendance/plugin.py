"""What attendance adds to the register."""

from registro_attendance.family.cards import home_cards
from registro_attendance.family.notice_kinds import NOTICE_KINDS as FAMILY_NOTICES
from registro_attendance.family.permissions import PERMISSIONS as FAMILY_PERMISSIONS
from registro_attendance.family.routes import add_routes as add_family_routes
from registro_attendance.family.settings import SETTINGS as FAMILY_SETTINGS
from registro_attendance.justifications.part import JustificationsPart
from registro_attendance.notices import EVENT_NOTICE, WARNING_NOTICE
from registro_attendance.permissions import MANAGE, READ, ROLL, SCHOOL, WRITE
from registro_attendance.roll.part import RollPart
from registro_attendance.settings import SETTINGS
from registro_core.api import (
    Card,
    Configurator,
    LessonContext,
    LessonPart,
    NoticeKind,
    Permission,
    Request,
    Setting,
    hookimpl,
)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    add_family_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with attendance."""
    return [READ, ROLL, WRITE, MANAGE, SCHOOL, *FAMILY_PERMISSIONS]


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return [*SETTINGS, *FAMILY_SETTINGS]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what people are told."""
    return [EVENT_NOTICE, WARNING_NOTICE, *FAMILY_NOTICES]


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Add the roll to every lesson, and what families sent to be validated."""
    return [RollPart(request, lesson), JustificationsPart(request, lesson)]


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Tell families where each child is, and what is to be done."""
    return home_cards(request)
