"""Booking, answering, cancelling: each a whole step, told and written down."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import check_version
from registro_meetings.booking import seats
from registro_meetings.booking.doing import Doer, record
from registro_meetings.booking.notices import tell
from registro_meetings.booking.offer import Offered, offered
from registro_meetings.booking.refusals import NotPossible, Why
from registro_meetings.booking.teachers import teaches
from registro_meetings.models import SEATED, STANDING, Booking, BookingState, Slot
from registro_meetings.rules.deadlines import in_time
from registro_meetings.rules.moments import Moment

# What becomes of a booking that still stands when its day is over.
OVER: Mapping[BookingState, BookingState] = {
    BookingState.CONFIRMED: BookingState.HELD,
    BookingState.REQUESTED: BookingState.LAPSED,
    BookingState.WAITING: BookingState.LAPSED,
}


def book(
    session: Session,
    doer: Doer,
    student_id: int,
    teacher_id: int,
    moment: Moment,
    *,
    hours: int = 0,
    wait: bool = False,
) -> Booking:
    """Give a child's family a place in a slot of a teacher of theirs; the teacher is told.

    Raises `NotPossible` for a teacher of others, a moment not offered or too near, a child who has
    a booking with this teacher already, and a full slot. That one has the family in it is the
    caller's to see to (V1, V2).

    :param hours: until how many hours before the school lets families book.
    :param wait: when the slot is full, stand in its waiting list.
    """
    offer = _allowed(session, doer, student_id, teacher_id, moment, hours)
    slot = seats.slot_locked(session, offer)
    _settle_past(session, doer, teacher_id, student_id)
    if _standing(session, teacher_id, student_id) is not None:
        raise NotPossible(Why.ALREADY)
    seat = seats.free_seat(session, slot)
    if seat is None and not wait:
        raise NotPossible(Why.FULL)
    row = Booking(
        slot_id=slot.id,
        teacher_id=teacher_id,
        student_id=student_id,
        state=BookingState.WAITING if seat is None else _seated_state(slot),
        seat=seat,
        seated_at=None if seat is None else doer.now,
        booked_by=doer.actor.person_id,
        booked_at=doer.now,
    )
    session.add(row)
    session.flush()
    _done(session, doer, row, slot, None)
    return row


def confirm(session: Session, doer: Doer, row: Booking, seen: int) -> None:
    """Let the teacher say yes; raise NotPossible, Conflict. The family is told."""
    slot = _turn(session, row, seen, {BookingState.REQUESTED})
    _decide(session, doer, row, BookingState.CONFIRMED, None)
    _done(session, doer, row, slot, BookingState.REQUESTED)


def refuse(session: Session, doer: Doer, row: Booking, seen: int, reason: str) -> None:
    """Let the teacher say no, and why; the first who waits gets the place.

    Raises NotPossible, Conflict.
    """
    slot = _turn(session, row, seen, {BookingState.REQUESTED})
    _free(session, doer, row, slot, BookingState.REFUSED, reason)


def cancel(
    session: Session, doer: Doer, row: Booking, seen: int, reason: str | None, *, hours: int = 0
) -> None:
    """Take a booking back, from either side; the first who waits gets the place.

    Raises NotPossible where it no longer stands or the meeting is too near, and Conflict.

    :param hours: until how many hours before; the school may cancel until it begins.
    """
    slot = _turn(session, row, seen, STANDING)
    if not in_time(_moment(slot), doer.now, hours):
        raise NotPossible(Why.TOO_LATE)
    _free(session, doer, row, slot, BookingState.CANCELLED, reason)


def call_off(session: Session, doer: Doer, row: Booking, slot: Slot, reason: str) -> None:
    """Cancel a standing booking of a locked slot that is offered no more; nobody else gets in.

    One that has begun is left as it is.
    """
    if not in_time(_moment(slot), doer.now, 0):
        return
    before = row.state
    row.version += 1
    _decide(session, doer, row, BookingState.CANCELLED, reason)
    _done(session, doer, row, slot, before)


def _allowed(
    session: Session, doer: Doer, student_id: int, teacher_id: int, moment: Moment, hours: int
) -> Offered:
    if not teaches(session, teacher_id, student_id, doer.today):
        raise NotPossible(Why.NOT_THEIR_TEACHER)
    if not in_time(moment, doer.now, hours):
        raise NotPossible(Why.TOO_LATE)
    for offer in offered(session, teacher_id, moment.day, moment.day, hold=True):
        if offer.moment == moment:
            return offer
    raise NotPossible(Why.NOT_OFFERED)


def _standing(session: Session, teacher_id: int, student_id: int) -> Booking | None:
    statement = select(Booking).where(
        Booking.teacher_id == teacher_id,
        Booking.student_id == student_id,
        Booking.state.in_(STANDING),
    )
    return session.scalars(statement).first()


def _settle_past(session: Session, doer: Doer, teacher_id: int, student_id: int) -> None:
    """What stands of a day that is over stands no longer, and bars no new booking."""
    row = _standing(session, teacher_id, student_id)
    if row is None or session.get_one(Slot, row.slot_id).day >= doer.today:
        return
    before, row.state = row.state, OVER[row.state]
    row.seat = row.seat if row.state is BookingState.HELD else None
    row.version += 1
    session.flush()
    record(session, doer, row, before)


def _turn(
    session: Session, row: Booking, seen: int, allowed: frozenset[BookingState] | set[BookingState]
) -> Slot:
    """Lock a booking's slot, and see that the booking is still what the form showed."""
    slot = seats.lock(session, row.slot_id)
    session.refresh(row)
    if row.state not in allowed:
        raise NotPossible(Why.NOT_IN_THIS_STATE)
    check_version(row, seen)
    return slot


def _decide(
    session: Session, doer: Doer, row: Booking, state: BookingState, reason: str | None
) -> None:
    row.state, row.reason = state, reason
    row.seat = row.seat if state in SEATED else None
    row.decided_by, row.decided_at = doer.actor.person_id, doer.now
    session.flush()


def _free(
    session: Session, doer: Doer, row: Booking, slot: Slot, state: BookingState, reason: str | None
) -> None:
    before = row.state
    _decide(session, doer, row, state, reason)
    _done(session, doer, row, slot, before)
    _let_in(session, doer, slot)


def _let_in(session: Session, doer: Doer, slot: Slot) -> None:
    """Give a free seat to who has waited longest, unless the meeting has begun."""
    seat, row = seats.free_seat(session, slot), seats.first_waiting(session, slot)
    if seat is None or row is None or not in_time(_moment(slot), doer.now, 0):
        return
    row.state, row.seat, row.seated_at = _seated_state(slot), seat, doer.now
    row.version += 1
    session.flush()
    _done(session, doer, row, slot, BookingState.WAITING)


def _seated_state(slot: Slot) -> BookingState:
    return BookingState.REQUESTED if slot.confirms else BookingState.CONFIRMED


def _moment(slot: Slot) -> Moment:
    return Moment(slot.day, slot.starts_at, slot.ends_at)


def _done(
    session: Session, doer: Doer, row: Booking, slot: Slot, before: BookingState | None
) -> None:
    record(session, doer, row, before)
    tell(session, doer, row, slot)
