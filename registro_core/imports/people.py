"""Finding the person a row speaks of: by codice fiscale, else by name and day of birth (X2, X4)."""

import unicodedata
from collections import defaultdict
from datetime import date
from typing import NamedTuple

from registro_core import _
from registro_core.imports.cells import Cells
from registro_core.imports.records import Record, Records
from registro_core.people.codice_fiscale import PROVISIONAL_LENGTH, CodiceFiscale
from registro_core.people.models import Person, Sex

CF_COLUMN = "codice_fiscale"


class Holder(NamedTuple):
    """Who a row says it is about."""

    surname: str
    given_name: str
    codice_fiscale: CodiceFiscale | None
    birth_date: date | None
    sex: Sex | None = None

    @property
    def label(self) -> str:
        """Surname first, as registers list people."""
        return f"{self.surname} {self.given_name}"


class People:
    """Everybody known, by codice fiscale and by name."""

    def __init__(self, records: Records) -> None:
        self._by_code: dict[str, Record] = {}
        self._by_name: dict[str, list[Record]] = defaultdict(list)
        for person in records.of(Person):
            self.learn(person)

    def learn(self, person: Record) -> None:
        """Know a person, or a code that was just given to one."""
        if code := person["codice_fiscale"]:
            self._by_code[code] = person
        namesakes = self._by_name[name_key(person["surname"], person["given_name"])]
        if person not in namesakes:
            namesakes.append(person)

    def with_code(self, code: CodiceFiscale) -> Record | None:
        """The person who has this code."""
        return self._by_code.get(code.code)

    def named(self, text: str) -> list[Record]:
        """People whose surname and given name, in either order, are this text."""
        words = text.split()
        orders = {name_key(text)} | {
            name_key(*words[cut:], *words[:cut]) for cut in range(1, len(words))
        }
        return [person for order in sorted(orders) for person in self._by_name.get(order, ())]

    def find(self, cells: Cells, holder: Holder) -> Record | None:
        """The person of a row; None if nobody is known. Refuses the row where that is unclear."""
        if not cells.sound:
            # A mistyped code is not a missing one.
            return None
        if holder.codice_fiscale is None:
            return self._find_without_code(cells, holder)
        person = self.with_code(holder.codice_fiscale)
        if person is None:
            return self._find_whose_code_is_new(cells, holder, holder.codice_fiscale)
        if _is_somebody_else(person, holder):
            name = f"{person['surname']} {person['given_name']}"
            text = _("Questo codice fiscale è di ${name}.", mapping={"name": name})
            cells.refuse(CF_COLUMN, text)
        return person

    def _find_without_code(self, cells: Cells, holder: Holder) -> Record | None:
        if holder.birth_date is None:
            cells.refuse(CF_COLUMN, _("Serve il codice fiscale, o almeno la data di nascita."))
            return None
        cells.warn(
            CF_COLUMN,
            _("Codice fiscale mancante: la persona è cercata per nome e data di nascita."),
        )
        found = self._born_on(holder)
        if len(found) > 1:
            text = _("Più persone hanno questo nome e questa data di nascita.")
            cells.refuse(CF_COLUMN, text)
        return found[0] if found else None

    def _find_whose_code_is_new(
        self, cells: Cells, holder: Holder, code: CodiceFiscale
    ) -> Record | None:
        """Somebody so far without a code, or with a provisional one, may have got this one."""
        if holder.birth_date is None:
            return None
        for person in self._born_on(holder):
            known = person["codice_fiscale"]
            if known is None or len(known) == PROVISIONAL_LENGTH:
                return person
            if code.is_provisional:
                cells.warn(CF_COLUMN, _("Il codice definitivo è già noto e resta."))
                return person
            cells.warn(
                CF_COLUMN,
                _(
                    "Esiste già una persona con lo stesso nome e la stessa data di nascita, ma con "
                    "codice ${code}: ne viene creata un’altra.",
                    mapping={"code": known},
                ),
            )
        return None

    def _born_on(self, holder: Holder) -> list[Record]:
        namesakes = self._by_name.get(name_key(holder.surname, holder.given_name), ())
        return [person for person in namesakes if person["birth_date"] == holder.birth_date]


def name_key(*names: str) -> str:
    """A name without accents, capitals, spaces and apostrophes, in any alphabet."""
    plain = unicodedata.normalize("NFKD", "".join(names).casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _is_somebody_else(person: Record, holder: Holder) -> bool:
    """Whether neither surname nor given name agree: one of the two may well be mended."""
    return name_key(person["surname"]) != name_key(holder.surname) and name_key(
        person["given_name"]
    ) != name_key(holder.given_name)
