"""Inventing people: names, birthdays, codes and the accounts they sign in with."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from registro_core.accounts.models import Account
from registro_core.demo import names
from registro_core.demo.names import Origin
from registro_core.demo.rows import Rows
from registro_core.people.codice_fiscale import check_letter
from registro_core.people.models import Person, Sex
from registro_core.people.name_code import name_code

MONTHS = "ABCDEHLMPRST"
YEAR = 365.25
FROM_ABROAD = 0.11


@dataclass(frozen=True)
class Invented:
    """An invented person as far as others need to know them."""

    id: int
    surname: str
    given_name: str
    sex: Sex
    birth_date: date
    username: str


class People:
    """Makes persons, each with a codice fiscale of their own, and accounts."""

    def __init__(self, rows: Rows, random: Random, today: date, password_hash: str) -> None:
        """`random` decides who they are; everyone has the one password."""
        self.rows = rows
        self.random = random
        self.today = today
        self.password_hash = password_hash
        self._codes: set[str] = set()
        self._usernames: set[str] = set()

    def origin(self) -> Origin | None:
        """Draw where a family comes from; None is Italy."""
        return self.random.choice(names.ABROAD) if self.random.random() < FROM_ABROAD else None

    def surname(self, origin: Origin | None) -> str:
        """Draw a surname."""
        return self.random.choice(origin.surnames if origin else names.SURNAMES)

    def given_name(self, sex: Sex, origin: Origin | None, *, young: bool = False) -> str:
        """Draw a given name of a generation."""
        if origin:
            return self.random.choice(origin.women if sex is Sex.FEMALE else origin.men)
        if sex is Sex.FEMALE:
            return self.random.choice(names.GIRLS if young else names.WOMEN)
        return self.random.choice(names.BOYS if young else names.MEN)

    def sex(self) -> Sex:
        """Draw a sex."""
        return self.random.choice((Sex.FEMALE, Sex.MALE))

    def adult_birth(self, youngest: int, oldest: int) -> date:
        """Draw a birthday of somebody between two ages in years."""
        return self.today - timedelta(days=self.random.randint(youngest * 366, oldest * 365))

    def make(
        self, sex: Sex, surname: str, given_name: str, birth: date, origin: Origin | None = None
    ) -> Invented:
        """Add a person and return them."""
        place, province, code = self.random.choice(names.PLACES)
        if origin:
            place, province, code = origin.citizenship, "EE", origin.code
        local = self._unused_username(f"{_slug(given_name)}.{_slug(surname)}")
        person_id = self.rows.add(
            Person,
            surname=surname,
            given_name=given_name,
            codice_fiscale=self._codice_fiscale(surname, given_name, sex, birth, code),
            sex=sex,
            birth_date=birth,
            birth_place=place,
            birth_province=province,
            citizenship=origin.citizenship if origin else "Italia",
            address=f"{self.random.choice(names.STREETS)} {self.random.randint(1, 120)}",
            city="Roma",
            email=f"{local}@posta.example",
            institutional_email=f"{local}@scuola.example",
            phone=f"3{self.random.randint(200000000, 499999999)}",
            created_at=self.rows.now,
        )
        return Invented(person_id, surname, given_name, sex, birth, local)

    def give_account(self, person: Invented, username: str | None = None) -> None:
        """Let a person sign in, by a name to remember or by their own."""
        self.rows.add(
            Account,
            person_id=person.id,
            username=username or person.username,
            password_hash=self.password_hash,
            enabled=True,
            must_change_password=False,
            locale="it",
            created_at=self.rows.now,
        )

    def _unused_username(self, wanted: str) -> str:
        name, number = wanted, 1
        while name in self._usernames:
            number += 1
            name = f"{wanted}{number}"
        self._usernames.add(name)
        return name

    def _codice_fiscale(
        self, surname: str, given_name: str, sex: Sex, birth: date, place: str
    ) -> str | None:
        """Make the code; None for who would share theirs, as offices meet it before omocodia."""
        day = birth.day + (40 if sex is Sex.FEMALE else 0)
        born = f"{birth.year % 100:02}{MONTHS[birth.month - 1]}{day:02}"
        body = f"{name_code(surname, given_name)}{born}{place}"
        code = body + check_letter(body)
        if code in self._codes:
            return None
        self._codes.add(code)
        return code


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]", "", plain.lower())
