"""The codice fiscale: whether it is well formed, and what it says of its holder (X2).

Rules of D.M. 23 December 1976 (GU 345/1976). Three forms are met in schools:
sixteen characters; the same with digits replaced by letters because two
people would share a code (*omocodia*); and the eleven digits given
provisionally to newcomers. Nothing here knows of databases or pages.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PERSONAL_LENGTH = 16
PROVISIONAL_LENGTH = 11

_MONTHS = "ABCDEHLMPRST"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Which letter stands for which digit in a code changed for omocodia.
_OMOCODIA = "LMNPQRSTUV"
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
# Worth of a character in an odd place (counted from 1), by its rank: 0-9 and A-J, then K-Z.
_ODD_WORTH = (
    *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21),
    *(2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
)
_SHAPE = re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]")
# Women's days of birth are written 41-71.
_WOMAN = 40


class Flaw(StrEnum):
    """Why a text is not a codice fiscale."""

    LENGTH = "length"
    SHAPE = "shape"
    DATE = "date"
    CHECK_LETTER = "check-letter"


class CodiceFiscaleError(ValueError):
    """The text is not a codice fiscale; `flaw` says why."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True)
class CodiceFiscale:
    """A well-formed code, in capitals and without spaces."""

    code: str

    def __str__(self) -> str:
        return self.code

    @property
    def is_provisional(self) -> bool:
        """Whether it is the eleven-digit code given until the real one arrives."""
        return len(self.code) == PROVISIONAL_LENGTH

    @property
    def is_omocodic(self) -> bool:
        """Whether digits became letters because somebody else had the same code first."""
        return not self.is_provisional and self.plain[:15] != self.code[:15]

    @property
    def plain(self) -> str:
        """The code as it would read without omocodia, check letter included."""
        if self.is_provisional:
            return self.code
        body = _digits_restored(self.code)
        return body + check_letter(body)

    @property
    def sex(self) -> str | None:
        """`F` or `M`; None for a provisional code, which says nothing."""
        if self.is_provisional:
            return None
        return "F" if int(self.plain[9:11]) > _WOMAN else "M"

    def birth_date(self, not_after: date) -> date | None:
        """The day of birth: the latest that fits the two-digit year and is not after a day.

        None for a provisional code. Whoever is over a hundred comes out a
        hundred years too young, so compare, and do not overwrite what is known.
        """
        if self.is_provisional:
            return None
        year, month, day = _birth(self.plain)
        century = not_after.year - not_after.year % 100
        for candidate in (century + year, century - 100 + year):
            # 29 February exists in one century and not in the other.
            if _is_day(candidate, month, day) and date(candidate, month, day) <= not_after:
                return date(candidate, month, day)
        return None


def normalise(text: str) -> str:
    """Write a typed code as it is kept: capitals, no spaces or separators."""
    return re.sub(r"[\s.\-]+", "", text).upper()


def parse(text: str) -> CodiceFiscale:
    """Read a code as typed; raise `CodiceFiscaleError` where it cannot be one.

    The check digit of provisional codes is not demanded: offices have issued
    them without, and there is nothing else to compare with.
    """
    code = normalise(text)
    if len(code) == PROVISIONAL_LENGTH and code.isascii() and code.isdigit():
        return CodiceFiscale(code)
    if len(code) != PERSONAL_LENGTH:
        raise CodiceFiscaleError(Flaw.LENGTH)
    if not _SHAPE.fullmatch(code):
        raise CodiceFiscaleError(Flaw.SHAPE)
    if check_letter(code[:15]) != code[15]:
        raise CodiceFiscaleError(Flaw.CHECK_LETTER)
    if not _is_birth(_digits_restored(code)):
        raise CodiceFiscaleError(Flaw.DATE)
    return CodiceFiscale(code)


def check_letter(body: str) -> str:
    """Return the sixteenth letter that belongs to the first fifteen characters."""
    worth = 0
    for place, character in enumerate(body, start=1):
        rank = int(character) if character.isdigit() else _LETTERS.index(character)
        worth += _ODD_WORTH[rank] if place % 2 else rank
    return _LETTERS[worth % 26]


def _digits_restored(code: str) -> str:
    """The first fifteen characters with the letters of omocodia turned back into digits."""
    characters = list(code[:15])
    for place in _DIGIT_PLACES:
        if not characters[place].isdigit():
            characters[place] = str(_OMOCODIA.index(characters[place]))
    return "".join(characters)


def _birth(plain: str) -> tuple[int, int, int]:
    """Two-digit year, month and day (1-31) of a code without omocodia."""
    return int(plain[6:8]), _MONTHS.index(plain[8]) + 1, int(plain[9:11]) % _WOMAN


def _is_birth(plain: str) -> bool:
    """Whether the day written exists in some century (2000 and 1900 differ in February only)."""
    year, month, day = _birth(plain)
    return _is_day(2000 + year, month, day) and int(plain[9:11]) < _WOMAN + 32


def _is_day(year: int, month: int, day: int) -> bool:
    """Whether such a day exists."""
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
