"""The small school with meetings alone, and a teacher who receives on Thursdays."""

from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import Actor
from registro_core.notices.models import NoticeRecipient, PublishedNotice
from registro_core.testing import TestSchool
from registro_meetings.booking import services
from registro_meetings.booking.doing import Doer
from registro_meetings.models import Booking, BookingState, Hour
from registro_meetings.rules.moments import Moment

THURSDAY = date(2026, 11, 26)
FIRST = Moment(THURSDAY, time(10), time(10, 20))


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("meetings",)


class Meetings:
    """Who books and answers, each in a transaction of their own."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def receives(self, teacher: str = "docente", **hour: Any) -> None:
        values = {
            "weekday": 4,
            "starts_at": time(10),
            "ends_at": time(11),
            "first_day": date(2026, 9, 14),
            "last_day": date(2027, 6, 8),
            "minutes": 20,
        }
        with self.school.session() as session:
            row = Hour(teacher_id=self.school.people[teacher], **(values | hour))
            session.add(row)

    def doer(self, who: str) -> Doer:
        return Doer(Actor(self.school.people.get(who)), self.school.clock.now)

    def book(
        self,
        who: str = "mamma",
        student: str = "anna",
        moment: Moment = FIRST,
        teacher: str = "docente",
        **options: Any,
    ) -> int:
        people = self.school.people
        with self.school.session() as session:
            child, other = people[student], people[teacher]
            return services.book(session, self.doer(who), child, other, moment, **options).id

    def does(self, what: Any, who: str, number: int, *rest: Any, **options: Any) -> None:
        """Do a step with the version that is there."""
        with self.school.session() as session:
            row = session.get_one(Booking, number)
            what(session, self.doer(who), row, row.version, *rest, **options)

    def state(self, number: int) -> tuple[BookingState, int | None]:
        with self.school.session() as session:
            row = session.get_one(Booking, number)
            return row.state, row.seat

    def told(self, name: str) -> list[str]:
        """What a person is told, without what was withdrawn."""
        with self.school.session() as session:
            subjects = session.scalars(
                select(PublishedNotice.subject)
                .join(NoticeRecipient, NoticeRecipient.notice_id == PublishedNotice.id)
                .where(
                    NoticeRecipient.person_id == self.school.people[name],
                    PublishedNotice.withdrawn_at.is_(None),
                )
                .order_by(PublishedNotice.id)
            )
            return [subject["msgid"] for subject in subjects]


@pytest.fixture
def meetings(school: TestSchool) -> Meetings:
    """The teacher of mathematics receives one family every twenty minutes."""
    made = Meetings(school)
    made.receives()
    return made
