"""alunni.csv: the students and the class each is in (X4)."""

from typing import Any

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files import person
from registro_core.imports.files.stays import Stays
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.people import CF_COLUMN
from registro_core.imports.records import Record
from registro_core.imports.report import Severity
from registro_core.items import ReligionChoice, SchoolOrder
from registro_core.people.models import StudentProfile

_RELIGION = {choice.value.lower(): choice for choice in ReligionChoice}
WARNING = Severity.WARNING
# Disability, learning disorder, other special need.
_NEEDS = ("H", "D", "B")


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the students of a file and their classes; those left out stay, and are named."""
    stays = Stays(ctx)
    if "religione" not in file.columns and file.rows:
        ctx.say(_("Senza colonna «religione» i nuovi alunni risultano avvalentesi (S)."), WARNING)
    profiles = {profile["person_id"]: profile for profile in ctx.of(StudentProfile)}
    for cells in ctx.rows(file):
        student = _plan_student(ctx, cells)
        if student is None:
            continue
        _plan_stay(ctx, cells, stays, student)
        _plan_needs(ctx, cells, profiles, student)
    if file.rows:
        stays.report_missing()


def _plan_student(ctx: ImportContext, cells: Cells) -> Record | None:
    holder = person.read_holder(ctx, cells)
    more = _more(ctx, cells)
    ctx.places.school_class(cells, "classe")
    cells.choice("religione", _RELIGION)
    if holder.birth_date is None and holder.codice_fiscale is None:
        cells.require("data_nascita")
    found = ctx.people.find(cells, holder)
    if not cells.sound:
        ctx.refused[cells.raw(CF_COLUMN).upper()] = ctx.place()
        return None
    student = person.keep_person(ctx, holder, found, more)
    return student if ctx.first(cells, id(student), CF_COLUMN) else None


def _more(ctx: ImportContext, cells: Cells) -> dict[str, Any]:
    province = cells.text("provincia_nascita", 40)
    return {
        "birth_place": cells.text("comune_nascita"),
        "birth_province": province.upper() if province and len(province) == 2 else province,
        "citizenship": cells.text("cittadinanza"),
        "address": cells.text("indirizzo"),
        "city": cells.text("comune_residenza"),
        "institutional_email": person.institutional_email(ctx, cells),
        "phone": cells.phone("cellulare"),
    }


def _plan_stay(ctx: ImportContext, cells: Cells, stays: Stays, student: Record) -> None:
    school_class = ctx.places.school_class(cells, "classe")
    if school_class is None:
        return
    religion = cells.choice("religione", _RELIGION)
    if religion is None and "religione" in cells.written and student.is_new:
        cells.warn("religione", _("Scelta non indicata: avvalentesi (S)."))
    stays.place(cells, student, school_class, religion)
    # In the first cycle parents alone are users (V3).
    if school_class["order"] is SchoolOrder.UPPER_SECONDARY:
        ctx.ensure_account(student)


def _plan_needs(
    ctx: ImportContext, cells: Cells, profiles: dict[Any, Record], student: Record
) -> None:
    """Keep the needs in their restricted place; the report never says which they are."""
    needs = (cells.text("bes", 10) or "").upper()
    if not needs:
        return
    if needs not in _NEEDS:
        cells.warn("bes", _("Il codice non è fra H, D, B."))
    profile = profiles.get(student.values.get("id"))
    if profile is None:
        ctx.create(StudentProfile, {"person_id": student, "special_needs": needs})
    else:
        ctx.change(profile, {"special_needs": needs}, {"special_needs": "bes"}, hidden=True)


KIND = ImportKind(
    name="alunni",
    label=_("Alunni"),
    order=90,
    columns=(
        person.SURNAME,
        person.GIVEN_NAME,
        person.SEX,
        person.BIRTH_DATE,
        Column("comune_nascita", aliases=("luogo_nascita", "luogo_di_nascita", "nato_a")),
        Column("provincia_nascita", aliases=("prov_nascita", "provincia_di_nascita")),
        person.CODE,
        Column("cittadinanza", aliases=("nazionalita",)),
        Column("indirizzo", aliases=("indirizzo_residenza", "via", "residenza")),
        Column("comune_residenza", aliases=("citta", "comune", "comune_di_residenza")),
        Column("classe", required=True, aliases=("class",)),
        Column("religione", aliases=("irc", "scelta_religione")),
        Column("bes", aliases=("codice_bes",)),
        person.EMAIL,
        person.PHONE,
    ),
    plan=plan,
    stems=("alunni", "studenti"),
)
