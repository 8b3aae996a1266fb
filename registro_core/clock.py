"""The clock of an application, and the school's day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

SCHOOL_ZONE = ZoneInfo("Europe/Rome")

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)


def school_day(instant: datetime) -> date:
    """The day it is at school: 23:30 in Rome is already the next day in UTC (check 58)."""
    return instant.astimezone(SCHOOL_ZONE).date()


def school_time(instant: datetime) -> time:
    """The time on the school's wall, to the minute."""
    return instant.astimezone(SCHOOL_ZONE).time().replace(second=0, microsecond=0)


def school_instant(day: date, at: time) -> datetime:
    """The instant of a time on the school's wall; of 02:30 twice a year the first."""
    return datetime.combine(day, at, SCHOOL_ZONE).astimezone(UTC)
