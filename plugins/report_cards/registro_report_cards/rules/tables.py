"""Reading the tables of the law that lie in `data/`."""

import csv
from functools import cache
from importlib.resources import files

ANY = "*"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table by the names of its columns, in the order of the file."""
    path = files("registro_report_cards") / "rules" / "data" / f"{name}.csv"
    return tuple(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def holds(cell: str, value: int | str) -> bool:
    """Whether a cell covers a value: `*` any, `a|b` one of them, `2-4` and `6-` numbers."""
    return any(_covers(part, value) for part in cell.split("|"))


def _covers(part: str, value: int | str) -> bool:
    if part == ANY:
        return True
    if isinstance(value, str) or "-" not in part:
        return part == str(value)
    low, _dash, high = part.partition("-")
    return int(low or 0) <= value <= int(high or value)
