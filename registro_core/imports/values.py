"""What a cell may say: dates, times, numbers, addresses. Each raises `CellError` with a reason."""

import re
from datetime import date, time
from fractions import Fraction

from translationstring import TranslationString

from registro_core import _
from registro_core.people.codice_fiscale import (
    CodiceFiscale,
    CodiceFiscaleError,
    Flaw,
    parse,
)

_ITALIAN_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2,4})(?: 0{1,2}[:.]00(?:[:.]00)?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]0{1,2}:00(?::00)?)?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]00)?")
_NUMBER = re.compile(r"(\d{1,6})(?:[.,](\d{1,6}))?")
_RATIO = re.compile(r"(\d{1,4}) ?/ ?(\d{1,4})")
_EMAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
_PHONE = re.compile(r"\+?[0-9]{5,15}")


class CellError(ValueError):
    """What a cell says cannot be; `text` says why."""

    def __init__(self, text: TranslationString) -> None:
        super().__init__(str(text))
        self.text = text


def read_day(cell: str) -> date:
    """A day as dd/mm/yyyy or ISO; a midnight after it, as spreadsheets add, is passed over."""
    if match := _ISO_DATE.fullmatch(cell):
        year, month, day = map(int, match.groups())
    elif match := _ITALIAN_DATE.fullmatch(cell):
        if len(match[3]) != 4:
            raise CellError(_("L’anno va scritto con quattro cifre: «${cell}».", mapping=_m(cell)))
        day, month, year = map(int, match.groups())
    else:
        raise CellError(
            _("«${cell}» non è una data: scrivere gg/mm/aaaa o aaaa-mm-gg.", mapping=_m(cell))
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellError(_("Il giorno «${cell}» non esiste.", mapping=_m(cell))) from error


def read_time(cell: str) -> time:
    """A time of day such as 08:10 or 8.10."""
    if match := _TIME.fullmatch(cell):
        hour, minute = map(int, match.groups())
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise CellError(_("«${cell}» non è un orario: scrivere hh:mm.", mapping=_m(cell)))


def read_fraction(cell: str) -> Fraction:
    """An exact number: 2, 0,5 or 5/6. Never a float (L10)."""
    if match := _RATIO.fullmatch(cell):
        if int(match[2]):
            return Fraction(int(match[1]), int(match[2]))
    elif match := _NUMBER.fullmatch(cell):
        return Fraction(f"{match[1]}.{match[2] or 0}")
    raise CellError(_("«${cell}» non è un numero, come 2 o 5/6.", mapping=_m(cell)))


def read_integer(cell: str, lowest: int, highest: int) -> int:
    """A whole number within bounds, both included."""
    if cell.isascii() and cell.isdigit() and len(cell) < 10 and lowest <= int(cell) <= highest:
        return int(cell)
    raise CellError(
        _(
            "«${cell}» non è un numero intero da ${lowest} a ${highest}.",
            mapping={"cell": _short(cell), "lowest": lowest, "highest": highest},
        )
    )


def read_email(cell: str) -> str:
    """One e-mail address, in small letters."""
    if not _EMAIL.fullmatch(cell):
        raise CellError(
            _("«${cell}» non è un indirizzo e-mail: non viene letto.", mapping=_m(cell))
        )
    return cell.lower()


def read_phone(cell: str) -> str:
    """A telephone number: digits, perhaps after a +. Spaces and separators go."""
    digits = re.sub(r"[ ./\-()]", "", cell)
    if not _PHONE.fullmatch(digits):
        raise CellError(
            _("«${cell}» non è un numero di telefono: non viene letto.", mapping=_m(cell))
        )
    return digits


def read_codice_fiscale(cell: str) -> CodiceFiscale:
    """A codice fiscale of any of its three forms (X2), check letter verified."""
    try:
        return parse(cell)
    except CodiceFiscaleError as error:
        raise CellError(_flaw_text(error.flaw, cell)) from error


def _flaw_text(flaw: Flaw, cell: str) -> TranslationString:
    if flaw is Flaw.LENGTH:
        return _(
            "Il codice fiscale «${cell}» ha ${length} caratteri: ne servono 16 "
            "(11 cifre se è provvisorio).",
            mapping={"cell": _short(cell), "length": len(cell)},
        )
    if flaw is Flaw.CHECK_LETTER:
        return _(
            "La lettera di controllo del codice fiscale «${cell}» non torna: c’è un errore di "
            "battitura.",
            mapping=_m(cell),
        )
    if flaw is Flaw.DATE:
        return _("Nel codice fiscale «${cell}» la data non esiste.", mapping=_m(cell))
    return _("«${cell}» non ha la forma di un codice fiscale.", mapping=_m(cell))


def _m(cell: str) -> dict[str, str]:
    return {"cell": _short(cell)}


def _short(cell: str) -> str:
    """Enough of a cell to recognise it."""
    return cell if len(cell) <= 60 else cell[:60] + "…"
