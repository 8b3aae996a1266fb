"""cattedre.csv: who teaches what to whom, from when to when (L2, L3)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files.students import find_person
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.records import Record
from registro_core.items import Role, SubjectKind, TeachingKind
from registro_core.school.models import Teaching

_KINDS = {kind.value.lower(): kind for kind in TeachingKind} | {
    "curricolare": TeachingKind.CURRICULAR,
    "normale": TeachingKind.CURRICULAR,
    "itp": TeachingKind.LAB,
    "laboratorio": TeachingKind.LAB,
    "sostegno": TeachingKind.SUPPORT,
}
_COLUMN_OF = {
    "starts_on": "dal",
    "ends_on": "al",
    "weekly_hours": "ore",
    "replaces_id": "supplente_di",
}


class Wanted(NamedTuple):
    """A teaching as a row states it."""

    teacher: Record
    school_class: Record
    subject: Record
    kind: TeachingKind
    student: Record | None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells one teaching from another, apart from its dates."""
        rows = (self.teacher, self.school_class, self.subject)
        return (*(row.key for row in rows), self.kind, self.student and self.student.key)


Held: TypeAlias = dict[tuple[object, ...], list[Record]]


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the teachings of a file; those that it leaves out stay, and are counted."""
    stored = ctx.of_classes(Teaching, Teaching.class_id)
    held: Held = defaultdict(list)
    for teaching in stored:
        if teaching["group_id"] is None:
            held[_stored_key(teaching)].append(teaching)
    start = ctx.on if stored else ctx.year["starts_on"]
    for cells in ctx.rows(file):
        _plan_teaching(ctx, cells, held, start)
    _report_missing(ctx, file, stored)


def _plan_teaching(ctx: ImportContext, cells: Cells, held: Held, start: date) -> None:
    ctx.about(" ".join(cells.raw(name) for name in ("docente", "classe", "materia")))
    wanted = _read(ctx, cells)
    dates = _dates(ctx, cells)
    hours = cells.fraction("ore")
    replaced = _teacher(ctx, cells, "supplente_di") if cells.has("supplente_di") else None
    if wanted is None or not cells.sound:
        return
    if not ctx.first(cells, (wanted.key, dates[0]), "docente"):
        return
    if replaced is not None:
        _check_replaced(cells, wanted, replaced, held)
    values = {"ends_on": dates[1], "weekly_hours": hours, "replaces_id": replaced}
    found = _matching(ctx, held[wanted.key], dates[0])
    if found is None:
        held[wanted.key].append(_create(ctx, wanted, dates[0] or start, values))
    else:
        ctx.change(found, {"starts_on": dates[0] or found["starts_on"], **values}, _COLUMN_OF)
        ctx.about(_label(wanted), found)


def _read(ctx: ImportContext, cells: Cells) -> Wanted | None:
    cells.require("docente", "classe", "materia")
    teacher = _teacher(ctx, cells, "docente")
    school_class = ctx.places.school_class(cells, "classe") if cells.has("classe") else None
    subject = ctx.places.subject(cells, "materia") if cells.has("materia") else None
    kind = cells.choice("tipo", _KINDS)
    student = find_person(ctx, cells, "alunno")
    if teacher is None or school_class is None or subject is None or not cells.sound:
        return None
    if kind is None:
        support = subject["kind"] is SubjectKind.SUPPORT
        kind = TeachingKind.SUPPORT if support else TeachingKind.CURRICULAR
    if student is not None and kind is not TeachingKind.SUPPORT:
        cells.warn("alunno", _("L’alunno conta solo per il sostegno (S): non viene letto."))
        student = None
    if student is None and kind is TeachingKind.SUPPORT:
        cells.warn("alunno", _("Sostegno senza alunno: non potrà scrivere il proprio registro."))
    return Wanted(teacher, school_class, subject, kind, student)


def _teacher(ctx: ImportContext, cells: Cells, column: str) -> Record | None:
    """The person a cell names, who must be a teacher."""
    teacher = find_person(ctx, cells, column)
    if teacher is not None and not ctx.roles.has(teacher, Role.TEACHER):
        name = f"{teacher['surname']} {teacher['given_name']}"
        cells.refuse(column, _("${name} non è fra i docenti.", mapping={"name": name}))
        return None
    return teacher


def _dates(ctx: ImportContext, cells: Cells) -> tuple[date | None, date | None]:
    """First and last day, within the school year (A9)."""
    start, end = cells.day("dal"), cells.day("al")
    for column, day in (("dal", start), ("al", end)):
        if day and not ctx.year["starts_on"] <= day <= ctx.year["ends_on"]:
            cells.refuse(column, _("Il giorno è fuori dall’anno scolastico."))
    if start and end and start > end:
        cells.refuse("al", _("La cattedra finisce prima di cominciare."))
    return start, end


def _matching(ctx: ImportContext, held: list[Record], start: date | None) -> Record | None:
    """The stored teaching a row means: of the same first day, else the one that then lasts."""
    day = start or ctx.on
    for teaching in held:
        if start is not None and teaching["starts_on"] == start:
            return teaching
    for teaching in held:
        free = "starts_on" not in teaching.claims
        if free and (teaching["ends_on"] is None or teaching["ends_on"] >= day):
            return teaching
    return None


def _create(ctx: ImportContext, wanted: Wanted, start: date, values: dict[str, Any]) -> Record:
    teaching = ctx.create(
        Teaching,
        {
            "teacher_id": wanted.teacher,
            "class_id": wanted.school_class,
            "group_id": None,
            "subject_id": wanted.subject,
            "kind": wanted.kind,
            "student_id": wanted.student,
            "starts_on": start,
            **values,
        },
    )
    ctx.about(_label(wanted), teaching)
    return teaching


def _check_replaced(cells: Cells, wanted: Wanted, replaced: Record, held: Held) -> None:
    """Warn where the colleague replaced does not teach that subject in that class."""
    if replaced is wanted.teacher:
        cells.refuse("supplente_di", _("Nessuno è supplente di sé stesso."))
    elif not held.get(wanted._replace(teacher=replaced).key):
        cells.warn("supplente_di", _("Il titolare non ha questa materia in questa classe."))


def _report_missing(ctx: ImportContext, file: ImportFile, stored: Iterable[Record]) -> None:
    left = sum(
        1
        for teaching in stored
        if not teaching.claims and (teaching["ends_on"] is None or teaching["ends_on"] >= ctx.on)
    )
    if file.rows and left:
        text = _("${count} cattedre in corso non sono nel file: restano.", mapping={"count": left})
        ctx.say(text)


def _stored_key(teaching: Record) -> tuple[object, ...]:
    names = ("teacher_id", "class_id", "subject_id", "kind", "student_id")
    return tuple(teaching[name] for name in names)


def _label(wanted: Wanted) -> str:
    teacher = f"{wanted.teacher['surname']} {wanted.teacher['given_name']}"
    return f"{teacher}: {wanted.subject['code']} {wanted.school_class['name']}"


KIND = ImportKind(
    name="cattedre",
    label=_("Cattedre"),
    order=110,
    columns=(
        Column("docente", required=True, aliases=("cf_docente", "codice_fiscale")),
        Column("classe", required=True),
        Column("materia", required=True, aliases=("codice_materia",)),
        Column("tipo", aliases=("tipo_cattedra",)),
        Column("ore", aliases=("ore_settimanali",)),
        Column("alunno", aliases=("cf_alunno",)),
        Column("supplente_di", aliases=("sostituisce", "titolare")),
        Column("dal", aliases=("data_inizio", "inizio")),
        Column("al", aliases=("data_fine", "fine")),
    ),
    plan=plan,
)
