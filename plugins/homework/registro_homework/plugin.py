"""What homework adds to the register."""

from datetime import date, time

from sqlalchemy.orm import Session

from registro_core.api import (
    CalendarEntry,
    CalendarOf,
    Card,
    ClassContext,
    Configurator,
    DemoSchool,
    Job,
    LessonContext,
    LessonPart,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Relation,
    Request,
    Setting,
    StudentContext,
    hookimpl,
)
from registro_homework import menu, permissions, privacy, routes, settings
from registro_homework.assigning.due_job import remind
from registro_homework.assigning.notices import DUE_NOTICE, NEWS_NOTICE
from registro_homework.assigning.part import AssigningPart
from registro_homework.calendar import calendar_entries
from registro_homework.courses import assigns_here
from registro_homework.demo.fill import fill
from registro_homework.family import cards
from registro_homework.handing_in.notices import RETURNED_NOTICE


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    routes.add_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with homework."""
    return permissions.PERMISSIONS


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return settings.SETTINGS


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what families are told."""
    return [NEWS_NOTICE, DUE_NOTICE, RETURNED_NOTICE]


@hookimpl
def registro_jobs() -> list[Job]:
    """Remind of what is due tomorrow, in the afternoon."""
    return [Job("homework.due", remind, at=time(16, 30))]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Return the pages open to the person signed in."""
    return menu.menu_items(request)


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Show families what is due today and tomorrow, and the next tests."""
    return cards.home_cards(request)


@hookimpl
def registro_student_cards(request: Request, student: StudentContext) -> list[Card]:
    """Lead from a student to their homework."""
    return cards.student_cards(request, student)


@hookimpl
def registro_class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """Lead from a class to its homework."""
    return cards.class_cards(request, school_class)


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Assign from the lesson, for who teaches here, or stands in and has signed."""
    may = Relation.TEACHER_OF_SUBJECT in request.grants.get(permissions.WRITE.name, frozenset())
    # What a closed term holds can only be read (L7); from its own page one assigns all the same.
    open_day = lesson.day <= request.today and lesson.lock(0) is None
    if not may or not open_day or not assigns_here(request, lesson):
        return []
    return [AssigningPart(request, lesson)]


@hookimpl
def registro_calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """Put homework and tests into the agenda."""
    return calendar_entries(session, calendar, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what homework holds about a person (GDPR art. 15)."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person (GDPR art. 17)."""
    privacy.erase_person(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with homework and tests."""
    fill(session, demo)
