"""A teacher's weekly hours."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from registro_core.api import Conflict
from registro_meetings.booking import hours
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.models import BookingState, Hour
from registro_meetings.rules.moments import Moment

THURSDAY = date(2026, 11, 26)
LATER = Moment(date(2026, 12, 3), time(10, 20), time(10, 40))
DRAFT = hours.Draft(4, time(11), time(12), date(2026, 9, 14), date(2027, 6, 8), minutes=15)


def add(meetings, draft, teacher="docente"):
    with meetings.school.session() as session:
        person = meetings.school.people[teacher]
        return hours.add(session, meetings.doer(teacher), person, draft).id


def test_an_hour_is_added_beside_others_and_written_down(meetings, school):
    add(meetings, DRAFT)
    meetings.book(moment=Moment(THURSDAY, time(11, 15), time(11, 30)))
    with school.session() as session:
        acts = text("SELECT act FROM audit_entry WHERE object_type = 'meetings_hour'")
        assert session.scalars(acts).all() == ["meetings.hour.added"]


def test_an_hour_that_meets_another_of_the_teacher_is_refused(meetings, school):
    early = replace(DRAFT, starts_at=time(10, 50))
    with pytest.raises(NotPossible) as error:
        add(meetings, early)
    assert error.value.why is Why.OVERLAPS
    # Another weekday, other weeks, another teacher.
    add(meetings, replace(early, weekday=5))
    add(meetings, replace(early, first_day=date(2027, 6, 9), last_day=date(2027, 6, 30)))
    add(meetings, early, "coordinatore")
    with school.session() as session:
        assert session.scalar(select(func.count(Hour.id))) == 4


def test_what_makes_no_sense_the_database_refuses(meetings):
    wrong = {"weekday": 8}, {"capacity": 0}, {"minutes": 0}, {"ends_at": time(11)}
    for each in wrong:
        with pytest.raises(IntegrityError):
            add(meetings, replace(DRAFT, **each), "coordinatore")


def test_an_hour_that_ends_calls_off_what_comes_later(meetings, school):
    add(meetings, DRAFT)
    before = meetings.book("mamma", "anna")
    after = meetings.book("altra", "bruno", LATER)
    other = meetings.book("mamma", "luca", Moment(LATER.day, time(11), time(11, 15)))

    def ends(day, seen):
        with school.session() as session:
            row = session.scalars(select(Hour).order_by(Hour.id)).first()
            hours.end(session, meetings.doer("docente"), row, row.version - seen, day, "Part time")

    with pytest.raises(Conflict):
        ends(THURSDAY, 1)
    with pytest.raises(ValueError, match="within"):
        ends(date(2027, 7, 1), 0)
    ends(THURSDAY, 0)

    assert meetings.state(after) == (BookingState.CANCELLED, None)
    assert meetings.state(before) == meetings.state(other) == (BookingState.CONFIRMED, 1)
    with pytest.raises(NotPossible) as error:
        meetings.book("mamma", "carla", LATER)
    assert error.value.why is Why.NOT_OFFERED
