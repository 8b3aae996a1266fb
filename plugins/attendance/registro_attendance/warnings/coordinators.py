"""Telling who coordinates a class that families were warned (A11): one notice a class and day."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_attendance import _
from registro_attendance.family.recipients import coordinators_of
from registro_attendance.notices import COUNCIL_NOTICE
from registro_core.api import Notice, Person, SchoolClass, publish_notice, school_day


def tell_coordinators(
    session: Session, class_id: int, student_ids: Collection[int], now: datetime
) -> None:
    """Name the students whose families were warned, and lead to the table of the class."""
    today = school_day(now)
    people = coordinators_of(session, class_id, today)
    if not people:
        return
    class_name = session.scalar(select(SchoolClass.name).where(SchoolClass.id == class_id))
    names = session.execute(
        select(Person.surname, Person.given_name)
        .where(Person.id.in_(student_ids))
        .order_by(Person.surname, Person.given_name)
    )
    told = ", ".join(f"{surname} {given_name}" for surname, given_name in names)
    notice = Notice(
        kind=COUNCIL_NOTICE.name,
        subject=_("${name}: avvisi sulle assenze", mapping={"name": class_name}),
        body=_("Sono state avvisate le famiglie di: ${names}.", mapping={"names": told}),
        recipients=people,
        key=f"attendance:council:{class_id}:{today}",
        link=f"/classes/{class_id}/attendance?only=warned",
    )
    publish_notice(session, notice, now)
