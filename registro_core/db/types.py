"""Column types that keep what they are given: exact fractions, instants in UTC."""

from datetime import UTC, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An instant, stored in UTC.

    A naive value is refused: SQLite would lose the zone, and 02:30 happens
    twice on the night when summer time ends.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """With a zone where the database knows zones, else as a UTC wall clock."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raise ValueError for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware UTC datetime."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class FractionType(TypeDecorator[Fraction]):
    """An exact number such as the units of a slot (5/6), stored as text: sums are made in Python."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Fraction | int | None, dialect: Dialect) -> str | None:
        """Store as numerator/denominator."""
        return None if value is None else str(Fraction(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Fraction | None:
        """Return an exact fraction."""
        return None if value is None else Fraction(value)


def enum_column(values: type[StrEnum]) -> Enum:
    """A column for one of our enumerations, stored as its value in plain text.

    Not a native type: a plugin could not add a member to it in a migration
    that also runs on SQLite.
    """
    return Enum(
        values,
        native_enum=False,
        length=40,
        create_constraint=False,
        values_callable=lambda members: [member.value for member in members],
    )
