"""What is assessed: making and changing a class test, finding where an oral mark goes (G2, G3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from registro_core.api import Change, record_change
from registro_grades.courses.course import Course
from registro_grades.labels import KINDS
from registro_grades.marks.notices import tell_changed
from registro_grades.marks.occasion import Occasion
from registro_grades.marks.reading import in_course
from registro_grades.marks.rows import MarkRow
from registro_grades.models import Assessment, Correction, Kind, Mark

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Described:
    """What a teacher says of an assessment."""

    day: date
    kind: Kind
    weight: int = 100
    title: str | None = None

    @classmethod
    def of(cls, assessment: Any) -> "Described":
        """What is said of a stored one, or of its row."""
        return cls(assessment.day, assessment.kind, assessment.weight, assessment.title)

    def differs(self, other: "Described") -> bool:
        """Whether families are told of the difference: all but the title is theirs to know."""
        return (self.day, self.kind, self.weight) != (other.day, other.kind, other.weight)

    def __str__(self) -> str:
        return f"{KINDS[self.kind]} · {self.day:%d/%m/%Y} · {self.weight}%"

    def logged(self) -> dict[str, object]:
        """As the log keeps it."""
        return {
            "day": self.day.isoformat(),
            "kind": str(self.kind),
            "weight": self.weight,
            "title": self.title or "",
        }


def make_assessment(
    session: Session, course: Course, occasion: Occasion, described: Described
) -> Assessment:
    """Make an assessment of a course; the caller has checked the day and the right."""
    made = Assessment(
        class_id=course.class_id,
        group_id=course.key.group_id,
        subject_id=course.subject_id,
        share=course.share,
        teacher_id=occasion.actor.person_id,
        created_at=occasion.now,
        day=described.day,
        kind=described.kind,
        weight=described.weight,
        title=described.title,
    )
    session.add(made)
    session.flush()
    after = {"subject": course.subject, "place": course.place, **described.logged()}
    change = Change("grades.assessment.made", "grades_assessment", made.id, after=after)
    record_change(session, occasion.actor, change, occasion.now)
    return made


def change_assessment(
    session: Session,
    assessment: Assessment,
    occasion: Occasion,
    described: Described,
    marks: Iterable[MarkRow],
    reason: str | None,
) -> bool:
    """Change what is said of an assessment; return whether anything differs.

    The caller holds it, and has compared versions. Families that saw its marks are told of a
    new day, kind or weight, with the reason: a weight changes their average (G3, G9).
    """
    before = Described.of(assessment)
    if before == described:
        return False
    assessment.version += 1
    assessment.day, assessment.kind = described.day, described.kind
    assessment.weight, assessment.title = described.weight, described.title
    session.flush()
    seen = [m for m in marks if m.seen(occasion.now)] if before.differs(described) else []
    _tell(session, seen, occasion, str(before), str(described), reason or "")
    change = Change(
        "grades.assessment.changed",
        "grades_assessment",
        assessment.id,
        before.logged(),
        described.logged(),
        reason=reason if seen else None,
    )
    record_change(session, occasion.actor, change, occasion.now)
    return True


def _tell(
    session: Session,
    seen: Collection[MarkRow],
    occasion: Occasion,
    before: str,
    after: str,
    reason: str,
) -> None:
    if not seen:
        return
    rows = [
        {
            "mark_id": mark.id,
            "at": occasion.now,
            "by_id": occasion.actor.person_id,
            "before": before,
            "after": after,
            "reason": reason,
        }
        for mark in seen
    ]
    session.execute(insert(Correction), rows)
    told = {
        mark.id: (mark.student_id, mark.subject)
        for mark in seen
        if mark.told_at is not None and mark.told_at <= occasion.now
    }
    tell_changed(session, told, occasion)


def cancel_assessment(
    session: Session, assessment: Assessment, occasion: Occasion, reason: str | None
) -> None:
    """Take an assessment out of the register; the caller has cancelled its marks, which stay."""
    assessment.cancelled_at, assessment.cancel_reason = occasion.now, reason
    assessment.version += 1
    change = Change(
        "grades.assessment.cancelled",
        "grades_assessment",
        assessment.id,
        Described.of(assessment).logged(),
        reason=reason,
    )
    record_change(session, occasion.actor, change, occasion.now)


def lock_assessments(session: Session, course: Course, ids: Collection[int]) -> list[Assessment]:
    """Take hold of assessments of a course: who saves the same ones at once waits here.

    In the order of their ids, so that two who take hold of the same ones never wait for
    each other. Ids of other courses are left out.
    """
    statement = (
        select(Assessment)
        .where(in_course(course), Assessment.id.in_(ids))
        .order_by(Assessment.id)
        .with_for_update()
    )
    return list(session.scalars(statement))


def place_of_oral(
    session: Session,
    course: Course,
    occasion: Occasion,
    described: Described,
    student_ids: Collection[int],
) -> Assessment:
    """The assessment that single marks join: an untitled one of the teacher, that day, alike.

    One in which any of the students has a mark already is left alone: who is heard twice a
    day has two marks.
    """
    taken = select(Mark.id).where(
        Mark.assessment_id == Assessment.id, Mark.student_id.in_(student_ids)
    )
    statement = (
        select(Assessment)
        .where(
            in_course(course),
            Assessment.teacher_id == occasion.actor.person_id,
            Assessment.title.is_(None),
            Assessment.day == described.day,
            Assessment.kind == described.kind,
            Assessment.weight == described.weight,
            ~taken.exists(),
        )
        .order_by(Assessment.id)
        .limit(1)
        .with_for_update()
    )
    found = session.scalars(statement).first()
    return found or make_assessment(session, course, occasion, described)
