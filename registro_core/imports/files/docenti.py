"""docenti.csv: the teachers. A teacher who is also a parent stays one person with one account."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files import person
from registro_core.imports.kinds import Column, ImportFile, ImportKind
from registro_core.imports.people import CF_COLUMN
from registro_core.items import Role


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the teachers of a file, with their role and account; those left out stay."""
    for cells in ctx.rows(file):
        _plan_teacher(ctx, cells)


def _plan_teacher(ctx: ImportContext, cells: Cells) -> None:
    holder = person.read_holder(ctx, cells)
    more = {
        "institutional_email": person.institutional_email(ctx, cells),
        "phone": cells.phone("cellulare"),
    }
    found = ctx.people.find(cells, holder)
    if not cells.sound:
        ctx.refused[cells.raw(CF_COLUMN).upper()] = ctx.place()
        return
    teacher = person.keep_person(ctx, holder, found, more)
    if ctx.first(cells, id(teacher), CF_COLUMN):
        ctx.ensure_role(teacher, Role.TEACHER)
        ctx.ensure_account(teacher)


KIND = ImportKind(
    name="docenti",
    label=_("Docenti"),
    order=70,
    columns=(
        person.SURNAME,
        person.GIVEN_NAME,
        person.SEX,
        person.BIRTH_DATE,
        person.CODE,
        person.EMAIL,
        person.PHONE,
        # Whom the ministry pays for what: the register works by teachings.
        Column("classe_concorso", aliases=("classe_di_concorso", "cdc"), ignored=True),
    ),
    plan=plan,
)
