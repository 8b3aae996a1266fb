"""Reading what is open and what is justified, for some students: a fixed number of statements."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from registro_attendance.justifications.events import SignedEvents, signed_events
from registro_attendance.justifications.items import EventRow, Item, Signed
from registro_attendance.justifications.spells import Spell, needs_certificate, spells_of
from registro_attendance.locks import Asker
from registro_attendance.school_days import SchoolDays, school_days


def items_of(
    session: Session,
    student_ids: Collection[int],
    since: date,
    certificate_days: int | None,
    asker: Asker,
) -> list[Item]:
    """Open and justified items of students from a day on, newest first.

    :param certificate_days: days in a row after which a certificate is due; None: never.
    """
    if not student_ids:
        return []
    found = signed_events(session, student_ids, since, asker)
    calendar = school_days(session, {event.class_id for event in found.events})
    items = [
        item
        for student_id in student_ids
        for item in _items_of_one(
            [event for event in found.events if event.student_id == student_id],
            calendar,
            found.signed,
            certificate_days,
        )
    ]
    return sorted(items, key=lambda item: (item.last_day, item.event_ids), reverse=True)


def unsettled_items(
    found: SignedEvents, certificate_days: int | None, calendar: SchoolDays
) -> list[Item]:
    """What is open or waits for a teacher, of events read with what families signed.

    Validated items are left out unread; their days still count for the length of a spell (A12).
    """
    events, signed = found.events, found.signed
    settled = {e.id for e in events if e.justification_id and e.justification_id not in signed}
    return [
        item
        for student_id in {event.student_id for event in events if event.id not in settled}
        for item in _items_of_one(
            [event for event in events if event.student_id == student_id],
            calendar,
            signed,
            certificate_days,
        )
        if item.event_ids[0] not in settled
    ]


def _items_of_one(
    events: list[EventRow],
    calendar: SchoolDays,
    signed: dict[int, Signed],
    certificate_days: int | None,
) -> Iterable[Item]:
    whole = [event for event in events if event.whole_day]
    class_on = {event.day: event.class_id for event in whole}
    for spell in _spells(whole, class_on, calendar):
        due = needs_certificate(spell.length, certificate_days)
        by_signature: dict[tuple[int | None, bool], list[EventRow]] = {}
        for event in whole:
            if event.day in spell.days:
                by_signature.setdefault(_part(event), []).append(event)
        for part in by_signature.values():
            yield _item(part, signed, spell, due=due)
    for event in events:
        if not event.whole_day:
            yield _item([event], signed, Spell((event.day,)), due=False)


def _part(event: EventRow) -> tuple[int | None, bool]:
    """What is one thing within a spell: what one signed, and what may still be signed (L7a)."""
    return event.justification_id, event.locked and event.justification_id is None


def _spells(whole: list[EventRow], class_on: dict[date, int], calendar: SchoolDays) -> list[Spell]:
    if not whole:
        return []
    # the calendar of the class of the latest absence; a change of class keeps the site's holidays
    class_id = class_on[max(class_on)]
    return spells_of(class_on, lambda day: calendar.is_school_day(class_on.get(day, class_id), day))


def _item(
    part: list[EventRow],
    signed: dict[int, Signed],
    spell: Spell,
    *,
    due: bool,
) -> Item:
    first = part[0]
    rejections = [event.rejection for event in part if event.rejection is not None]
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
        any(event.locked for event in part),
    )
