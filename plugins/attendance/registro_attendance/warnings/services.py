"""Issuing early warnings, once a threshold and year, and keeping who read them (A15)."""

from collections.abc import Collection
from datetime import datetime
from fractions import Fraction

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.models import EarlyWarning, WarningKind, WarningReceipt
from registro_attendance.notices import WARNING_NOTICE
from registro_attendance.settings import WARN_COORDINATOR
from registro_attendance.statistics.facts import students_of
from registro_attendance.statistics.services import rule_of, settings_of, standings
from registro_attendance.statistics.standing import Standing
from registro_attendance.warnings.coordinators import tell_coordinators
from registro_attendance.warnings.thresholds import Passed, passed
from registro_core.api import (
    SYSTEM,
    Change,
    Notice,
    SchoolClass,
    SchoolYear,
    Text,
    publish_notice,
    recipients,
    record_change,
    school_day,
    year_of,
)

SUBJECTS: dict[WarningKind, Text] = {
    WarningKind.HOURS: _("Le ore di assenza hanno superato la soglia di avviso"),
    WarningKind.ABSENCES: _("I giorni di assenza hanno raggiunto la soglia di avviso"),
    WarningKind.LATES: _("I ritardi hanno raggiunto la soglia di avviso"),
    WarningKind.EXITS: _("Le uscite anticipate hanno raggiunto la soglia di avviso"),
}


def issue_warnings(session: Session, now: datetime) -> int:
    """Warn the families of the whole school of what was passed; return how many warnings.

    The worker does so once a day, class by class: the statements of a class
    are a fixed number, and most days nobody is warned.
    """
    today = school_day(now)
    year = year_of(session, today)
    if year is None or today > year.ends_on:
        return 0
    classes = session.scalars(
        select(SchoolClass.id).where(SchoolClass.year_id == year.id).order_by(SchoolClass.name)
    ).all()
    return sum(_warn_class(session, year, class_id, now) for class_id in classes)


def run(session: Session, now: datetime) -> None:
    """The daily job."""
    issue_warnings(session, now)


def _warn_class(session: Session, year: SchoolYear, class_id: int, now: datetime) -> int:
    today = school_day(now)
    settings = settings_of(session)
    students = students_of(session, class_id, today)
    found = standings(session, students, rule_of(year, settings), today)
    known = _known(session, students, year.id)
    fresh = [
        (standing, threshold)
        for student, standing in found.items()
        for threshold in passed(standing, settings)
        if (student, threshold) not in known
    ]
    if not fresh:
        return 0
    told = recipients(session, [standing.student_id for standing, _threshold in fresh], today)
    for standing, threshold in fresh:
        people = told.get(standing.student_id, frozenset())
        _warn(session, standing, threshold, year.id, people, now)
    if settings.boolean(WARN_COORDINATOR.name):
        tell_coordinators(session, class_id, {each.student_id for each, _passed in fresh}, now)
    return len(fresh)


def _known(session: Session, student_ids: Collection[int], year_id: int) -> set[tuple[int, Passed]]:
    rows = session.execute(
        select(EarlyWarning.student_id, EarlyWarning.kind, EarlyWarning.threshold).where(
            EarlyWarning.student_id.in_(student_ids), EarlyWarning.year_id == year_id
        )
    )
    return {(student, Passed(kind, threshold)) for student, kind, threshold in rows}


def _warn(
    session: Session,
    standing: Standing,
    threshold: Passed,
    year_id: int,
    people: Collection[int],
    now: datetime,
) -> None:
    warning = EarlyWarning(
        student_id=standing.student_id,
        year_id=year_id,
        kind=threshold.kind,
        threshold=threshold.threshold,
        told=told_of(standing, threshold),
        issued_at=now,
    )
    session.add(warning)
    session.flush()
    if people:
        rows = [{"warning_id": warning.id, "person_id": person} for person in sorted(people)]
        session.execute(insert(WarningReceipt), rows)
    publish_notice(session, _notice(warning, people), now)
    change = Change(
        "attendance.warning.issued",
        "attendance_warning",
        warning.id,
        after={"kind": str(threshold.kind), "told": warning.told},
        student_id=standing.student_id,
    )
    record_change(session, SYSTEM, change, now)


def _notice(warning: EarlyWarning, people: Collection[int]) -> Notice:
    return Notice(
        kind=WARNING_NOTICE.name,
        subject=SUBJECTS[warning.kind],
        body=_(
            "Situazione a oggi: ${told}. Apri la pagina delle assenze e conferma di aver letto.",
            mapping={"told": warning.told},
        ),
        recipients=people,
        key=f"attendance:warning:{warning.id}",
        link=f"/students/{warning.student_id}/attendance",
        student_id=warning.student_id,
    )


def told_of(standing: Standing, threshold: Passed) -> str:
    """The figures as they stood, kept as they were told: numbers alone, in every language."""
    if threshold.kind is WarningKind.HOURS:
        return f"{_decimal(standing.absent)} / {_decimal(standing.yearly.hours)} h"
    counters = standing.counters
    count = {
        WarningKind.ABSENCES: counters.absences,
        WarningKind.LATES: counters.lates,
        WarningKind.EXITS: counters.exits,
    }[threshold.kind]
    return str(count)


def _decimal(hours: Fraction) -> str:
    tenths = round(hours * 10)
    whole, rest = divmod(tenths, 10)
    return f"{whole},{rest}" if rest else str(whole)
