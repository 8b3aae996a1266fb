"""Days without meetings: what was booked there is called off, and families know why."""

from datetime import date, time

import pytest
from sqlalchemy import text

from registro_meetings.booking.blocking import Days, block, unblock
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.models import BookingState, DayBlock
from registro_meetings.rules.moments import Moment

THURSDAY, WEEK_LATER = date(2026, 11, 26), date(2026, 12, 3)
SECOND = Moment(THURSDAY, time(10, 20), time(10, 40))
LATER = Moment(WEEK_LATER, time(10), time(10, 20))
CANCELLED = "Annullato il colloquio su ${name} del ${day} alle ${at}"


def blocks(meetings, who, *days):
    with meetings.school.session() as session:
        return block(session, meetings.doer(who), Days(*days)).id


def test_a_teachers_day_calls_off_what_stands_there_and_nothing_else(meetings, school):
    teacher = school.people["docente"]
    meetings.receives("coordinatore")
    first = meetings.book("mamma", "anna")
    waits = meetings.book("altra", "bruno", wait=True)
    later = meetings.book("mamma", "luca", LATER)
    colleague = meetings.book("mamma", "anna", SECOND, teacher="coordinatore")

    blocks(meetings, "docente", THURSDAY, THURSDAY, "Sono in gita", teacher)

    # Nobody who waits is let in on a day without meetings.
    assert meetings.state(first) == meetings.state(waits) == (BookingState.CANCELLED, None)
    assert meetings.state(later) == meetings.state(colleague) == (BookingState.CONFIRMED, 1)
    for parent in ("mamma", "papa", "altra"):
        assert meetings.told(parent).count(CANCELLED) == 1
    with pytest.raises(NotPossible) as error:
        meetings.book("mamma", "anna", SECOND)
    assert error.value.why is Why.NOT_OFFERED


def test_the_head_blocks_a_week_for_all_and_frees_it_again(meetings, school):
    meetings.receives("coordinatore")
    booked = [
        meetings.book("mamma", "anna", LATER),
        meetings.book("mamma", "anna", LATER, teacher="coordinatore"),
    ]
    number = blocks(meetings, "dirigente", date(2026, 11, 30), date(2026, 12, 5), "Scrutini")
    assert {meetings.state(each)[0] for each in booked} == {BookingState.CANCELLED}

    with school.session() as session:
        unblock(session, meetings.doer("dirigente"), session.get_one(DayBlock, number))
        acts = text("SELECT act FROM audit_entry WHERE object_type = 'meetings_block' ORDER BY seq")
        assert session.scalars(acts).all() == ["meetings.days.blocked", "meetings.days.unblocked"]
    assert {meetings.state(each)[0] for each in booked} == {BookingState.CANCELLED}
    meetings.book("papa", "anna", LATER)


def test_what_has_begun_stays_and_days_out_of_order_are_refused(meetings, school):
    number = meetings.book()
    school.clock.set(SECOND.begins)
    blocks(meetings, "dirigente", THURSDAY, THURSDAY, "Sciopero")
    assert meetings.state(number) == (BookingState.CONFIRMED, 1)
    with pytest.raises(ValueError, match="before"):
        blocks(meetings, "dirigente", WEEK_LATER, THURSDAY, "Scambiati")
