"""scansione.csv: the bell schedule of each site. A schedule that differs is a new dated version."""

from dataclasses import dataclass, field
from datetime import time
from fractions import Fraction
from typing import Any

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.hours import InForce, Place, schedules_in_force
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.records import Record
from registro_core.school.models import BellSchedule, BellSlot

WEEKDAYS = ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica")
_DAYS = (
    {name: number for number, name in enumerate(WEEKDAYS, start=1)}
    | {name[:3]: number for number, name in enumerate(WEEKDAYS, start=1)}
    | {str(number): number for number in range(1, 8)}
)
_COLUMN_OF = {"starts_at": "inizio", "ends_at": "fine", "units": "unita"}


@dataclass
class _SiteHours:
    """The bell schedule of a site: as stored (the version in force), and as the file has it."""

    site: Record
    schedule: Record | None = None
    stored: dict[Place, Record] = field(default_factory=dict)
    wanted: dict[Place, dict[str, Any]] = field(default_factory=dict)

    @property
    def differs(self) -> bool:
        """Whether the file asks for other hours than those in force."""
        return {p: _hours_of(r) for p, r in self.stored.items()} != self.wanted


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan, for each site of the file, its hours as a whole: sites left out stay as they are."""
    sites: dict[int, _SiteHours] = {}
    in_force = schedules_in_force(ctx.records, ctx.on)
    for cells in ctx.rows(file):
        _read_hour(ctx, cells, sites, in_force)
    for hours in sites.values():
        if hours.differs:
            _plan_version(ctx, hours)


def _read_hour(
    ctx: ImportContext, cells: Cells, sites: dict[int, _SiteHours], in_force: dict[object, InForce]
) -> None:
    site = _site(ctx, cells)
    weekday, number = cells.choice("giorno", _DAYS), cells.integer("ora", 0, 20)
    start, end = cells.time("inizio"), cells.time("fine")
    units = cells.fraction("unita") if cells.has("unita") else Fraction(1)
    ctx.about(" ".join(cells.raw(name) for name in ("sede", "giorno", "ora")))
    cells.require("giorno", "ora", "inizio", "fine")
    if start and end and start >= end:
        cells.refuse("fine", _("L’ora finisce prima di cominciare."))
    if units is not None and not 0 < units <= 10:
        cells.refuse("unita", _("Le unità devono essere più di 0 e al massimo 10."))
    if not cells.sound or site is None or weekday is None or number is None:
        return
    if not ctx.first(cells, (id(site), weekday, number), "ora"):
        return
    hours = sites.get(id(site))
    if hours is None:
        schedule, stored = in_force.get(site.key, (None, {}))
        hours = sites[id(site)] = _SiteHours(site, schedule, stored)
    wanted = {"starts_at": start, "ends_at": end, "units": units}
    _refuse_overlap(cells, hours, weekday, start, end)
    _note_difference(ctx, hours.stored.get((weekday, number)), wanted)
    hours.wanted[weekday, number] = wanted


def _site(ctx: ImportContext, cells: Cells) -> Record | None:
    if not cells.has("sede") and len(ctx.places.sites) == 1:
        return next(iter(ctx.places.sites.values()))
    return ctx.places.site(cells, "sede")


def _refuse_overlap(
    cells: Cells, hours: _SiteHours, weekday: int, start: time | None, end: time | None
) -> None:
    for (day, number), other in hours.wanted.items():
        if (
            day == weekday
            and start
            and end
            and start < other["ends_at"]
            and other["starts_at"] < end
        ):
            cells.refuse(
                "inizio", _("Si sovrappone alla ${number}ª ora.", mapping={"number": number})
            )


def _note_difference(ctx: ImportContext, stored: Record | None, wanted: dict[str, Any]) -> None:
    if stored is None:
        ctx.touch()
        return
    ctx.about("", stored)
    for attribute, value in wanted.items():
        if stored[attribute] != value:
            ctx.note(_COLUMN_OF[attribute], stored[attribute], value)


def _plan_version(ctx: ImportContext, hours: _SiteHours) -> None:
    """A schedule in force is history: the file's hours hold from the day of the import.

    Only a version that begins on that very day, or later, is corrected in place.
    """
    schedule = hours.schedule
    if schedule is None:
        schedule = _create_schedule(ctx, hours.site, ctx.year["starts_on"])
    elif schedule["valid_from"] < ctx.on:
        mapping = {"site": hours.site["name"], "day": f"{ctx.on:%d/%m/%Y}"}
        ctx.say(_("${site}: nuova scansione dal ${day}.", mapping=mapping))
        schedule = _create_schedule(ctx, hours.site, ctx.on)
    else:
        for record in hours.stored.values():
            ctx.remove(record)
    for (weekday, number), values in hours.wanted.items():
        place = {"schedule_id": schedule, "weekday": weekday, "number": number}
        ctx.create(BellSlot, {**place, **values})


def _create_schedule(ctx: ImportContext, site: Record, valid_from: Any) -> Record:
    return ctx.create(BellSchedule, {"site_id": site, "valid_from": valid_from})


def _hours_of(slot: Record) -> dict[str, Any]:
    return {attribute: slot[attribute] for attribute in _COLUMN_OF}


KIND = ImportKind(
    name="scansione",
    label=_("Scansione oraria"),
    order=40,
    columns=(
        Column("sede", aliases=("codice_meccanografico", "plesso")),
        Column("giorno", required=True, aliases=("giorno_settimana",)),
        Column("ora", required=True, aliases=("numero", "n")),
        Column("inizio", required=True, aliases=("dalle", "ora_inizio")),
        Column("fine", required=True, aliases=("alle", "ora_fine")),
        Column("unita", aliases=("unita_oraria", "valore")),
    ),
    plan=plan,
)
