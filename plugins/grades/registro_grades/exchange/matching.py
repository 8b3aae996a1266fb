"""Matching a file with a register: which cell is whose, and what belongs nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from registro_core.api import Text, whole_number
from registro_grades import _
from registro_grades.exchange.table import FIRST_COLUMN, TEST_CODE, Table
from registro_grades.grid.typed import LONGEST_TEXT, Key
from registro_grades.marks.roster import Student

HEAD_ROWS = 5


@dataclass(frozen=True)
class Matched:
    """The texts of a file by test and student, and what in it could not be placed.

    An empty cell says nothing: a file that was downloaded yesterday takes away no mark of today.
    """

    cells: dict[Key, str]
    remarks: list[Text]


def match(table: Table, tests: Iterable[int], students: Mapping[int, Student]) -> Matched:
    """Place the cells of a file; a file without the row of tests has none that can be placed."""
    head = next(
        (n for n, row in enumerate(table.rows[:HEAD_ROWS]) if TEST_CODE in row[:FIRST_COLUMN]),
        None,
    )
    if head is None:
        missing = _(
            "Manca la riga «${row}»: parti dal file scaricato dal registro.",
            mapping={"row": TEST_CODE},
        )
        return Matched({}, [missing])
    remarks: list[Text] = []
    columns = _columns(table.rows[head], set(tests), remarks)
    cells: dict[Key, str] = {}
    for row in table.rows[head + 1 :]:
        if not any(row):
            continue
        student = _student(row, students)
        if student is None:
            who = " ".join(row[:FIRST_COLUMN]).strip()[:60]
            remarks.append(_("«${who}» non è in questo registro.", mapping={"who": who}))
            continue
        cells |= {
            (test, student): row[place][:LONGEST_TEXT]
            for place, test in columns.items()
            if place < len(row) and row[place]
        }
    return Matched(cells, remarks)


def _columns(row: Iterable[str], tests: set[int], remarks: list[Text]) -> dict[int, int]:
    """Tests by the place of their column."""
    found: dict[int, int] = {}
    for place, text in enumerate(row):
        if place < FIRST_COLUMN or not text:
            continue
        number = whole_number(text)
        if number is None or number not in tests or number in found.values():
            remarks.append(
                _(
                    "La colonna «${text}» non è una prova di questo registro.",
                    mapping={"text": text},
                )
            )
        else:
            found[place] = number
    return found


def _student(row: Sequence[str], students: Mapping[int, Student]) -> int | None:
    """The student of a row: by number, else by a name that only one has."""
    number = whole_number(row[0])
    if number is not None:
        return number if number in students else None
    name = row[1].casefold() if len(row) > 1 else ""
    named = [each.id for each in students.values() if each.name.casefold() == name]
    return named[0] if len(named) == 1 else None
