"""tutori.csv: who answers for whom, one row per guardian and student (X4, V1)."""

from collections import defaultdict
from typing import Any, TypeAlias

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files import person
from registro_core.imports.files.students import find_person
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.people import Holder, name_key
from registro_core.imports.records import Record
from registro_core.people.models import GuardianKind, Guardianship

_KINDS = {
    "madre": GuardianKind.MOTHER,
    "mamma": GuardianKind.MOTHER,
    "padre": GuardianKind.FATHER,
    "papa": GuardianKind.FATHER,
    "tutore": GuardianKind.GUARDIAN,
    "tutrice": GuardianKind.GUARDIAN,
    "tutore_legale": GuardianKind.GUARDIAN,
    "affidatario": GuardianKind.GUARDIAN,
    "affidataria": GuardianKind.GUARDIAN,
    "altro": GuardianKind.OTHER,
}
_COLUMN_OF = {"kind": "ruolo"}

# The guardianships of each student, by the student's key.
Ties: TypeAlias = dict[Any, list[Record]]


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan guardians, their accounts and ties; ties that the file leaves out stay."""
    ties: Ties = defaultdict(list)
    for tie in ctx.of(Guardianship):
        ties[tie["student_id"]].append(tie)
    start = ctx.on if ties else min(ctx.today, ctx.year["starts_on"])
    for cells in ctx.rows(file):
        _plan_guardian(ctx, cells, ties, start)


def _plan_guardian(ctx: ImportContext, cells: Cells, ties: Ties, start: Any) -> None:
    holder = person.read_holder(ctx, cells)
    kind = cells.choice("ruolo", _KINDS)
    more = {"email": cells.email("email"), "phone": cells.phone("cellulare")}
    cells.require("alunno", "ruolo")
    student = find_person(ctx, cells, "alunno")
    if student is None or not cells.sound:
        return
    found = _known_guardian(ctx, cells, holder, ties[student.key])
    if found is student:
        cells.refuse("codice_fiscale", _("Nessuno è tutore di sé stesso."))
    if not cells.sound:
        return
    guardian = person.keep_person(ctx, holder, found, more)
    if not ctx.first(cells, (id(student), id(guardian)), "alunno"):
        return
    _tie(ctx, cells, ties[student.key], student, guardian, kind, start)
    ctx.ensure_account(guardian)


def _known_guardian(
    ctx: ImportContext, cells: Cells, holder: Holder, ties: list[Record]
) -> Record | None:
    """The person of the row; without code and day of birth, a namesake among the same student's."""
    if holder.codice_fiscale or holder.birth_date:
        return ctx.people.find(cells, holder)
    cells.warn("codice_fiscale", _("Senza codice né data di nascita: cercato fra i suoi tutori."))
    for namesake in ctx.people.named(f"{holder.surname} {holder.given_name}"):
        same_order = name_key(namesake["surname"]) == name_key(holder.surname)
        if same_order and any(tie.points_at("guardian_id", namesake) for tie in ties):
            return namesake
    return None


def _tie(
    ctx: ImportContext,
    cells: Cells,
    ties: list[Record],
    student: Record,
    guardian: Record,
    kind: Any,
    start: Any,
) -> None:
    """Plan the tie, unless the office has ended or restricted it: a file never undoes that (V1)."""
    own = [tie for tie in ties if tie.points_at("guardian_id", guardian)]
    lasting = [tie for tie in own if tie["ends_on"] is None or tie["ends_on"] >= ctx.today]
    if lasting:
        ctx.change(lasting[-1], {"kind": kind}, _COLUMN_OF)
        if lasting[-1]["restricted_from"]:
            cells.warn("alunno", _("L’accesso è limitato dalla segreteria: resta limitato."))
    elif own:
        cells.warn("alunno", _("Il legame è stato chiuso dalla segreteria: resta chiuso."))
    else:
        values = {
            "student_id": student,
            "guardian_id": guardian,
            "kind": kind,
            "starts_on": start,
            "ends_on": None,
            "restricted_from": None,
        }
        ties.append(ctx.create(Guardianship, values))
        if not guardian.is_new:
            ctx.note("alunno", None, f"{student['surname']} {student['given_name']}")


KIND = ImportKind(
    name="tutori",
    label=_("Tutori"),
    order=100,
    columns=(
        Column("alunno", required=True, aliases=("cf_alunno", "codice_fiscale_alunno", "studente")),
        Column("ruolo", required=True, aliases=("parentela", "relazione", "grado_parentela")),
        person.SURNAME,
        person.GIVEN_NAME,
        person.SEX,
        person.BIRTH_DATE,
        person.CODE,
        person.EMAIL,
        person.PHONE,
    ),
    plan=plan,
    stems=("tutori", "genitori"),
)
