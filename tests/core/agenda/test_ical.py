"""Writing the feed: hours on the wall through the change of clocks, and back again (check 58)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from registro_core.agenda.feeds.ical import Writing, write_calendar
from registro_core.items import CalendarEntry, CalendarKind

pytestmark = pytest.mark.once
WRITING = Writing("Agenda di Anna", "https://registro.example", str)


def written(*entries: CalendarEntry) -> tuple[Calendar, list]:
    calendar = Calendar.from_ical(write_calendar(entries, WRITING))
    return calendar, calendar.walk("VEVENT")


def at_eight(day: date) -> CalendarEntry:
    return CalendarEntry(f"lesson:{day}", day, "Italiano", CalendarKind.LESSON, time(8), time(9))


@pytest.mark.parametrize(
    ("day", "hour_in_utc"),
    [
        (date(2026, 10, 24), 6),
        (date(2026, 10, 25), 7),
        (date(2026, 10, 26), 7),
        (date(2027, 3, 27), 7),
        (date(2027, 3, 28), 6),
        (date(2028, 2, 29), 7),
    ],
)
def test_eight_o_clock_is_eight_o_clock(day: date, hour_in_utc: int) -> None:
    calendar, [event] = written(at_eight(day))
    start = event["dtstart"].dt
    assert (start.date(), start.time()) == (day, time(8))
    assert start.astimezone(UTC).hour == hour_in_utc
    assert event["dtend"].dt - start == timedelta(hours=1)
    assert event["dtstart"].params["TZID"] == "Europe/Rome"
    # the zone is told in the feed: nobody has to know it
    [zone] = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Rome"
    assert {part.name for part in zone.subcomponents} == {"STANDARD", "DAYLIGHT"}


def test_the_same_entries_give_the_same_bytes() -> None:
    entries = [at_eight(date(2026, 11, 24)), CalendarEntry("x:1", date(2026, 11, 25), "Uscita")]
    assert write_calendar(entries, WRITING) == write_calendar(entries, WRITING)


def test_long_and_odd_texts_come_back_as_they_were() -> None:
    text = "àèì ½ «virgolette», punto e virgola; barra \\ a capo\nsecondo rigo " + "lungo " * 60
    entry = CalendarEntry("x:1", date(2026, 11, 25), text.strip()[:80], detail=text.strip())
    raw = write_calendar([entry], WRITING)
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    _calendar, [event] = written(entry)
    assert str(event["description"]) == text.strip()


def test_nothing_typed_makes_a_line_of_its_own() -> None:
    evil = "Gita\r\nATTACH:https://evil.example\r\nEND:VEVENT"
    calendar, events = written(CalendarEntry("x:1", date(2026, 11, 25), evil, detail=evil))
    assert len(events) == 1
    assert "attach" not in events[0]
    assert calendar.errors == []


def test_an_empty_agenda_is_a_calendar_too() -> None:
    calendar, events = written()
    assert events == []
    assert str(calendar["x-wr-calname"]) == "Agenda di Anna"


def test_whole_days_end_on_the_next() -> None:
    _calendar, [event] = written(CalendarEntry("x:1", date(2026, 12, 31), "Uscita"))
    assert event["dtend"].dt == date(2027, 1, 1)
    assert str(event["transp"]) == "TRANSPARENT"
    assert str(event["uid"]) == "x:1@registro.example"
    assert event["dtstamp"].dt == datetime(2026, 12, 31, tzinfo=UTC)
