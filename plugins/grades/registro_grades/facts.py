"""What marks answer to other plugins: results, who is at risk, what a report card prints."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    ReportSection,
    School,
    SchoolClass,
    SchoolSettings,
    StudentAlert,
    SubjectResult,
)
from registro_grades import _
from registro_grades.family.reading import year_terms
from registro_grades.marks.results import Result, in_class, missing_tests, results
from registro_grades.marks.sums import sums
from registro_grades.models import Observation
from registro_grades.overview.risk import risk_of
from registro_grades.permissions import CARD
from registro_grades.settings import RISK_SUBJECTS, SETTINGS


def subject_results(
    session: Session, class_id: int, first_day: date, until: date
) -> list[SubjectResult]:
    """What the marks of who is in a class come to, by student and subject: two statements."""
    return [
        SubjectResult(
            found.student_id,
            found.subject_id,
            found.average,
            found.judgement or "",
            found.count,
            found.insufficient,
            found.missing,
        )
        for found in results(session, class_id, first_day, until).values()
    ]


def student_alerts(session: Session, class_id: int, until: date) -> list[StudentAlert]:
    """Who is at risk in the term of a day, as the overview flags it: five statements, few rows.

    One alert a student, with the gravest fact. It leads to the student's card, and takes the
    permission of that page: nobody is told more than they may open.
    """
    school_class = session.get(SchoolClass, class_id)
    if school_class is None:
        return []
    term = year_terms(session, school_class.year_id, until, "").windows.shown
    by_student: dict[int, list[Result]] = defaultdict(list)
    for each in sums(session, [class_id], term.first, until):
        by_student[each.student_id].append(each.result)
    missing = missing_tests(session, class_id, term.first, until)
    stored = session.scalar(select(School.settings).limit(1)) or {}
    settings = SchoolSettings({setting.name: setting for setting in SETTINGS}, stored)
    threshold = settings.integer(RISK_SUBJECTS.name)
    risks = {
        student: risk_of(by_student.get(student, ()), threshold, missing.get(student, 0))
        for student in {*by_student, *missing}
    }
    return [
        StudentAlert(
            student,
            "grades:risk",
            risk.gravest,
            CARD.name,
            f"/students/{student}/marks/card",
            severity=risk.severity,
        )
        for student, risk in risks.items()
        if risk.gravest is not None
    ]


def report_sections(
    session: Session, class_id: int, first_day: date, until: date
) -> list[ReportSection]:
    """The observations of a term that their authors chose for the report card: one statement.

    The others are for the parents alone (2.8): a report card is read by the student too. They
    are the student's, also those of another class they came from.
    """
    rows = session.execute(
        select(Observation.student_id, Observation.text)
        .where(
            Observation.student_id.in_(in_class(class_id, until)),
            Observation.day.between(first_day, until),
            Observation.in_report.is_(True),
            Observation.cancelled_at.is_(None),
        )
        .order_by(Observation.day, Observation.id)
    )
    texts: dict[int, list[str]] = defaultdict(list)
    for student_id, text in rows:
        texts[student_id].append(text)
    return [
        ReportSection(student, "grades:observations", _("Osservazioni dei docenti"), tuple(found))
        for student, found in texts.items()
    ]
