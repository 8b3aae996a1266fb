"""What lessons adds to the register."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import (
    CalendarEntry,
    CalendarOf,
    Card,
    ClassContext,
    Configurator,
    DemoSchool,
    ImportKind,
    LessonContext,
    LessonPart,
    MenuItem,
    Permission,
    PersonalData,
    Request,
    ScheduledLesson,
    Setting,
    StudentContext,
    hookimpl,
)
from registro_lessons import menu, permissions, routes, settings
from registro_lessons.demo import fill
from registro_lessons.imports import KIND as TIMETABLE_FILE
from registro_lessons.part import SigningPart
from registro_lessons.services import personal, scheduled
from registro_lessons.services.calendar import calendar_entries
from registro_lessons.views import missing, my_day, register, topics


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)
    config.scan("registro_lessons.views")


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return what may be done with lessons."""
    return permissions.PERMISSIONS


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return settings.SETTINGS


@hookimpl
def registro_imports() -> list[ImportKind]:
    """The timetable, as Untis exports it."""
    return [TIMETABLE_FILE]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Return the pages open to the person signed in."""
    return menu.menu_items(request)


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """The teacher's day; unsigned hours for the head; what was done, for students and parents."""
    own_day = [my_day.card(request)] if request.allows(permissions.DAY.name) else []
    unsigned = [missing.card(request)] if request.allows(permissions.MONITOR.name) else []
    return [*own_day, *unsigned, *topics.home_cards(request)]


@hookimpl
def registro_student_cards(request: Request, student: StudentContext) -> list[Card]:
    """What was done in a student's class."""
    return topics.student_card(request, student)


@hookimpl
def registro_class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """The ways to a class's register and timetable."""
    return register.class_card(request, school_class)


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Signature and topic: to write for teachers, to read for the others."""
    may_sign = request.allows(permissions.SIGN.name, lesson)
    return [SigningPart(request, lesson, may_sign=may_sign)]


@hookimpl
def registro_calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """Put lessons into the agenda."""
    return calendar_entries(session, calendar, first_day, last_day)


@hookimpl
def registro_scheduled_lessons(
    session: Session, class_ids: Collection[int], first_day: date, last_day: date
) -> list[ScheduledLesson]:
    """What the timetable plans, what was signed, what was cancelled."""
    return scheduled.scheduled_lessons(session, class_ids, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """What lessons holds about a person."""
    return personal.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person."""
    personal.erase_person(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with a timetable and months of lessons."""
    fill(session, demo)
