"""Booking a place, answering, cancelling, waiting (domain row 96)."""

from datetime import date, time

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from registro_core.api import Conflict, Holiday, Site
from registro_meetings.booking import services
from registro_meetings.booking.offer import offered
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.models import Booking, BookingState, DayBlock, Slot
from registro_meetings.rules.moments import Moment

THURSDAY = date(2026, 11, 26)
FIRST = Moment(THURSDAY, time(10), time(10, 20))
SECOND = Moment(THURSDAY, time(10, 20), time(10, 40))
CONFIRMED, WAITING = BookingState.CONFIRMED, BookingState.WAITING


def refused(meetings, **options):
    with pytest.raises(NotPossible) as error:
        meetings.book(**options)
    return error.value.why


def test_who_books_has_the_place_and_both_sides_know_v1(meetings, school):
    number = meetings.book("mamma", "anna")

    assert meetings.state(number) == (CONFIRMED, 1)
    assert meetings.told("docente") == ["Colloquio con la famiglia di ${name} il ${day} alle ${at}"]
    assert meetings.told("papa") == ["Colloquio su ${name} confermato: ${day} alle ${at}"]
    # Who acts knows it, and other families are told nothing.
    assert meetings.told("mamma") == meetings.told("altra") == []
    with school.session() as session:
        acts = text("SELECT act FROM audit_entry WHERE object_type = 'meetings_booking'")
        assert session.scalars(acts).all() == ["meetings.booking.confirmed"]


def test_only_teachers_of_the_child_receive_its_family(meetings):
    for teacher in ("estraneo", "coordinatore", "sostegno", "religione"):
        meetings.receives(teacher)
    # Italian in 1A alone; support of dario alone (L3); religion not of who leaves it (L4).
    not_theirs = Why.NOT_THEIR_TEACHER
    assert refused(meetings, student="anna", teacher="estraneo") is not_theirs
    assert refused(meetings, student="luca", teacher="coordinatore") is not_theirs
    assert refused(meetings, student="anna", teacher="sostegno") is not_theirs
    assert refused(meetings, student="bruno", teacher="religione") is not_theirs
    meetings.book(student="dario", teacher="sostegno")
    meetings.book(student="anna", teacher="religione")


def test_a_moment_not_offered_or_too_near_is_refused(meetings, school):
    odd = Moment(THURSDAY, time(10, 10), time(10, 30))
    assert refused(meetings, moment=odd) is Why.NOT_OFFERED
    assert refused(meetings, hours=72) is Why.TOO_LATE
    school.clock.set(FIRST.begins)
    assert refused(meetings) is Why.TOO_LATE


def test_holidays_of_the_site_and_blocked_days_are_not_offered(meetings, school):
    def days():
        with school.session() as session:
            teacher = school.people["docente"]
            found = offered(session, teacher, date(2026, 11, 25), date(2026, 12, 17))
            return sorted({each.moment.day.day for each in found})

    assert days() == [3, 10, 17, 26]
    with school.session() as session:
        now = school.clock.now
        site = session.scalars(select(Site.id)).one()
        meant = {"added_at": now, "first_day": date(2026, 12, 14), "last_day": date(2026, 12, 22)}
        session.add_all(
            [
                Holiday(day=date(2026, 12, 3), description="Chiusura"),
                # Another site's: this hour is of none.
                Holiday(day=date(2026, 12, 10), description="Patrono", site_id=site),
                DayBlock(teacher_id=None, **meant),
                DayBlock(
                    teacher_id=school.people["coordinatore"], **(meant | {"first_day": FIRST.day})
                ),
            ]
        )
    assert days() == [10, 26]


def test_a_child_has_one_standing_booking_with_a_teacher(meetings, school):
    number = meetings.book()
    assert refused(meetings, who="papa", moment=SECOND) is Why.ALREADY
    meetings.does(services.cancel, "mamma", number, None)
    again = meetings.book("papa", moment=SECOND)
    # What is over bars nothing: a week later they may meet again.
    school.clock.advance(days=7)
    next_week = Moment(date(2026, 12, 10), time(10), time(10, 20))
    meetings.book(moment=next_week)
    assert meetings.state(again) == (BookingState.HELD, 1)


def test_who_waits_gets_the_place_of_who_cancels_and_is_told(meetings):
    first = meetings.book("mamma", "anna")
    assert refused(meetings, who="altra", student="bruno") is Why.FULL
    second = meetings.book("altra", "bruno", wait=True)
    third = meetings.book("altra", "carla", wait=True)
    assert meetings.state(second) == (WAITING, None)

    meetings.does(services.cancel, "papa", first, "Siamo via")

    assert meetings.state(first) == (BookingState.CANCELLED, None)
    assert meetings.state(second) == (CONFIRMED, 1)
    assert meetings.state(third) == (WAITING, None)
    assert "Annullato il colloquio su ${name} del ${day} alle ${at}" in meetings.told("mamma")
    assert meetings.told("altra") == ["Colloquio su ${name} confermato: ${day} alle ${at}"]


def test_a_teacher_who_confirms_says_yes_or_no_with_a_reason(meetings):
    meetings.receives("coordinatore", confirms=True)
    asked = {"teacher": "coordinatore"}
    yes = meetings.book("mamma", "anna", **asked)
    assert meetings.state(yes) == (BookingState.REQUESTED, 1)
    meetings.does(services.confirm, "coordinatore", yes)
    assert meetings.state(yes) == (CONFIRMED, 1)
    with pytest.raises(NotPossible):
        meetings.does(services.refuse, "coordinatore", yes, "Tardi")

    no = meetings.book("altra", "bruno", SECOND, **asked)
    waits = meetings.book("mamma", "carla", SECOND, wait=True, **asked)
    meetings.does(services.refuse, "coordinatore", no, "Sono in gita")
    assert meetings.state(no) == (BookingState.REFUSED, None)
    # Who comes after asks too.
    assert meetings.state(waits) == (BookingState.REQUESTED, 1)
    assert meetings.told("altra") == [
        "Colloquio su ${name} del ${day} alle ${at}: l’insegnante non può"
    ]


def test_cancelling_ends_so_many_hours_before_and_old_forms_change_nothing(meetings, school):
    number = meetings.book()
    with pytest.raises(NotPossible) as error:
        meetings.does(services.cancel, "mamma", number, None, hours=72)
    assert error.value.why is Why.TOO_LATE
    with school.session() as session:
        row = session.get_one(Booking, number)
        with pytest.raises(Conflict):
            services.cancel(session, meetings.doer("mamma"), row, row.version - 1, None)
    assert meetings.state(number) == (CONFIRMED, 1)


def test_the_database_itself_gives_no_seat_twice_and_no_child_two(meetings, school):
    first = meetings.book("mamma", "anna")
    with school.session() as session:
        row = session.get_one(Booking, first)
        slot = session.get_one(Slot, row.slot_id)
        taken = {"slot_id": slot.id, "teacher_id": slot.teacher_id, "booked_at": school.clock.now}
    twice = {"student_id": school.people["bruno"], "state": CONFIRMED, "seat": 1}
    two = {"student_id": school.people["anna"], "state": WAITING, "seat": None}
    unseated = {"student_id": school.people["bruno"], "state": CONFIRMED, "seat": None}
    for wrong in (twice, two, unseated):
        with pytest.raises(IntegrityError), school.session() as session:
            session.add(Booking(**taken, **wrong))


def test_each_reason_is_said_in_words():
    assert all(NotPossible(why).text for why in Why)
