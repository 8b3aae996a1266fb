"""What grades adds to the register."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import (
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
    Removal,
    ReportSection,
    Request,
    Setting,
    StudentAlert,
    StudentContext,
    SubjectResult,
    hookimpl,
)
from registro_grades import cards, facts, menu, permissions, privacy, routes, settings
from registro_grades.demo.conduct import fill as fill_conduct
from registro_grades.demo.fill import fill as fill_marks
from registro_grades.family.cards import home_cards, student_cards
from registro_grades.marks.notices import CHANGED_NOTICE, MARK_NOTICE
from registro_grades.notes.class_card import class_cards as conduct_cards
from registro_grades.notes.notices import NOTE_NOTICE
from registro_grades.observations.notices import OBSERVATION_NOTICE
from registro_grades.oral.part import OralPart, teachings_here
from registro_grades.procedures.notices import PROCEDURE_NOTICE
from registro_grades.procedures.removals import removals_of


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
    return [
        *(MARK_NOTICE, CHANGED_NOTICE),
        *(NOTE_NOTICE, PROCEDURE_NOTICE, OBSERVATION_NOTICE),
    ]


@hookimpl
def registro_menu_items(request: Request) -> list[MenuItem]:
    """Lead to the pages open to the person signed in."""
    return [*menu.menu_items(request)]


@hookimpl
def registro_lesson_parts(request: Request, lesson: LessonContext) -> list[LessonPart]:
    """Add single marks, for who teaches the subject here."""
    return [OralPart(request, lesson)] if teachings_here(request, lesson) else []


@hookimpl
def registro_home_cards(request: Request) -> list[Card]:
    """Show families the latest marks, and what waits to be read."""
    return home_cards(request)


@hookimpl
def registro_student_cards(request: Request, student: StudentContext) -> list[Card]:
    """Lead from a student to marks, notes and observations."""
    return student_cards(request, student)


@hookimpl
def registro_class_cards(request: Request, school_class: ClassContext) -> list[Card]:
    """Lead from a class to its marks, notes and observations."""
    return [
        *cards.class_cards(request, school_class),
        *conduct_cards(request, school_class),
    ]


@hookimpl
def registro_subject_results(
    session: Session, class_id: int, first_day: date, until: date
) -> list[SubjectResult]:
    """Say what the marks of a class come to."""
    return facts.subject_results(session, class_id, first_day, until)


@hookimpl
def registro_student_alerts(session: Session, class_id: int, until: date) -> list[StudentAlert]:
    """Name the students of a class who are at risk."""
    return facts.student_alerts(session, class_id, until)


@hookimpl
def registro_report_sections(
    session: Session, class_id: int, first_day: date, until: date
) -> list[ReportSection]:
    """Return the observations that are printed on report cards."""
    return facts.report_sections(session, class_id, first_day, until)


@hookimpl
def registro_removals(
    session: Session, student_ids: Collection[int], first_day: date, last_day: date
) -> list[Removal]:
    """Name the days on which a sanction keeps students from lessons (B2)."""
    return removals_of(session, student_ids, first_day, last_day)


@hookimpl
def registro_personal_data(session: Session, person_id: int) -> list[PersonalData]:
    """Return what marks hold about a person (GDPR art. 15)."""
    return privacy.personal_data(session, person_id)


@hookimpl
def registro_erase_person(session: Session, person_id: int) -> None:
    """Forget what need not be kept about a person (GDPR art. 17)."""
    privacy.erase_person(session, person_id)


@hookimpl
def registro_fill_demo(session: Session, demo: DemoSchool) -> None:
    """Fill the demo school with marks, and with what is written of conduct."""
    fill_marks(session, demo)
    fill_conduct(session, demo)
