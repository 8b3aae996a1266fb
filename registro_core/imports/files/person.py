"""What all files about people have in common: their columns, and how a person is kept."""

from datetime import date
from typing import Any

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.context import ImportContext
from registro_core.imports.kinds import Column
from registro_core.imports.people import CF_COLUMN, Holder, name_key
from registro_core.imports.records import Record
from registro_core.people.codice_fiscale import CodiceFiscale
from registro_core.people.models import Person, Sex
from registro_core.people.name_code import name_code

SURNAME = Column("cognome", required=True)
GIVEN_NAME = Column("nome", required=True)
SEX = Column("sesso", aliases=("genere",))
BIRTH_DATE = Column("data_nascita", aliases=("data_di_nascita", "nato_il", "nascita"))
CODE = Column(CF_COLUMN, aliases=("cf", "cod_fiscale", "codfis", "cod_fisc"))
EMAIL = Column("email", aliases=("e_mail", "mail", "posta_elettronica", "indirizzo_email"))
PHONE = Column("cellulare", aliases=("telefono", "cell", "tel", "telefono_cellulare"))

COLUMN_OF = {
    "surname": "cognome",
    "given_name": "nome",
    "codice_fiscale": CF_COLUMN,
    "sex": "sesso",
    "birth_date": "data_nascita",
    "birth_place": "comune_nascita",
    "birth_province": "provincia_nascita",
    "citizenship": "cittadinanza",
    "address": "indirizzo",
    "city": "comune_residenza",
    "email": "email",
    "institutional_email": "email",
    "phone": "cellulare",
}
EMPTY: dict[str, Any] = dict.fromkeys(COLUMN_OF)
SEXES = {"m": Sex.MALE, "f": Sex.FEMALE, "maschio": Sex.MALE, "femmina": Sex.FEMALE}


def read_holder(ctx: ImportContext, cells: Cells) -> Holder:
    """Read who a row is about, and say where code, name, sex and birth disagree."""
    cells.require("cognome", "nome")
    for column in ("cognome", "nome"):
        if cells.has(column) and not name_key(cells.raw(column)):
            cells.refuse(column, _("Il nome non ha né lettere né cifre."))
    holder = Holder(
        cells.text("cognome") or "",
        cells.text("nome") or "",
        cells.codice_fiscale(CF_COLUMN),
        cells.day("data_nascita"),
        cells.choice("sesso", SEXES),
    )
    ctx.about(holder.label)
    if holder.birth_date and not date(1900, 1, 1) <= holder.birth_date <= ctx.today:
        cells.refuse("data_nascita", _("La data di nascita non è possibile."))
    if holder.codice_fiscale and not holder.codice_fiscale.is_provisional:
        _compare_with_code(ctx, cells, holder, holder.codice_fiscale)
    return holder


def keep_person(
    ctx: ImportContext, holder: Holder, found: Record | None, more: dict[str, Any]
) -> Record:
    """Plan the person of a row: a new one, or changes to the one found."""
    code = holder.codice_fiscale
    values = {
        "surname": holder.surname,
        "given_name": holder.given_name,
        "codice_fiscale": str(code) if code else None,
        "sex": holder.sex,
        "birth_date": holder.birth_date,
        **more,
    }
    if found is None:
        return _create(ctx, values, code)
    if code and code.is_provisional and found["codice_fiscale"]:
        # The definitive code is never given up for a provisional one.
        del values["codice_fiscale"]
    ctx.change(found, values, COLUMN_OF)
    ctx.people.learn(found)
    ctx.about(holder.label, found)
    return found


def _create(ctx: ImportContext, values: dict[str, Any], code: CodiceFiscale | None) -> Record:
    """Plan a new person; what the row leaves out is read off the code."""
    if code and values["birth_date"] is None:
        values["birth_date"] = code.birth_date(ctx.today)
    if code and values["sex"] is None and code.sex:
        values["sex"] = Sex(code.sex)
    person = ctx.create(Person, {**EMPTY, **values, "created_at": ctx.now})
    ctx.people.learn(person)
    ctx.about(f"{values['surname']} {values['given_name']}", person)
    return person


def institutional_email(ctx: ImportContext, cells: Cells, column: str = "email") -> str | None:
    """The mailbox the school gave; two people sharing one would read each other's reset links."""
    address = cells.email(column)
    if address:
        owner = ctx.mailboxes.setdefault(address, cells)
        if owner is not cells:
            cells.warn(
                column,
                _("La stessa casella è anche alla riga ${line}.", mapping={"line": owner.line}),
            )
    return address


def _compare_with_code(
    ctx: ImportContext, cells: Cells, holder: Holder, code: CodiceFiscale
) -> None:
    """Warn where the row says something else than the code: one of the two is mistyped."""
    told = code.birth_date(ctx.today)
    if holder.birth_date and told and _differ(told, holder.birth_date):
        text = _("Il codice fiscale dice nato il ${day}.", mapping={"day": f"{told:%d/%m/%Y}"})
        cells.warn("data_nascita", text)
    if holder.sex and holder.sex != code.sex:
        cells.warn("sesso", _("Il codice fiscale dice ${sex}.", mapping={"sex": code.sex}))
    letters = code.code[:6]
    if letters == name_code(holder.surname, holder.given_name):
        return
    if letters == name_code(holder.given_name, holder.surname):
        cells.warn("cognome", _("Cognome e nome sembrano scambiati."))
    else:
        cells.warn(CF_COLUMN, _("Il codice fiscale non corrisponde a cognome e nome."))


def _differ(one: date, other: date) -> bool:
    """Whether two days of birth differ, centuries apart (the code does not tell them)."""
    return (one.year % 100, one.month, one.day) != (other.year % 100, other.month, other.day)
