"""The cells of one row, read by type. Whatever is wrong is said at its column, all at once."""

from collections.abc import Callable, Mapping
from datetime import date, time
from fractions import Fraction
from typing import TypeVar

from translationstring import TranslationString

from registro_core import _
from registro_core.imports.kinds import Row, plain_key
from registro_core.imports.report import FileReport, Severity
from registro_core.imports.values import (
    CellError,
    read_codice_fiscale,
    read_day,
    read_email,
    read_fraction,
    read_integer,
    read_phone,
    read_time,
)
from registro_core.people.codice_fiscale import CodiceFiscale

T = TypeVar("T")

MAX_TEXT = 200


class Cells:
    """Typed access to a row.

    An empty cell, or a column the file does not have, gives None; a bad one is
    reported and gives None too. Ask `sound` before using what was read.
    """

    def __init__(self, row: Row, report: FileReport) -> None:
        self.line = row.line
        self.sound = True
        self.written = row.cells
        self._report = report

    def refuse(self, column: str, text: TranslationString) -> None:
        """Say why this row cannot be; it is then not sound."""
        self._report.add(Severity.ERROR, text, self.line, column)
        self.sound = False

    def warn(self, column: str, text: TranslationString) -> None:
        """Say what should be looked at, and go on."""
        self._report.add(Severity.WARNING, text, self.line, column)

    def has(self, column: str) -> bool:
        """Whether something is written there."""
        return bool(self.written.get(column))

    def raw(self, column: str) -> str:
        """What is written, "" where nothing is."""
        return self.written.get(column, "")

    def same_as(self, other: "Cells") -> bool:
        """Whether another row says exactly the same."""
        return self.written == other.written

    def require(self, *columns: str) -> None:
        """Refuse the row where one of these cells is empty."""
        for column in columns:
            if not self.has(column):
                self.refuse(column, _("Il valore è obbligatorio."))

    def text(self, column: str, limit: int = MAX_TEXT) -> str | None:
        """A text of at most `limit` characters."""
        cell = self.raw(column)
        if len(cell) > limit:
            text = _("Testo più lungo di ${limit} caratteri.", mapping={"limit": limit})
            self.refuse(column, text)
            return None
        return cell or None

    def day(self, column: str) -> date | None:
        """A day as dd/mm/yyyy or ISO."""
        return self._read(column, read_day)

    def time(self, column: str) -> time | None:
        """A time of day as hh:mm."""
        return self._read(column, read_time)

    def fraction(self, column: str) -> Fraction | None:
        """An exact number such as 2, 0,5 or 5/6."""
        return self._read(column, read_fraction)

    def integer(self, column: str, lowest: int, highest: int) -> int | None:
        """A whole number within bounds, both included."""
        return self._read(column, lambda cell: read_integer(cell, lowest, highest))

    def email(self, column: str) -> str | None:
        """An e-mail address; a bad one is left out, and keeps no thousand rows from being read."""
        return self._try(column, read_email)

    def phone(self, column: str) -> str | None:
        """A telephone number; a bad one is left out."""
        return self._try(column, read_phone)

    def codice_fiscale(self, column: str) -> CodiceFiscale | None:
        """A codice fiscale, check letter verified (X2)."""
        return self._read(column, read_codice_fiscale)

    def choice(self, column: str, meanings: Mapping[str, T]) -> T | None:
        """One of several words; capitals, accents and signs do not matter."""
        cell = self.raw(column)
        if not cell:
            return None
        found = meanings.get(plain_key(cell))
        if found is None:
            words = ", ".join(word.upper() if len(word) == 1 else word for word in meanings)
            self.refuse(
                column,
                _("«${cell}» non è fra: ${words}.", mapping={"cell": cell[:60], "words": words}),
            )
        return found

    def _try(self, column: str, read: Callable[[str], T]) -> T | None:
        try:
            return read(self.raw(column)) if self.has(column) else None
        except CellError as error:
            self.warn(column, error.text)
            return None

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        cell = self.raw(column)
        if not cell:
            return None
        try:
            return read(cell)
        except CellError as error:
            self.refuse(column, error.text)
            return None
