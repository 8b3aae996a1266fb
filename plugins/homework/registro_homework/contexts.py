"""What pages of homework are about, and how the person signed in stands to it."""

from sqlalchemy import select

from registro_core.api import (
    ClassContext,
    GroupClass,
    HTTPNotFound,
    Identity,
    Relation,
    Request,
    SchoolOrder,
    StudentContext,
    path_id,
)
from registro_homework.courses import may_change
from registro_homework.models import Assignment, HandIn
from registro_homework.reach import reach


class WritingContext(ClassContext):
    """A class in which one may assign something, if one teaches in it today."""

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add that one teaches a subject of the class."""
        held = super().relations(identity)
        teaches = self.school_class.id in identity.class_ids
        return held | {Relation.TEACHER_OF_SUBJECT} if teaches else held


class AssignmentContext(ClassContext):
    """Something assigned in a class, or in a group with students of it: `row`."""

    def __init__(self, request: Request) -> None:
        """Find it under its class; HTTPNotFound for families and unknown ids."""
        super().__init__(request)
        row = request.dbsession.get(Assignment, path_id(request, "homework_id"))
        if row is None or not self._is_here(request, row):
            raise HTTPNotFound
        self.row = row

    def _is_here(self, request: Request, row: Assignment) -> bool:
        if row.class_id == self.school_class.id:
            return True
        if row.group_id is None:
            return False
        return request.dbsession.get(GroupClass, (row.group_id, self.school_class.id)) is not None

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Add that one assigned it, or teaches the same subject."""
        held = super().relations(identity)
        if Relation.TEACHER in held and may_change(identity, self.row):
            return held | {Relation.TEACHER_OF_SUBJECT}
        return held


class HandInContext(AssignmentContext):
    """What a student handed in: `hand_in`."""

    def __init__(self, request: Request) -> None:
        """Find it under what it answers; HTTPNotFound for unknown ids."""
        super().__init__(request)
        found = request.dbsession.get(HandIn, path_id(request, "hand_in_id"))
        if found is None or found.assignment_id != self.row.id:
            raise HTTPNotFound
        self.hand_in = found


class StudentHomeworkContext(StudentContext):
    """A student with one thing assigned to them: `row`."""

    def __init__(self, request: Request) -> None:
        """Find it among what is the student's; HTTPNotFound for what is not."""
        super().__init__(request)
        homework_id = path_id(request, "homework_id")
        reached = reach([Assignment.id == homework_id], [self.student.id])
        found = request.dbsession.scalar(
            select(Assignment).join(reached, reached.c.assignment_id == Assignment.id)
        )
        if found is None:
            raise HTTPNotFound
        self.row = found


class DoingContext(StudentHomeworkContext):
    """The same, where it is done."""

    def relations(self, identity: Identity) -> frozenset[Relation]:
        """Without the parents of who is old enough to act alone (V3)."""
        return as_doing(super().relations(identity), self.school_class.order)


def as_doing(held: frozenset[Relation], order: SchoolOrder) -> frozenset[Relation]:
    """The relations that count for ticking and handing in.

    In the first cycle parents act for their children; later students act alone (V3).
    """
    if order is SchoolOrder.UPPER_SECONDARY:
        return held - {Relation.GUARDIAN_OF_STUDENT}
    return held
