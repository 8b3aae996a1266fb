"""ata.csv: the staff of the office and of the building."""

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.files import person
from registro_core.imports.kinds import Column, ImportFile, ImportKind, plain_key
from registro_core.imports.people import CF_COLUMN
from registro_core.items import Role

# Jobs of the secretary's office; everybody else is staff. The head is never made by a file:
# whoever may import would give themselves the head's rights.
_OFFICE = ("assistente_amministrativo", "assistente_amministrativa", "dsga", "direttore_sga")


def plan(ctx: ImportContext, file: ImportFile) -> None:
    """Plan the staff of a file, with their role and account; those left out stay."""
    for cells in ctx.rows(file):
        _plan_member(ctx, cells)


def _plan_member(ctx: ImportContext, cells: Cells) -> None:
    holder = person.read_holder(ctx, cells)
    title = cells.text("ruolo")
    more = {
        "institutional_email": person.institutional_email(ctx, cells),
        "phone": cells.phone("cellulare"),
    }
    found = ctx.people.find(cells, holder)
    if not cells.sound:
        return
    member = person.keep_person(ctx, holder, found, more)
    if not ctx.first(cells, id(member), CF_COLUMN):
        return
    if "dirigente" in plain_key(title or ""):
        cells.warn("ruolo", _("Il ruolo di dirigente va dato dall’amministratore."))
    office = plain_key(title or "") in _OFFICE
    ctx.ensure_role(member, Role.OFFICE if office else Role.STAFF, title)
    ctx.ensure_account(member)


KIND = ImportKind(
    name="ata",
    label=_("Personale ATA"),
    order=80,
    columns=(
        person.SURNAME,
        person.GIVEN_NAME,
        person.SEX,
        person.BIRTH_DATE,
        person.CODE,
        person.EMAIL,
        person.PHONE,
        Column("ruolo", aliases=("profilo", "qualifica", "mansione")),
    ),
    plan=plan,
    stems=("ata", "personale_ata"),
)
