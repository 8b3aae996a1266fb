"""The bell schedules in force, stored and planned ones alike."""

from collections import defaultdict
from datetime import date
from typing import TypeAlias

from registro_core.imports.records import Record, Records
from registro_core.school.models import BellSchedule, BellSlot

# Weekday (Monday is 1) and number of an hour.
Place: TypeAlias = tuple[int, int]
# A schedule and its hours.
InForce: TypeAlias = tuple[Record, dict[Place, Record]]


def schedules_in_force(records: Records, day: date) -> dict[object, InForce]:
    """The schedule of each site on a day (or else its first one), by the site's key."""
    chosen: dict[object, Record] = {}
    for schedule in sorted(records.of(BellSchedule), key=lambda record: record["valid_from"]):
        site = _key(schedule["site_id"])
        if schedule["valid_from"] <= day or site not in chosen:
            chosen[site] = schedule
    slots: dict[object, dict[Place, Record]] = defaultdict(dict)
    for slot in records.of(BellSlot):
        slots[_key(slot["schedule_id"])][slot["weekday"], slot["number"]] = slot
    return {site: (schedule, slots[schedule.key]) for site, schedule in chosen.items()}


def _key(value: object) -> object:
    return value.key if isinstance(value, Record) else value
