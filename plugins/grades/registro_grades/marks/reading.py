"""Reading marks: of a student, of a course; a constant number of statements, columns alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session

from registro_core.api import Person, SchoolYear
from registro_grades.courses.course import Course
from registro_grades.marks.rows import ASSESSMENT_COLUMNS, MARK_COLUMNS, MarkRow, mark_rows, marks
from registro_grades.marks.visibility import Viewer, visible
from registro_grades.models import Assessment, Code, Correction, Kind, Mark, ScaleLevel, Share


def marks_of_student(
    session: Session, student_id: int, year: SchoolYear, now: datetime, viewer: Viewer
) -> list[MarkRow]:
    """A student's marks of a year in every class they were in, newest first: one statement."""
    statement = (
        marks()
        .where(
            Mark.student_id == student_id,
            Assessment.day.between(year.starts_on, year.ends_on),
            visible(viewer, now),
        )
        .order_by(Assessment.day.desc(), Mark.id.desc())
    )
    return mark_rows(session, statement)


@dataclass(frozen=True)
class AssessmentRow:
    """What was assessed, as a column of the register."""

    id: int
    day: date
    kind: Kind
    weight: int
    title: str | None
    share: Share
    class_id: int
    group_id: int | None
    teacher_id: int | None
    teacher: str | None
    version: int


@dataclass(frozen=True)
class Sheet:
    """The assessments of a course from the oldest, and their marks by assessment and student."""

    assessments: tuple[AssessmentRow, ...]
    marks: dict[tuple[int, int], MarkRow]

    def of_student(self, student_id: int) -> list[MarkRow]:
        """A student's marks, oldest first."""
        found = (self.marks.get((each.id, student_id)) for each in self.assessments)
        return [mark for mark in found if mark is not None]

    def of_assessment(self, assessment_id: int) -> list[MarkRow]:
        """The marks of an assessment, in no order."""
        return [mark for mark in self.marks.values() if mark.assessment_id == assessment_id]


def marks_of_course(
    session: Session, course: Course, first: date, last: date, now: datetime, viewer: Viewer
) -> Sheet:
    """The register of a course from a day to a day, both included: one statement."""
    when = and_(in_course(course), Assessment.day.between(first, last))
    return _sheet(session, when, course, now, viewer)


def marks_of_assessments(
    session: Session, course: Course, ids: Collection[int] | Select[Any], now: datetime
) -> Sheet:
    """Some assessments of a course, for who assesses in it: one statement.

    Ids, or SQL that selects them. Those of other courses are left out: they can only come
    from a form someone has tampered with.
    """
    wanted = and_(in_course(course), Assessment.id.in_(ids))
    return _sheet(session, wanted, course, now, Viewer.TEACHER)


def in_course(course: Course) -> ColumnElement[bool]:
    """SQL: whether an assessment is one of a course, and was not cancelled as a whole."""
    place = (
        and_(Assessment.class_id == course.class_id, Assessment.group_id.is_(None))
        if course.key.group_id is None
        else Assessment.group_id == course.key.group_id
    )
    return and_(
        place,
        Assessment.subject_id == course.subject_id,
        Assessment.share == course.share,
        Assessment.cancelled_at.is_(None),
    )


def _sheet(
    session: Session, wanted: ColumnElement[bool], course: Course, now: datetime, viewer: Viewer
) -> Sheet:
    statement = _sheet_rows(viewer, now).where(wanted)
    assessments: dict[int, AssessmentRow] = {}
    found: dict[tuple[int, int], MarkRow] = {}
    subject: tuple[Any, ...] = (course.subject_id, course.subject, course.subject_kind)
    for row in session.execute(statement):
        head, tail = row[: len(COLUMNS)], row[len(COLUMNS) :]
        assessment = AssessmentRow(*head)
        assessments[assessment.id] = assessment
        if tail[0] is not None:
            found[assessment.id, tail[1]] = MarkRow(*tail, *head[:7], *subject)
    return Sheet(tuple(assessments.values()), found)


COLUMNS = (
    *ASSESSMENT_COLUMNS,
    Assessment.group_id,
    Assessment.teacher_id,
    (Person.surname + " " + Person.given_name).label("teacher"),
    Assessment.version,
)


def _sheet_rows(viewer: Viewer, now: datetime) -> Select[*tuple[Any, ...]]:
    """Every assessment, with each mark that the viewer may see. No family looks at a whole register."""
    return (
        select(*COLUMNS, *MARK_COLUMNS)
        .outerjoin(Person, Person.id == Assessment.teacher_id)
        .outerjoin(Mark, and_(Mark.assessment_id == Assessment.id, visible(viewer, now)))
        .outerjoin(ScaleLevel, ScaleLevel.id == Mark.level_id)
        .outerjoin(Code, Code.id == Mark.code_id)
        .order_by(Assessment.day, Assessment.id)
    )


@dataclass(frozen=True)
class CorrectionRow:
    """A change of a published mark, as it is told to the family (G9)."""

    mark_id: int
    at: datetime
    by: str | None
    before: str
    after: str
    reason: str


def corrections_of(session: Session, mark_ids: Collection[int]) -> dict[int, list[CorrectionRow]]:
    """The corrections of marks, oldest first, by mark: one statement."""
    statement = (
        select(
            Correction.mark_id,
            Correction.at,
            (Person.surname + " " + Person.given_name).label("by"),
            Correction.before,
            Correction.after,
            Correction.reason,
        )
        .outerjoin(Person, Person.id == Correction.by_id)
        .where(Correction.mark_id.in_(mark_ids))
        .order_by(Correction.at, Correction.id)
    )
    found: dict[int, list[CorrectionRow]] = {}
    for row in session.execute(statement):
        found.setdefault(row.mark_id, []).append(CorrectionRow(*row))
    return found
