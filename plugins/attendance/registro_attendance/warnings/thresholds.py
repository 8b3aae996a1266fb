"""Which thresholds a student has passed: pure (A11, A15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from registro_attendance.models import WarningKind
from registro_attendance.settings import (
    WARN_ABSENCES,
    WARN_EXITS,
    WARN_FIRST,
    WARN_LATES,
    WARN_SECOND,
)
from registro_attendance.statistics.standing import Standing
from registro_core.api import SchoolSettings


@dataclass(frozen=True, order=True)
class Passed:
    """A threshold that was passed: percent of the yearly hours, or a number of events."""

    kind: WarningKind
    threshold: int


def passed(standing: Standing, settings: SchoolSettings) -> list[Passed]:
    """The thresholds a student has reached; a threshold of zero events is switched off.

    Hours only where the 25 % rule exists; lates without the short ones (A10).
    """
    return sorted({*_hours(standing, settings), *_events(standing, settings)})


def _hours(standing: Standing, settings: SchoolSettings) -> Iterator[Passed]:
    if standing.yearly.limit is None:
        return
    for setting in (WARN_FIRST, WARN_SECOND):
        percent = settings.integer(setting.name)
        if standing.share >= Fraction(percent, 100):
            yield Passed(WarningKind.HOURS, percent)


def _events(standing: Standing, settings: SchoolSettings) -> Iterator[Passed]:
    counters = standing.counters
    for kind, setting, count in (
        (WarningKind.ABSENCES, WARN_ABSENCES, counters.absences),
        (WarningKind.LATES, WARN_LATES, counters.lates),
        (WarningKind.EXITS, WARN_EXITS, counters.exits),
    ):
        threshold = settings.integer(setting.name)
        if threshold and count >= threshold:
            yield Passed(kind, threshold)
