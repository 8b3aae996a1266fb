"""Whom an assignment reaches, as SQL."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, Subquery, and_, or_, select, union

from registro_core.api import Enrolment, GroupMember, ReligionChoice
from registro_homework.models import Assignment, ChosenStudent, Share

# Students by id, or what stands for them in a statement that is built once.
Students = Collection[int] | BindParameter[Any] | None


def reach(conditions: Sequence[ColumnElement[bool]], students: Students = None) -> Subquery:
    """SQL: pairs `assignment_id`, `student_id` of what is assigned and to whom.

    Who is in the class, or group, on the day for which it is due (A9); of religion and its
    alternative those who chose it (L4); where students were chosen, those.

    :param conditions: on assignments: they keep the statement small.
    :param students: only these; None: all of them.
    """
    parts = (_by_class(), _by_group())
    return union(
        *(
            part.where(*conditions, *([] if students is None else [student.in_(students)]))
            for part, student in zip(
                parts, (Enrolment.student_id, GroupMember.student_id), strict=True
            )
        )
    ).subquery()


def _by_class() -> Select[int, int]:
    return (
        select(Assignment.id.label("assignment_id"), Enrolment.student_id.label("student_id"))
        .join(Enrolment, Enrolment.class_id == Assignment.class_id)
        .where(
            Assignment.group_id.is_(None),
            _stays(Enrolment),
            or_(
                Assignment.share == Share.WHOLE,
                and_(
                    Assignment.share == Share.RELIGION,
                    Enrolment.religion == ReligionChoice.ATTENDS,
                ),
                and_(
                    Assignment.share == Share.ALTERNATIVE,
                    Enrolment.religion == ReligionChoice.ALTERNATIVE,
                ),
            ),
            _chosen(Enrolment.student_id),
        )
    )


def _by_group() -> Select[int, int]:
    return (
        select(Assignment.id.label("assignment_id"), GroupMember.student_id.label("student_id"))
        .join(GroupMember, GroupMember.group_id == Assignment.group_id)
        .where(_stays(GroupMember), _chosen(GroupMember.student_id))
    )


def _stays(dated: Any) -> ColumnElement[bool]:
    due = Assignment.due_on
    return and_(dated.starts_on <= due, or_(dated.ends_on.is_(None), dated.ends_on >= due))


def _chosen(student_id: Any) -> ColumnElement[bool]:
    named = (
        select(ChosenStudent.student_id)
        .where(ChosenStudent.assignment_id == Assignment.id, ChosenStudent.student_id == student_id)
        .correlate(Assignment, Enrolment, GroupMember)
        .exists()
    )
    return or_(Assignment.chosen.is_(False), named)
