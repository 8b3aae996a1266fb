"""A student who arrives during the year brings hours of absence from another school (A16)."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.recipients import coordinators_of
from registro_core.api import (
    Enrolment,
    EnrolmentEvent,
    Notice,
    NoticeKind,
    Person,
    SchoolClass,
    SchoolYear,
    publish_notice,
)

ARRIVAL_NOTICE = NoticeKind(
    "attendance:arrival", _("Studenti arrivati durante l’anno"), for_staff=True
)


def ask_for_earlier_hours(session: Session, joined: EnrolmentEvent) -> None:
    """Remind the coordinators that hours of the school before are an addend of the limit (A16).

    Nobody is told at the beginning of the year, nor of a change of class within the school.
    """
    school_class = session.get_one(SchoolClass, joined.class_id)
    year = session.get_one(SchoolYear, school_class.year_id)
    if joined.at is None or joined.day <= year.starts_on or _was_here(session, joined, year.id):
        return
    publish_notice(session, _notice(session, joined, school_class), joined.at)


def _was_here(session: Session, joined: EnrolmentEvent, year_id: int) -> bool:
    statement = (
        select(func.count())
        .select_from(Enrolment)
        .join(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .where(
            Enrolment.student_id == joined.student_id,
            SchoolClass.year_id == year_id,
            Enrolment.starts_on < joined.day,
        )
    )
    return bool(session.scalar(statement))


def _notice(session: Session, joined: EnrolmentEvent, school_class: SchoolClass) -> Notice:
    student = session.get_one(Person, joined.student_id)
    name = f"{student.surname} {student.given_name}"
    return Notice(
        kind=ARRIVAL_NOTICE.name,
        subject=_("${name} è ora in ${class}", mapping={"name": name, "class": school_class.name}),
        body=_(
            "Se viene da un’altra scuola, inserisci le ore di assenza già fatte: "
            "contano per il limite dell’anno."
        ),
        recipients=coordinators_of(session, joined.class_id, joined.day),
        key=f"attendance:arrival:{joined.student_id}:{joined.class_id}",
        link=f"/students/{joined.student_id}/attendance/limit",
        student_id=joined.student_id,
    )
