"""What ends with a student's stay in a class: groups of the class, and support there."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from registro_core.items import EnrolmentEvent
from registro_core.school.models import GroupClass, GroupMember, Teaching


def end_with_stay(session: Session, left: EnrolmentEvent) -> None:
    """End memberships in groups of the class, and support teachings of the student there (L3, L5).

    Both end with the last day in the class: a group or support in the next one is given anew.
    """
    rows: list[GroupMember | Teaching] = [*_memberships(session, left), *_support(session, left)]
    for row in rows:
        row.ends_on = max(left.day, row.starts_on)
    session.flush()


def _memberships(session: Session, left: EnrolmentEvent) -> list[GroupMember]:
    groups = select(GroupClass.group_id).where(GroupClass.class_id == left.class_id)
    statement = select(GroupMember).where(
        GroupMember.student_id == left.student_id,
        GroupMember.group_id.in_(groups),
        or_(GroupMember.ends_on.is_(None), GroupMember.ends_on > left.day),
    )
    return list(session.scalars(statement))


def _support(session: Session, left: EnrolmentEvent) -> list[Teaching]:
    statement = select(Teaching).where(
        Teaching.student_id == left.student_id,
        Teaching.class_id == left.class_id,
        or_(Teaching.ends_on.is_(None), Teaching.ends_on > left.day),
    )
    return list(session.scalars(statement))
