"""Writing an agenda as iCalendar (RFC 5545), as Google, Apple and Thunderbird read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from registro_core.clock import SCHOOL_ZONE
from registro_core.items import CalendarEntry, CalendarKind, Text

PRODUCT = "-//Registro//Agenda//IT"
# How often programs should ask again.
REFRESH = timedelta(hours=2)


@dataclass(frozen=True)
class Writing:
    """What a feed is written with: its name, where the register is, the reader's language."""

    name: str
    public_url: str
    translate: Callable[[Text], str]


def write_calendar(entries: Iterable[CalendarEntry], writing: Writing) -> bytes:
    """The feed. The same entries give the same bytes, so that programs are told "nothing new"."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", writing.name)
    calendar.add("x-wr-timezone", str(SCHOOL_ZONE))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT2H")
    for entry in entries:
        calendar.add_component(_event(entry, writing))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry, writing: Writing) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(writing.public_url).hostname}")
    # Of the day itself, not of now: what has not changed must not look changed.
    event.add("dtstamp", datetime.combine(entry.day, time(), UTC))
    event.add("sequence", entry.revision)
    _add_when(event, entry)
    event.add("summary", _summary(entry, writing.translate))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    # Homework is due on a day and does not fill it.
    event.add("transp", "OPAQUE" if entry.starts_at else "TRANSPARENT")
    event.add("categories", [entry.kind.value.upper()])
    if entry.detail:
        event.add("description", entry.detail)
    if entry.place:
        event.add("location", entry.place)
    if entry.link:
        event.add("url", f"{writing.public_url}{entry.link}")
    return event


def _add_when(event: Event, entry: CalendarEntry) -> None:
    """Hours on the school's wall, in its zone: 8:10 stays 8:10 when clocks change."""
    if entry.starts_at is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        return
    event.add("dtstart", datetime.combine(entry.day, entry.starts_at, SCHOOL_ZONE))
    ends_at = entry.ends_at or entry.starts_at
    event.add("dtend", datetime.combine(entry.day, ends_at, SCHOOL_ZONE))


def _summary(entry: CalendarEntry, translate: Callable[[Text], str]) -> str:
    title = translate(entry.title)
    return (
        title
        if entry.kind is CalendarKind.LESSON or not entry.place
        else (f"{title} ({entry.place})")
    )
