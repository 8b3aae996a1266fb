"""Reading what is open and what is justified, for some students: a fixed number of statements."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased

from registro_attendance.justifications.items import EventRow, Item, Signed
from registro_attendance.justifications.models import Justification, JustifiedEvent
from registro_attendance.justifications.spells import Spell, needs_certificate, spells_of
from registro_attendance.justifications.states import State
from registro_attendance.models import Event, EventKind
from registro_attendance.school_days import SchoolDays, school_days
from registro_core.api import Person

TO_JUSTIFY = (EventKind.ABSENT, EventKind.LATE, EventKind.EXIT)


def items_of(
    session: Session, student_ids: Collection[int], since: date, certificate_days: int | None
) -> list[Item]:
    """Open and justified items of students from a day on, newest first.

    :param certificate_days: days in a row after which a certificate is due; None: never.
    """
    if not student_ids:
        return []
    events = events_to_justify(session, student_ids, since)
    calendar = school_days(session, {event.class_id for event in events})
    ids = {event.justification_id for event in events if event.justification_id is not None}
    signed = signed_by_id(session, ids)
    rejected = last_rejections(
        session, [event.id for event in events if not event.justification_id]
    )
    items = [
        item
        for student_id in student_ids
        for item in _items_of_one(
            [event for event in events if event.student_id == student_id],
            calendar,
            signed,
            rejected,
            certificate_days,
        )
    ]
    return sorted(items, key=lambda item: (item.last_day, item.event_ids), reverse=True)


def unsettled_items(
    session: Session,
    student_ids: Collection[int],
    since: date,
    certificate_days: int | None,
    calendar: SchoolDays,
) -> list[Item]:
    """What is open or waits for a teacher: at most three statements, few rows.

    Validated items are left out unread; their days still count for the length of a spell (A12).
    """
    events = events_to_justify(session, student_ids, since)
    signed = _signed(
        session,
        Justification.student_id.in_(student_ids),
        Justification.state == State.JUSTIFIED_BY_FAMILY,
    )
    settled = {e.id for e in events if e.justification_id and e.justification_id not in signed}
    open_ones = [event.id for event in events if event.justification_id is None]
    rejected = last_rejections(session, open_ones)
    return [
        item
        for student_id in {event.student_id for event in events if event.id not in settled}
        for item in _items_of_one(
            [event for event in events if event.student_id == student_id],
            calendar,
            signed,
            rejected,
            certificate_days,
        )
        if item.event_ids[0] not in settled
    ]


def events_to_justify(
    session: Session, student_ids: Collection[int], since: date
) -> list[EventRow]:
    """Events that count, with their live justification: one statement.

    Neither short lates (born justified, A10) nor presence elsewhere (A5).
    """
    statement = (
        select(
            Event.id,
            Event.student_id,
            Event.class_id,
            Event.day,
            Event.kind,
            Event.starts_at,
            Event.ends_at,
            JustifiedEvent.justification_id,
        )
        .outerjoin(
            JustifiedEvent,
            (JustifiedEvent.event_id == Event.id) & JustifiedEvent.live.is_(True),
        )
        .where(
            Event.student_id.in_(student_ids),
            Event.day >= since,
            Event.kind.in_(TO_JUSTIFY),
            Event.cancelled_at.is_(None),
            Event.short_late.is_(False),
        )
        .order_by(Event.day, Event.id)
    )
    return [EventRow(*row) for row in session.execute(statement).all()]


def signed_by_id(session: Session, ids: Collection[int]) -> dict[int, Signed]:
    """Justifications with the names of who signed and decided: one statement."""
    return _signed(session, Justification.id.in_(ids)) if ids else {}


def _signed(session: Session, *conditions: ColumnElement[bool]) -> dict[int, Signed]:
    signer, decider = aliased(Person), aliased(Person)
    statement = (
        select(
            Justification.id,
            Justification.version,
            Justification.state,
            Justification.reason,
            Justification.text,
            Justification.signed_by,
            _name(signer).label("signed_by_name"),
            Justification.signed_at,
            _name(decider).label("decided_by_name"),
            Justification.decided_at,
            Justification.decision_note,
            Justification.certificate_seen,
        )
        .outerjoin(signer, signer.id == Justification.signed_by)
        .outerjoin(decider, decider.id == Justification.decided_by)
        .where(*conditions)
    )
    return {row["id"]: Signed(**row) for row in session.execute(statement).mappings()}


def _name(person: type[Person]) -> ColumnElement[str]:
    return func.coalesce(person.given_name + " " + person.surname, "")


def last_rejections(session: Session, event_ids: Collection[int]) -> dict[int, str | None]:
    """For events that are open again, what was said when they were last rejected."""
    if not event_ids:
        return {}
    statement = (
        select(JustifiedEvent.event_id, Justification.decision_note)
        .join(Justification, Justification.id == JustifiedEvent.justification_id)
        .where(JustifiedEvent.event_id.in_(event_ids), Justification.state == State.REJECTED)
        .order_by(Justification.id)
    )
    return dict(session.execute(statement).all())


def _items_of_one(
    events: list[EventRow],
    calendar: SchoolDays,
    signed: dict[int, Signed],
    rejected: dict[int, str | None],
    certificate_days: int | None,
) -> Iterable[Item]:
    whole = [event for event in events if event.whole_day]
    class_on = {event.day: event.class_id for event in whole}
    for spell in _spells(whole, class_on, calendar):
        due = needs_certificate(spell.length, certificate_days)
        by_signature: dict[int | None, list[EventRow]] = {}
        for event in whole:
            if event.day in spell.days:
                by_signature.setdefault(event.justification_id, []).append(event)
        for part in by_signature.values():
            yield _item(part, signed, rejected, spell, due=due)
    for event in events:
        if not event.whole_day:
            yield _item([event], signed, rejected, Spell((event.day,)), due=False)


def _spells(whole: list[EventRow], class_on: dict[date, int], calendar: SchoolDays) -> list[Spell]:
    if not whole:
        return []
    # the calendar of the class of the latest absence; a change of class keeps the site's holidays
    class_id = class_on[max(class_on)]
    return spells_of(class_on, lambda day: calendar.is_school_day(class_on.get(day, class_id), day))


def _item(
    part: list[EventRow],
    signed: dict[int, Signed],
    rejected: dict[int, str | None],
    spell: Spell,
    *,
    due: bool,
) -> Item:
    first = part[0]
    rejections = [rejected[event.id] for event in part if event.id in rejected]
    return Item(
        first.student_id,
        first.class_id,
        first.kind,
        first.day,
        part[-1].day,
        tuple(event.id for event in part),
        first.starts_at,
        first.ends_at,
        spell.length,
        spell.last_day,
        due,
        signed.get(first.justification_id) if first.justification_id else None,
        next((note for note in rejections if note), None),
        bool(rejections),
    )
