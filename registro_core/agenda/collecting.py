"""Asking the plugins what stands in a calendar."""

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy.orm import Session

from registro_core.items import CalendarEntry, CalendarOf
from registro_core.plugins import Plugins

HOOK = "registro_calendar_entries"


def entries_for_page(
    plugins: Plugins, session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """What a page shows: a plugin that fails is left out, as parts of pages are."""
    found = plugins.collect_safely(
        session,
        HOOK,
        session=session,
        calendar=calendar,
        first_day=first_day,
        last_day=last_day,
    )
    return in_order(found)


def entries_for_feed(
    plugins: Plugins, session: Session, calendar: CalendarOf, first_day: date, last_day: date
) -> list[CalendarEntry]:
    """What a feed holds: whole or not at all, or programs would delete what is missing."""
    found = plugins.collect(
        HOOK, session=session, calendar=calendar, first_day=first_day, last_day=last_day
    )
    return in_order(found)


def in_order(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    """By day; first what has no hours, then by the hour."""
    return sorted(
        entries,
        key=lambda each: (each.day, each.starts_at is not None, each.starts_at or time(), each.key),
    )
