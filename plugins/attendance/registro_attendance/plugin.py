"""What attendance adds to the register."""

from collections.abc import Collection, Mapping
from datetime import date, time

import typer
from sqlalchemy.orm import Session

from registro_attendance.arrivals import ARRIVAL_NOTICE, ask_for_earlier_hours
from registro_attendance.cli import app as commands
from registro_attendance.demo.family import fill as fill_family_demo
from registro_attendance.demo.fill import fill as fill_demo
from registro_attendance.family.cards import home_cards
from registro_attendance.family.menu import class_cards as family_class_cards
from registro_attendance.family.menu import menu_items as family_menu_items
from registro_attendance.family.menu import student_cards as family_student_cards
from registro_attendance.family.notice_kinds import NOTICE_KINDS as FAMILY_NOTICES
from registro_attendance.family.permissions import PERMISSIONS as FAMILY_PERMISSIONS
from registro_attendance.family.privacy import erase_person as erase_family
from registro_attendance.family.privacy import personal_data as family_data
from registro_attendance.family.routes import add_routes as add_family_routes
from registro_attendance.family.settings import SETTINGS as FAMILY_SETTINGS
from registro_attendance.justifications.part import JustificationsPart
from registro_attendance.notices import COUNCIL_NOTICE, EVENT_NOTICE, WARNING_NOTICE
from registro_attendance.pages.cards import student_cards
from registro_attendance.pages.overview import class_cards
from registro_attendance.pages.today import home_cards as roll_cards
from registro_attendance.pages.today import menu_items
from registro_attendance.permissions import PERMISSIONS
from registro_attendance.permits.calendar import calendar_entries
from registro_attendance.pickup.part import PickupPart
from registro_attendance.privacy import erase_person as erase_rolls
from registro_attendance.privacy import personal_data as roll_data
from registro_attendance.roll.part import RollPart
from registro_attendance.roll.reading import LessonReading
from registro_attendance.routes import add_routes
from registro_attendance.settings import SETTINGS
from registro_attendance.statistics.facts import absences, alerts, presence, summaries
from registro_attendance.warnings.services import run as issue_warnings
from registro_core.api import (
    Absence,
    AttendanceSummary,
    CalendarEntry,
    CalendarOf,
    Card,
    ClassContext,
    Configurator,
    DemoSchool,
    EnrolmentEvent,
    Job,
    LessonContext,
    LessonPart,
    MenuItem,
    NoticeKind,
    Permission,
    PersonalData,
    Presence,
    Request,
    Setting,
    StudentAlert,
    StudentContext,
    hookimpl,
)


@hookimpl
def registro_configure(config: Configurator) -> None:
    """Add the pages."""
    add_routes(config)
    add_family_routes(config)


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who may do what with attendance."""
    return [*PERMISSIONS, *FAMILY_PERMISSIONS]


@hookimpl
def registro_settings() -> list[Setting]:
    """Return what a school may choose."""
    return [*SETTINGS, *FAMILY_SETTINGS]


@hookimpl
def registro_notice_kinds() -> list[NoticeKind]:
    """Return what people are told."""
    return [EVENT_NOTICE, WARNING_NOTICE, COUNCIL_NOTICE, ARRIVAL_NOTICE, *FAMILY_NOTICES]


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Add the roll to every lesson, what families sent, and who must be fetched."""
    reading = LessonReading(request, lesson)
    return [RollPart(reading), JustificationsPart(reading), PickupPart(request, lesson)]


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Tell families where each child is; the school, which rolls are missing."""
    return [*home_cards(request), *roll_cards(request)]


@hookimpl
def registro_class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """Lead from a class to its attendance."""
    return [*class_cards(request, school_class), *family_class_cards(request, school_class)]


@hookimpl
def registro_student_cards(request: Request, student: StudentContext) -> list[Card]:
    """Lead from a student to their absences, requests and pick-up."""
    return [*student_cards(request, student), *family_student_cards(request, student)]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead to today's rolls, to what waits for an answer, and families to their absences."""
    return [*menu_items(request), *family_menu_items(request)]


@hookimpl
def registro_presence(session: Session, class_id: int, day: date) -> Mapping[int, Presence]:
    """Say where the students of a class are on a day."""
    return presence(session, class_id, day)


@hookimpl
def registro_absences(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Absence]:
    """Say when students were not in school (A5, A8)."""
    return absences(session, student_ids, first_day, last_day)


@hookimpl
def registro_attendance_summary(
    session: Session, student_ids: Collection[int], year_id: int, until: date
) -> Mapping[int, AttendanceSummary] | None:
    """Sum up hours of absence against the limit (A2)."""
    return summaries(session, student_ids, year_id, until)


@hookimpl
def registro_student_alerts(session: Session, class_id: int, until: date) -> list[StudentAlert]:
    """Name the students near or past the limit of absence."""
    return alerts(session, class_id, until)


@hookimpl
def registro_student_enrolled(session: Session, enrolment: EnrolmentEvent) -> None:
    """Ask for the hours that a student brings from another school (A16)."""
    ask_for_earlier_hours(session, enrolment)


@hookimpl
def registro_commands() -> list[typer.Typer]:
    """Return `registro attendance`."""
    return [commands]


@hookimpl
def registro_jobs() -> list[Job]:
    """Warn families early, once a day after school (A15)."""
    return [Job("attendance.warnings", issue_warnings, at=time(15, 30))]


@hookimpl
def registro_calendar_entries(
    session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """Put announced absences and permits into a student's agenda."""
    return calendar_entries(session, calendar, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return all that attendance holds about a person (GDPR art. 15)."""
    return [*roll_data(session, person_id), *family_data(session, person_id)]


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Delete what the law does not ask to keep (GDPR art. 17)."""
    erase_rolls(session, person_id)
    erase_family(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with absences, rolls and justifications."""
    fill_demo(session, demo)
    fill_family_demo(session, demo)
