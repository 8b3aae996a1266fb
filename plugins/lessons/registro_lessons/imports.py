"""GPU001.TXT: the timetable as Untis exports it (X5). Each import makes a new dated version."""

from datetime import date
from typing import TypeAlias

from registro_core.api import (
    Cells,
    ImportColumn,
    ImportContext,
    ImportFile,
    ImportKind,
    Record,
    Severity,
    TeacherCode,
)
from registro_lessons import _
from registro_lessons.models import Timetable, TimetableEntry

COLUMNS = ("lezione", "classe", "docente", "materia", "aula", "giorno", "ora")

ENTRY_VALUES = ("class_id", "group_id", "subject_id", "teacher_id", "weekday", "slot", "room")

Values: TypeAlias = dict[str, object]
# Class or group, subject, teacher, weekday, slot, room. A new record stands for itself.
Entry: TypeAlias = tuple[object, object, object, int, int, str | None]
# Who is where: teacher, weekday and slot.
Hours: TypeAlias = dict[tuple[object, int, int], Cells]


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan a new version of the timetable, unless the one in force has exactly these hours.

    Classes that the file leaves out keep their hours: each site may export its own timetable.
    Several rows for one hour are co-teachers or groups; one teacher in two
    classes at once is a group of both if the lesson's number is the same, and
    else worth a warning.
    """
    current = _in_force(ctx)
    known = _entries_of(ctx, current)
    teachers = {code["code"].upper(): code["teacher_id"] for code in ctx.of(TeacherCode)}
    wanted: dict[Entry, Values] = {}
    hours: Hours = {}
    bells = ctx.hours_of_sites()
    for cells in ctx.rows(file):
        values = _read(ctx, cells, teachers)
        if values is None:
            continue
        entry = _entry(values)
        if not ctx.first(cells, entry, "classe"):
            continue
        _warn_of_clash(cells, hours, entry)
        _warn_of_missing_hour(cells, values, bells)
        wanted[entry] = values
        if entry not in known:
            ctx.touch()
    places = {_place(entry) for entry in wanted}
    elsewhere = {entry: values for entry, values in known.items() if _place(entry) not in places}
    if wanted and wanted.keys() | elsewhere.keys() != known.keys():
        _plan_version(ctx, file, current, [*wanted.values(), *elsewhere.values()])
        _say_who_is_left_out(ctx, elsewhere)


def _read(ctx: ImportContext, cells: Cells, teachers: dict[str, object]) -> Values | None:
    """The values of an entry; None where the row is refused."""
    ctx.about(" ".join(cells.raw(name) for name in ("classe", "materia", "giorno", "ora")))
    cells.require("classe", "docente", "materia", "giorno", "ora")
    group = ctx.places.group(cells, "classe")
    school_class = None if group else ctx.places.school_class(cells, "classe")
    subject = ctx.places.subject(cells, "materia") if cells.has("materia") else None
    weekday, slot = cells.integer("giorno", 1, 7), cells.integer("ora", 0, 20)
    code = cells.raw("docente")
    teacher = teachers.get(code.upper())
    if code and teacher is None:
        text = _("La sigla «${code}» non è di nessun docente.", mapping={"code": code})
        cells.refuse("docente", text)
    if not cells.sound:
        return None
    return {
        "class_id": school_class,
        "group_id": group,
        "subject_id": subject,
        "teacher_id": teacher,
        "weekday": weekday,
        "slot": slot,
        "room": cells.text("aula", 40),
    }


def _entry(values: Values) -> Entry:
    """What an entry is compared by: ids where there are any."""
    place = ("group", _key(values["group_id"])) if values["group_id"] else _key(values["class_id"])
    return (
        place,
        _key(values["subject_id"]),
        _key(values["teacher_id"]),
        int(str(values["weekday"])),
        int(str(values["slot"])),
        str(values["room"]) if values["room"] else None,
    )


def _key(value: object) -> object:
    return value.key if isinstance(value, Record) else value


def _warn_of_clash(cells: Cells, hours: Hours, entry: Entry) -> None:
    other = hours.setdefault(entry[2:5], cells)
    if other.raw("classe") != cells.raw("classe") and other.raw("lezione") != cells.raw("lezione"):
        mapping = {"school_class": other.raw("classe"), "line": other.line}
        cells.warn(
            "docente",
            _("Alla stessa ora è anche in ${school_class} (riga ${line}).", mapping=mapping),
        )


def _warn_of_missing_hour(
    cells: Cells, values: Values, bells: dict[object, set[tuple[int, int]]]
) -> None:
    """Lessons are shown by the bell schedule: what it does not have, nobody sees."""
    school_class = values["class_id"]
    if not isinstance(school_class, Record):
        return
    place = (int(str(values["weekday"])), int(str(values["slot"])))
    if place not in bells.get(_key(school_class["site_id"]), set()):
        text = _("La scansione oraria della sede non ha quest’ora: non si vedrà.")
        cells.warn("ora", text)


def _in_force(ctx: ImportContext) -> Record | None:
    """The version in force on the day of the import, else the next one."""
    versions = [
        version
        for version in ctx.of(Timetable)
        if version.points_at("year_id", ctx.year)
        and (version["valid_to"] is None or version["valid_to"] >= ctx.on)
    ]
    begun = [version for version in versions if version["valid_from"] <= ctx.on]
    if begun:
        return max(begun, key=_age)
    return min(versions, key=_age, default=None)


def _age(version: Record) -> tuple[date, int]:
    return version["valid_from"], version["id"]


def _entries_of(ctx: ImportContext, version: Record | None) -> dict[Entry, Values]:
    """The hours of a version, without their ids: they may be written again in the next one."""
    if version is None:
        return {}
    stored = ctx.of(TimetableEntry, TimetableEntry.timetable_id == version["id"])
    hours = ({name: record[name] for name in ENTRY_VALUES} for record in stored)
    return {_entry(values): values for values in hours}


def _place(entry: Entry) -> object:
    return entry[0]


def _say_who_is_left_out(ctx: ImportContext, elsewhere: dict[Entry, Values]) -> None:
    count = len({_place(entry) for entry in elsewhere})
    if count:
        text = _(
            "${count} classi non sono nel file: tengono le ore di prima.", mapping={"count": count}
        )
        ctx.say(text)


def _plan_version(
    ctx: ImportContext,
    file: ImportFile,
    current: Record | None,
    entries: list[Values],
) -> None:
    """The first version holds from the start of the year, a later one from the day of the import.

    Of two that begin on the same day the later one holds: none is ever touched.
    """
    start = ctx.on if current else ctx.year["starts_on"]
    name = _("Orario dal ${day}", mapping={"day": f"{start:%d/%m/%Y}"}).interpolate()
    version = ctx.create(
        Timetable,
        {
            "year_id": ctx.year,
            "name": name,
            "valid_from": start,
            "valid_to": None,
            "created_at": ctx.now,
            "source_digest": file.digest,
        },
    )
    for values in entries:
        ctx.create(TimetableEntry, {"timetable_id": version, **values})
    ctx.say(
        _("Nuova versione dell’orario dal ${day}.", mapping={"day": f"{start:%d/%m/%Y}"}),
        Severity.INFO,
    )


KIND = ImportKind(
    name="gpu001",
    label=_("Orario (Untis GPU001)"),
    order=500,
    columns=tuple(ImportColumn(name) for name in COLUMNS),
    plan=plan,
    stems=("gpu001", "orario"),
    has_header=False,
)
