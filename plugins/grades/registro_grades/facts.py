"""What marks answer to other plugins."""

from datetime import date

from sqlalchemy.orm import Session

from registro_core.api import SubjectResult
from registro_grades.marks.results import results


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
