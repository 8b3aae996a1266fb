"""For which subjects, and to whom, a teacher may assign homework in a class."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import (
    Group,
    Identity,
    LessonContext,
    Person,
    Request,
    SchoolClass,
    Subject,
    SubjectKind,
    Teaching,
    TeachingKind,
    holds_on,
    scheduled_lessons,
)
from registro_homework.models import Assignment, Share


@dataclass(frozen=True, order=True)
class Course:
    """A subject as a teacher teaches it: to a class, a group, or (support) a student."""

    class_name: str
    subject: str
    class_id: int
    subject_id: int
    group_id: int | None = None
    group: str = ""
    student_id: int | None = None
    student: str = ""
    share: Share = Share.WHOLE

    @property
    def token(self) -> str:
        """The course as a form says it: "12", "12-g3", "12-s7", "12-a"."""
        if self.student_id is not None:
            return f"{self.subject_id}-s{self.student_id}"
        if self.group_id is not None:
            return f"{self.subject_id}-g{self.group_id}"
        return f"{self.subject_id}-a" if self.share is Share.ALTERNATIVE else str(self.subject_id)

    @property
    def label(self) -> str:
        """The subject, and for whom it is where that is not the class."""
        whom = self.student or self.group
        return f"{self.subject} ({whom})" if whom else self.subject

    def is_of(self, row: Assignment) -> bool:
        """Whether something was assigned in this course."""
        return (self.subject_id, self.group_id, self.share) == (
            row.subject_id,
            row.group_id,
            row.share,
        )


def courses_of(
    session: Session, teacher_id: int, today: date, class_id: int | None = None
) -> list[Course]:
    """What a teacher teaches today, in a class or in all of them: one statement."""
    statement = (
        select(
            SchoolClass.name,
            Subject.name,
            Teaching.class_id,
            Teaching.subject_id,
            Teaching.group_id,
            Group.name,
            Teaching.student_id,
            Person.surname + " " + Person.given_name,
            Teaching.kind,
            Subject.kind,
        )
        .join(SchoolClass, SchoolClass.id == Teaching.class_id)
        .join(Subject, Subject.id == Teaching.subject_id)
        .outerjoin(Group, Group.id == Teaching.group_id)
        .outerjoin(Person, Person.id == Teaching.student_id)
        .where(Teaching.teacher_id == teacher_id, holds_on(Teaching, today))
    )
    if class_id is not None:
        statement = statement.where(Teaching.class_id == class_id)
    found = {_course(*row) for row in session.execute(statement)}
    return sorted(found, key=lambda each: (each.class_name, each.label))


def _course(*row: Any) -> Course:
    class_name, subject, class_id, subject_id, group_id, group, student_id, student = row[:8]
    kind, subject_kind = row[8:]
    support = kind is TeachingKind.SUPPORT
    return Course(
        class_name=class_name,
        subject=subject,
        class_id=class_id,
        subject_id=subject_id,
        group_id=group_id,
        group=group or "",
        student_id=student_id if support else None,
        student=(student or "") if support else "",
        share=_share(kind, subject_kind),
    )


def _share(kind: TeachingKind, subject_kind: SubjectKind) -> Share:
    """Religion and what is taught instead are each for some of the class (L4)."""
    if kind is TeachingKind.ALTERNATIVE:
        return Share.ALTERNATIVE
    return Share.RELIGION if subject_kind is SubjectKind.RELIGION else Share.WHOLE


def assigns_here(request: Request, lesson: LessonContext) -> bool:
    """Whether one has something to assign from a lesson: for who teaches here no statement."""
    identity = request.identity
    if identity is None:
        return False
    class_id, group = lesson.school_class.id, lesson.group
    groups = {None} if group is None else {None, group.id}
    here = [each for each in identity.teachings if each.class_id == class_id]
    if here:
        return group is None or any(each.group_id in groups for each in here)
    return bool(_of_supply(request, lesson, identity))


def courses_here(request: Request, lesson: LessonContext) -> list[Course]:
    """What one may assign from a lesson: one's own courses; in a supply the hour's subject (L2).

    Who stands in for a colleague has no teaching: the signature of the hour gives the right, for
    its subject alone.
    """
    identity = request.identity
    if identity is None:
        return []
    class_id = lesson.school_class.id
    if class_id in identity.class_ids:
        own = courses_of(request.dbsession, identity.person_id, request.today, class_id)
        group_id = lesson.group.id if lesson.group else None
        return [each for each in own if group_id is None or each.group_id in {None, group_id}]
    return _of_supply(request, lesson, identity)


def courses_shown(request: Request, lesson: LessonContext) -> list[Course]:
    """The same as far as the empty form shows it: no statement where the day's lessons name all.

    One course needs no name: there is nothing to choose.
    """
    identity = request.identity
    class_id, day = lesson.school_class.id, lesson.day
    here = [
        (each.subject_id, each.group_id)
        for each in (identity.teachings if identity else ())
        if each.class_id == class_id
    ]
    if len(here) == 1 and lesson.group is None:
        return [Course("", "", class_id, here[0][0], here[0][1])]
    names = {
        each.ref.subject_id: each.subject_name
        for each in scheduled_lessons(request.dbsession, [class_id], day, day)
    }
    plain = all(group_id is None and subject_id in names for subject_id, group_id in here)
    if here and plain and lesson.group is None:
        return [Course("", names[subject], class_id, subject) for subject, _g in sorted(set(here))]
    return courses_here(request, lesson)


def _of_supply(request: Request, lesson: LessonContext, identity: Identity) -> list[Course]:
    group_id = lesson.group.id if lesson.group else None
    planned = scheduled_lessons(request.dbsession, [lesson.school_class.id], lesson.day, lesson.day)
    return [
        Course(
            lesson.school_class.name,
            each.subject_name,
            lesson.school_class.id,
            each.ref.subject_id,
            group_id,
            lesson.group.name if lesson.group else "",
        )
        for each in planned
        if (each.ref.slot, each.ref.group_id) == (lesson.slot.number, group_id)
        and each.signed
        and identity.person_id in each.teacher_ids
        and each.ref.subject_id is not None
        and not each.religion
    ]


def is_support(session: Session, row: Assignment) -> bool:
    """Whether something was assigned by a support teacher as such (L3)."""
    found = session.scalar(
        select(Teaching.id)
        .where(
            Teaching.teacher_id == row.teacher_id,
            Teaching.class_id == row.class_id,
            Teaching.subject_id == row.subject_id,
            Teaching.kind == TeachingKind.SUPPORT,
        )
        .limit(1)
    )
    return found is not None


def may_change(identity: Identity, row: Assignment) -> bool:
    """Whether somebody may change what was assigned: its author, and who teaches the same today."""
    if identity.person_id == row.teacher_id:
        return True
    return any(
        held.kind is not TeachingKind.SUPPORT
        and (held.class_id, held.subject_id) == (row.class_id, row.subject_id)
        and held.group_id in {None, row.group_id}
        for held in identity.teachings
    )


def find(courses: Collection[Course], token: str) -> Course | None:
    """The course that a form names; None for what is not the teacher's."""
    return next((each for each in courses if each.token == token), None)
