"""The places of a slot: made when first booked, and given to one after the other (check 43)."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from registro_meetings.booking.offer import Offered
from registro_meetings.models import Booking, BookingState, Slot


def slot_locked(session: Session, offer: Offered) -> Slot:
    """The stored slot of an offer, locked until the transaction ends: who comes later waits here."""
    found = _find(session, offer)
    if found is None:
        try:
            with session.begin_nested():
                session.add(_made(offer))
                session.flush()
        except IntegrityError:
            # Another family was a moment faster: their slot is there now.
            pass
        found = _find(session, offer)
    if found is None:
        raise LookupError("a slot that was just stored is not there")
    return found


def lock(session: Session, slot_id: int) -> Slot:
    """A slot by id, locked until the transaction ends."""
    return session.scalars(select(Slot).where(Slot.id == slot_id).with_for_update()).one()


def free_seat(session: Session, slot: Slot) -> int | None:
    """The first free seat of a locked slot; None if it is full."""
    taken = set(
        session.scalars(
            select(Booking.seat).where(Booking.slot_id == slot.id, Booking.seat.is_not(None))
        )
    )
    return next((seat for seat in range(1, slot.capacity + 1) if seat not in taken), None)


def first_waiting(session: Session, slot: Slot) -> Booking | None:
    """Who has waited longest for a place in a locked slot."""
    statement = (
        select(Booking)
        .where(Booking.slot_id == slot.id, Booking.state == BookingState.WAITING)
        .order_by(Booking.id)
        .limit(1)
    )
    return session.scalars(statement).first()


def _find(session: Session, offer: Offered) -> Slot | None:
    statement = select(Slot).where(
        Slot.teacher_id == offer.hour.teacher_id,
        Slot.day == offer.moment.day,
        Slot.starts_at == offer.moment.starts_at,
    )
    return session.scalars(statement.with_for_update()).first()


def _made(offer: Offered) -> Slot:
    hour, moment = offer.hour, offer.moment
    return Slot(
        teacher_id=hour.teacher_id,
        day=moment.day,
        starts_at=moment.starts_at,
        ends_at=moment.ends_at,
        capacity=hour.capacity,
        place=hour.place,
        link=hour.link,
        confirms=hour.confirms,
    )
