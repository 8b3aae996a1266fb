"""The school's one row as every page needs it, read along with whatever else is asked."""

from typing import Any, NamedTuple

from sqlalchemy import Label

from registro_core.school.models import School


class SchoolRow(NamedTuple):
    """The school, as every page needs it."""

    name: str
    code: str | None
    city: str | None
    settings: dict[str, object]
    version: int
    is_demo: bool


NO_SCHOOL = SchoolRow("Registro", None, None, {}, 0, False)

# In the order of `SchoolRow`, under names that no other table's columns have.
SCHOOL_LABELS: tuple[Label[Any], ...] = tuple(
    getattr(School, name).label(f"school_{name}") for name in SchoolRow._fields
)


def take_school(row: dict[str, Any]) -> SchoolRow:
    """Take the school's columns out of a row; all are None where there is no school yet."""
    values = [row.pop(label.name) for label in SCHOOL_LABELS]
    return NO_SCHOOL if values[0] is None else SchoolRow(*values)
