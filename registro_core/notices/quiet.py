"""The hours in which the school leaves people alone: what is not urgent waits for their end."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from registro_core import _
from registro_core.clock import SCHOOL_ZONE, school_instant
from registro_core.items import Setting, SettingType
from registro_core.settings import SchoolSettings

QUIET_FROM = Setting(
    "core.quiet_from",
    _("Ore di silenzio: dalle"),
    SettingType.TIME,
    "20:00",
    help=_(
        "In queste ore gli avvisi che possono aspettare non partono: arrivano alla fine. "
        "Se inizio e fine sono uguali non ci sono ore di silenzio."
    ),
)
QUIET_UNTIL = Setting(
    "core.quiet_until", _("Ore di silenzio: fino alle"), SettingType.TIME, "07:00"
)


@dataclass(frozen=True)
class QuietHours:
    """From a time on the school's wall to another, usually of the next morning."""

    starts_at: time
    ends_at: time

    def contain(self, at: time) -> bool:
        """Whether a time is quiet: the first minute is, the last one is not."""
        if self.starts_at <= self.ends_at:
            return self.starts_at <= at < self.ends_at
        return at >= self.starts_at or at < self.ends_at


def quiet_hours(settings: SchoolSettings) -> QuietHours:
    """The quiet hours that the school chose."""
    return QuietHours(settings.time(QUIET_FROM.name), settings.time(QUIET_UNTIL.name))


def after_quiet_hours(instant: datetime, quiet: QuietHours) -> datetime:
    """The instant itself, or the end of the quiet hours it falls in. A notice's `not_before`."""
    local = instant.astimezone(SCHOOL_ZONE)
    if not quiet.contain(local.time()):
        return instant
    day = local.date()
    if local.time() >= quiet.ends_at:
        day += timedelta(days=1)
    ends = school_instant(day, quiet.ends_at)
    # The hour that the clock strikes twice in October: the end that is still to come.
    return ends if ends > instant else ends + timedelta(hours=1)
