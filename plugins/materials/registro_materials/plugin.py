"""What materials adds to the register."""

from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import (
    CalendarEntry,
    CalendarOf,
    Card,
    ClassContext,
    Configurator,
    DemoSchool,
    LessonContext,
    LessonPart,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Request,
    Setting,
    StudentContext,
    hookimpl,
)
from registro_materials import cards, menu, permissions, privacy, routes, settings
from registro_materials.agenda import calendar_entries
from registro_materials.demo.fill import fill
from registro_materials.part import HandOutPart
from registro_materials.services.telling import FROM_COLLEAGUE, NEW


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with materials."""
    return permissions.PERMISSIONS


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return settings.SETTINGS


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what people are told."""
    return [NEW, FROM_COLLEAGUE]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Return the pages open to the person signed in."""
    return menu.menu_items(request)


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Show families what they have not opened yet."""
    return cards.home_cards(request)


@hookimpl
def registro_student_cards(request: Request, student: StudentContext) -> list[Card]:
    """Lead from a student to what is shared with them."""
    return cards.student_cards(request, student)


@hookimpl
def registro_class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """Lead from a class to what is shared with it."""
    return cards.class_cards(request, school_class)


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """What was handed out, and the way to hand out something."""
    return [HandOutPart(request, lesson)]


@hookimpl
def registro_calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """Put what is shared into the agenda, on its day."""
    return calendar_entries(session, calendar, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what materials hold about a person."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person."""
    privacy.erase_person(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with materials."""
    fill(session, demo)
