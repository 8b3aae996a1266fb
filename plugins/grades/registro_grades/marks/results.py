"""What the marks of a class come to, by student and subject: for overviews and the final board."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from registro_core.api import Enrolment, GroupMember, Subject
from registro_grades.averages import average, mean, middle
from registro_grades.marks.rows import MarkRow, mark_rows, marks
from registro_grades.models import SHARES, Assessment, Code, Mark, Share
from registro_grades.scales.subjects import SubjectRules

# A student and a subject.
Key = tuple[int, int]


@dataclass(frozen=True)
class Result:
    """What a student's marks in a subject come to.

    `average` is exact, None where nothing counts; `judgement` is the middle level where there
    are levels; `count` is how many marks there are, `insufficient` how many below the pass
    mark, `missing` how many class tests the student has no mark of.
    """

    student_id: int
    subject_id: int
    subject: str
    average: Fraction | None = None
    judgement: str | None = None
    count: int = 0
    insufficient: int = 0
    missing: int = 0
    latest: date | None = None


def result_of(key: Key, subject: str, found: Iterable[MarkRow], missing: int = 0) -> Result:
    """The result of a student's marks in one subject; what is cancelled is left out."""
    valid = [mark for mark in found if mark.cancelled_at is None]
    levels = {m.level_position: m.level_name for m in valid if m.level_position is not None}
    position = middle([m.level_position for m in valid if m.level_position is not None])
    given = [mark for mark in valid if mark.given]
    return Result(
        student_id=key[0],
        subject_id=key[1],
        subject=subject,
        average=average(mark.counted for mark in valid if mark.counted is not None),
        judgement=None if position is None else levels[position],
        count=len(given),
        insufficient=sum(mark.insufficient for mark in given),
        missing=missing,
        latest=max((mark.day for mark in given), default=None),
    )


def results(session: Session, class_id: int, first: date, until: date) -> dict[Key, Result]:
    """The results of who is in a class on a day, from a first day on: two statements.

    Drafts are left out, scheduled marks count: this is the school's view. Marks are the
    student's, also those of another class they came from.
    """
    by_key: dict[Key, list[MarkRow]] = defaultdict(list)
    for mark in mark_rows(session, _marks_of_class(class_id, first, until)):
        by_key[mark.student_id, mark.subject_id].append(mark)
    tests = list(_tests(session, class_id, first, until))
    names = {mark.subject_id: mark.subject for found in by_key.values() for mark in found}
    names |= {row.subject_id: row.subject for row in tests}
    missing = _missing(tests, by_key)
    return {
        key: result_of(key, names[key[1]], by_key.get(key, ()), missing[key])
        for key in sorted({*by_key, *missing})
    }


def general_average(found: Collection[Result], rules: SubjectRules) -> Fraction | None:
    """The general average of a student: the mean of the averages of the subjects that count (G4)."""
    return mean(each.average for each in found if rules.in_average(each.subject_id))


def in_class(class_id: int, day: date) -> Any:
    """SQL: the ids of who is in a class on a day."""
    return select(Enrolment.student_id).where(
        Enrolment.class_id == class_id,
        Enrolment.starts_on <= day,
        or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= day),
    )


def _marks_of_class(class_id: int, first: date, until: date) -> Any:
    return marks().where(
        Mark.student_id.in_(in_class(class_id, until)),
        Assessment.day.between(first, until),
        Mark.publish_at.is_not(None),
        Mark.cancelled_at.is_(None),
    )


def missing_tests(session: Session, class_id: int, first: date, until: date) -> dict[int, int]:
    """How many tests each student has no mark of, added up by the database: one statement.

    The same tests that `results` counts, for who needs no more of them.
    """
    valid = and_(
        Mark.assessment_id == Assessment.id,
        Mark.publish_at.is_not(None),
        Mark.cancelled_at.is_(None),
    )
    absent = exists().where(Code.id == Mark.code_id, Code.for_absent.is_(True))
    own = exists().where(valid, Mark.student_id == Enrolment.student_id, ~absent)
    marked = exists().where(valid, Mark.student_id.in_(in_class(class_id, until)))
    shares = [
        and_(Assessment.share == share, Enrolment.religion == choice)
        for share, choice in SHARES.items()
    ]
    rows = session.execute(
        _taking(class_id, first, until, Enrolment.student_id, func.count())
        .where(or_(Assessment.share == Share.WHOLE, *shares), marked, ~own)
        .group_by(Enrolment.student_id)
    )
    return dict(rows.all())


def _tests(session: Session, class_id: int, first: date, until: date) -> Iterator[Any]:
    """Each class test with each student who was there to take it; religion as they chose (L4)."""
    columns = (
        Assessment.id,
        Assessment.subject_id,
        Subject.name.label("subject"),
        Assessment.share,
        Enrolment.student_id,
        Enrolment.religion,
    )
    rows = session.execute(_taking(class_id, first, until, *columns))
    return (row for row in rows if row.share.includes(row.religion))


def _taking(class_id: int, first: date, until: date, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Class tests with the students of a class who were there to take them, of every share."""
    member = and_(
        GroupMember.group_id == Assessment.group_id,
        GroupMember.student_id == Enrolment.student_id,
        GroupMember.starts_on <= Assessment.day,
        or_(GroupMember.ends_on.is_(None), GroupMember.ends_on >= Assessment.day),
    )
    return (
        select(*columns)
        .select_from(Assessment)
        .join(Subject, Subject.id == Assessment.subject_id)
        .join(
            Enrolment,
            and_(
                Enrolment.class_id == class_id,
                Enrolment.starts_on <= Assessment.day,
                or_(Enrolment.ends_on.is_(None), Enrolment.ends_on >= Assessment.day),
            ),
        )
        .outerjoin(GroupMember, member)
        .where(
            Assessment.title.is_not(None),
            Assessment.cancelled_at.is_(None),
            Assessment.day.between(first, until),
            Enrolment.student_id.in_(in_class(class_id, until)),
            or_(
                and_(Assessment.group_id.is_(None), Assessment.class_id == class_id),
                GroupMember.id.is_not(None),
            ),
        )
    )


def _missing(tests: Iterable[Any], by_key: dict[Key, list[MarkRow]]) -> Counter[Key]:
    """How many tests each student has no mark of; a test nobody has one of is not marked yet."""
    marked = {mark.assessment_id for found in by_key.values() for mark in found}
    taken = {
        (mark.assessment_id, mark.student_id)
        for found in by_key.values()
        for mark in found
        if not mark.code_absent
    }
    return Counter(
        (row.student_id, row.subject_id)
        for row in tests
        if row.id in marked and (row.id, row.student_id) not in taken
    )
