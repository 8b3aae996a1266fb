"""Many families at one slot at once: exactly its capacity has a place (checks 43, 44)."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from registro_core.api import Enrolment, Person
from registro_meetings.booking import services
from registro_meetings.booking.blocking import Days, block
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.models import Booking, BookingState
from registro_meetings.rules.moments import Moment

THURSDAY = date(2026, 11, 26)
FIRST = Moment(THURSDAY, time(10), time(10, 20))
SECOND = Moment(THURSDAY, time(10, 20), time(10, 40))
FAMILIES = 50
CAPACITY = 3


@pytest.fixture
def crowd(meetings, school):
    """Fifty more students of 1A, and a slot of their teacher's that holds three families."""
    meetings.receives("coordinatore", capacity=CAPACITY)
    with school.session() as session:
        rows = [
            Person(surname=f"Folla{n}", given_name="Aldo", created_at=school.clock.now)
            for n in range(FAMILIES)
        ]
        session.add_all(rows)
        session.flush()
        session.add_all(
            Enrolment(student_id=row.id, class_id=school.classes["1A"], starts_on=date(2026, 9, 14))
            for row in rows
        )
        crowd = {f"folla{n}": row.id for n, row in enumerate(rows)}
    before, school.people = school.people, {**school.people, **crowd}
    yield list(crowd)
    school.people = before


def at_once(tasks):
    together = Barrier(len(tasks))

    def run(task):
        together.wait(30)
        try:
            return task()
        except NotPossible as error:
            return error.why

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [job.result() for job in [pool.submit(run, task) for task in tasks]]


def booking(meetings, name, **options):
    return lambda: meetings.book("mamma", name, teacher="coordinatore", **options)


def seats(school):
    with school.session() as session:
        taken = session.scalars(select(Booking.seat).where(Booking.seat.is_not(None)))
        return sorted(taken)


def test_of_fifty_who_book_at_once_exactly_the_capacity_succeeds(meetings, school, crowd):
    answers = at_once([booking(meetings, name) for name in crowd])

    assert Counter(a if isinstance(a, Why) else "booked" for a in answers) == {
        "booked": CAPACITY,
        Why.FULL: FAMILIES - CAPACITY,
    }
    assert seats(school) == [1, 2, 3]


def test_places_given_back_at_once_go_to_who_waits_and_to_nobody_twice(meetings, school, crowd):
    few = crowd[:8]
    numbers = at_once([booking(meetings, name, wait=True) for name in few])
    stands = {number: meetings.state(number) for number in numbers}
    seated = [number for number in numbers if stands[number][1] is not None]
    assert len(seated) == CAPACITY

    def giving_back(number):
        return lambda: meetings.does(services.cancel, "mamma", number, None)

    at_once([giving_back(number) for number in seated])

    assert seats(school) == [1, 2, 3]
    states = Counter(meetings.state(number)[0] for number in numbers)
    assert states == {
        BookingState.CANCELLED: 3,
        BookingState.CONFIRMED: 3,
        BookingState.WAITING: 2,
    }
    # Of those who waited, the first to come are in.
    waited = sorted(set(numbers) - set(seated))
    assert [meetings.state(number)[1] is not None for number in waited] == [True] * 3 + [False] * 2


def test_who_books_while_the_day_is_blocked_has_no_place_there(meetings, school, crowd):
    """Write skew: the family sees no block yet, and who blocks sees no booking yet."""

    def blocking():
        with school.session() as session:
            block(session, meetings.doer("dirigente"), Days(THURSDAY, THURSDAY, "Sciopero"))

    few = [booking(meetings, name) for name in crowd[:3]]
    later = [booking(meetings, name, moment=SECOND) for name in crowd[3:6]]
    at_once([*few, blocking, *later])

    assert seats(school) == []


def test_of_two_parents_who_book_two_slots_at_once_one_has_a_place(meetings, school):
    """Write skew (check 43): each saw that the child had none."""

    def booked(who, moment):
        try:
            return meetings.book(who, "anna", moment)
        except IntegrityError:
            # A page tries again, and is then told that there is one.
            return meetings.book(who, "anna", moment)

    answers = at_once([lambda: booked("mamma", FIRST), lambda: booked("papa", SECOND)])

    assert [a for a in answers if isinstance(a, Why)] == [Why.ALREADY]
    assert seats(school) == [1]
