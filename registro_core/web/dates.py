"""Dates, times and numbers as people of a language write them."""

from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal, format_percent

if TYPE_CHECKING:
    from pyramid.config import Configurator

    from registro_core.request import Request

ROME = ZoneInfo("Europe/Rome")
MINUTES_PER_HOUR = 60


class Formats:
    """Formatters for one language. Instants are shown in Italian time, whatever the server's."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def date(self, day: date, pattern: str = "d MMMM y") -> str:
        """A day; `pattern` in Unicode's letters ("EEEE d MMMM")."""
        return format_date(day, pattern, locale=self.locale)

    def time(self, value: time | datetime) -> str:
        """A time of day ("8:05"); an instant is shown in Italian time."""
        if isinstance(value, datetime):
            value = value.astimezone(ROME).time()
        return format_time(value, "H:mm", locale=self.locale)

    def instant(self, instant: datetime, pattern: str = "d MMMM y") -> str:
        """An instant as day and time ("3 marzo 2027, 8:05")."""
        return f"{self.date(instant.astimezone(ROME).date(), pattern)}, {self.time(instant)}"

    def number(self, value: Fraction | int, places: int = 1) -> str:
        """A number with at most so many decimals; only for the eye, sums stay exact."""
        pattern = "#,##0." + "#" * places if places else "#,##0"
        return format_decimal(_decimal(value), pattern, locale=self.locale)

    def percent(self, share: Fraction, places: int = 1) -> str:
        """A share (1/4) as a percentage ("25%")."""
        pattern = "#,##0." + "#" * places + "%" if places else "#,##0%"
        return format_percent(_decimal(share), pattern, locale=self.locale)

    def size(self, size: int) -> str:
        """The size of a file in bytes: "340 KB", "2,5 MB"."""
        if size < 1_000_000:
            return f"{max(1, size // 1000)} KB"
        return f"{self.number(Fraction(size, 1_000_000))} MB"

    def minutes(self, minutes: int) -> str:
        """A duration: "55 min", "1 h", "1 h 20 min"."""
        hours, rest = divmod(minutes, MINUTES_PER_HOUR)
        parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
        return " ".join(parts)


def _decimal(value: Fraction | int) -> Decimal:
    exact = Fraction(value)
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def formats_of(request: "Request") -> Formats:
    """The formatters of the language of the page."""
    return Formats(request.locale_name)


def includeme(config: "Configurator") -> None:
    """Give each request its `fmt`."""
    config.add_request_method(formats_of, "fmt", reify=True)
