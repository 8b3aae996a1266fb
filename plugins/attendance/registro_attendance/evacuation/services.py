"""The evacuation sheet: who is expected from live presences, what was found, who is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from registro_attendance.evacuation.models import Evacuation, EvacuationRow, Outcome
from registro_attendance.family.now import statuses
from registro_attendance.family.status import Status, Where
from registro_core.api import (
    Actor,
    Change,
    Enrolment,
    Person,
    SchoolClass,
    holds_on,
    record_change,
    roster,
    school_day,
)

# Who is known to be elsewhere; anybody else is looked for, also before the roll was called.
ELSEWHERE = frozenset({Where.ABSENT, Where.LEFT, Where.OUTSIDE, Where.REMOVED})


@dataclass(frozen=True)
class SheetRow:
    """A student on the sheet before it is filled."""

    student_id: int
    name: str
    status: Status

    @property
    def expected(self) -> bool:
        """Whether the student must be at the assembly point."""
        return self.status.where not in ELSEWHERE


def sheet(session: Session, class_id: int, now: datetime) -> list[SheetRow]:
    """The students of a class with where they are now, by surname."""
    students = roster(session, class_id, school_day(now))
    where = statuses(session, {row.student_id: class_id for row in students}, now)
    return [SheetRow(row.student_id, row.name, where[row.student_id]) for row in students]


@dataclass(frozen=True)
class Particulars:
    """What the teacher notes beside the names."""

    drill: bool
    assembly_point: str | None = None
    note: str | None = None


def save(
    session: Session,
    class_id: int,
    rows: Sequence[SheetRow],
    outcomes: Mapping[int, Outcome],
    particulars: Particulars,
    actor: Actor,
    now: datetime,
) -> Evacuation:
    """Store the sheet as it was filled; who is expected and was not found is missing."""
    record = Evacuation(
        class_id=class_id,
        day=school_day(now),
        saved_at=now,
        saved_by=actor.person_id,
        drill=particulars.drill,
        assembly_point=particulars.assembly_point,
        note=particulars.note,
    )
    session.add(record)
    session.flush()
    found = {row.student_id: outcomes.get(row.student_id, _unfound(row)) for row in rows}
    session.add_all(
        EvacuationRow(
            evacuation_id=record.id,
            student_id=row.student_id,
            expected=row.expected,
            outcome=found[row.student_id],
        )
        for row in rows
    )
    missing = [student for student, outcome in found.items() if outcome is Outcome.MISSING]
    change = Change(
        act="attendance.evacuation.saved",
        object_type="attendance_evacuation",
        object_id=record.id,
        after={"class": class_id, "drill": particulars.drill, "missing": missing},
    )
    record_change(session, actor, change, now)
    return record


def _unfound(row: SheetRow) -> Outcome:
    return Outcome.MISSING if row.expected else Outcome.NOT_AT_SCHOOL


@dataclass(frozen=True)
class RecordRow:
    """A student on a saved sheet."""

    name: str
    expected: bool
    outcome: Outcome


def rows_of(session: Session, evacuation_id: int) -> list[RecordRow]:
    """The students of a saved sheet, by surname."""
    statement = (
        select(
            Person.surname + " " + Person.given_name, EvacuationRow.expected, EvacuationRow.outcome
        )
        .join(Person, Person.id == EvacuationRow.student_id)
        .where(EvacuationRow.evacuation_id == evacuation_id)
        .order_by(Person.surname, Person.given_name, Person.id)
    )
    return [RecordRow(*row) for row in session.execute(statement)]


@dataclass(frozen=True)
class ClassLine:
    """A class in an evacuation: how many are expected, and its latest sheet of the day."""

    class_id: int
    name: str
    enrolled: int
    expected: int
    evacuation_id: int | None = None
    saved_at: datetime | None = None
    missing: int = 0


def overview(session: Session, year_id: int, now: datetime) -> list[ClassLine]:
    """All classes of the school, by name: a fixed number of statements."""
    day = school_day(now)
    members = dict(
        session.execute(
            select(Enrolment.student_id, Enrolment.class_id)
            .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
            .where(
                SchoolClass.year_id == year_id,
                holds_on(Enrolment, day),
            )
        ).all()
    )
    here = [
        i for i, status in statuses(session, members, now).items() if status.where not in ELSEWHERE
    ]
    enrolled, expected = Counter(members.values()), Counter(members[i] for i in here)
    sheets = _latest(session, day)
    classes = session.execute(
        select(SchoolClass.id, SchoolClass.name)
        .where(SchoolClass.year_id == year_id)
        .order_by(SchoolClass.name)
    )
    return [
        ClassLine(i, name, enrolled[i], expected[i], *sheets.get(i, (None, None, 0)))
        for i, name in classes
    ]


def _latest(session: Session, day: date) -> dict[int, tuple[int, datetime, int]]:
    missing = func.sum(case((EvacuationRow.outcome == Outcome.MISSING, 1), else_=0))
    statement = (
        select(Evacuation.class_id, Evacuation.id, Evacuation.saved_at, missing)
        .join(EvacuationRow, EvacuationRow.evacuation_id == Evacuation.id)
        .where(Evacuation.day == day)
        .group_by(Evacuation.class_id, Evacuation.id, Evacuation.saved_at)
        .order_by(Evacuation.id)
    )
    return {
        class_id: (evacuation_id, saved_at, int(count))
        for class_id, evacuation_id, saved_at, count in session.execute(statement)
    }


def missing_today(session: Session, day: date) -> list[tuple[str, str]]:
    """Who is missing on the latest sheet of each class of a day: class and name."""
    latest = [evacuation_id for evacuation_id, _at, _count in _latest(session, day).values()]
    if not latest:
        return []
    statement = (
        select(SchoolClass.name, Person.surname + " " + Person.given_name)
        .select_from(EvacuationRow)
        .join(Evacuation, Evacuation.id == EvacuationRow.evacuation_id)
        .join(SchoolClass, SchoolClass.id == Evacuation.class_id)
        .join(Person, Person.id == EvacuationRow.student_id)
        .where(EvacuationRow.evacuation_id.in_(latest), EvacuationRow.outcome == Outcome.MISSING)
        .order_by(SchoolClass.name, Person.surname, Person.given_name)
    )
    return [(class_name, name) for class_name, name in session.execute(statement)]
