"""A class's year in one table: standings, what is still to justify, warnings by letter."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from registro_attendance.justifications.events import events_to_justify
from registro_attendance.statistics.facts import warning_shares
from registro_attendance.statistics.services import rule_of, standings
from registro_attendance.statistics.standing import Standing
from registro_core.api import RosterRow, SchoolClass, SchoolSettings, SchoolYear, roster

# Colour is never the only sign: each level has its letter.
LETTERS = ("", "A", "B", "L")


@dataclass(frozen=True)
class Row:
    """A student in the overview."""

    student: RosterRow
    standing: Standing
    level: int
    unjustified: int

    @property
    def letter(self) -> str:
        """The sign of the level: A and B past the warning shares, L past the limit."""
        return LETTERS[self.level]


ORDERS: dict[str, Callable[[Row], Any]] = {
    "name": lambda row: row.student.name,
    "hours": lambda row: -row.standing.absent,
    "share": lambda row: -row.standing.share,
    "absences": lambda row: -row.standing.counters.absences,
    "lates": lambda row: -row.standing.counters.lates,
    "exits": lambda row: -row.standing.counters.exits,
    "unjustified": lambda row: -row.unjustified,
}
FILTERS: dict[str, Callable[[Row], bool]] = {
    "": lambda _row: True,
    "warned": lambda row: row.level >= 1,
    "over": lambda row: row.level == 3,
    "unjustified": lambda row: row.unjustified > 0,
}


@dataclass(frozen=True)
class Overview:
    """The table of a class, with its means and the hours nobody signed (A7)."""

    rows: list[Row]
    share: Fraction
    unsigned: Fraction


def overview(
    session: Session, school_class: SchoolClass, settings: SchoolSettings, until: date
) -> Overview:
    """The overview of a class until a day: a fixed number of statements."""
    year = session.get_one(SchoolYear, school_class.year_id)
    last = min(max(until, year.starts_on), year.ends_on)
    students = roster(session, school_class.id, last)
    ids = [student.student_id for student in students]
    found = standings(session, ids, rule_of(year, settings), last)
    to_justify = Counter(
        event.student_id
        for event in events_to_justify(session, ids, year.starts_on)
        if event.justification_id is None
    )
    shares = warning_shares(settings)
    rows = [
        Row(
            student,
            found[student.student_id],
            found[student.student_id].level(*shares),
            to_justify[student.student_id],
        )
        for student in students
    ]
    absent = sum((row.standing.missed for row in rows), Fraction(0))
    held = sum((row.standing.held for row in rows), Fraction(0))
    unsigned = max((row.standing.unsigned for row in rows), default=Fraction(0))
    return Overview(rows, absent / held if held else Fraction(0), unsigned)


def arranged(rows: Iterable[Row], only: str, order: str) -> list[Row]:
    """Filtered and sorted rows; unknown names change nothing."""
    wanted = FILTERS.get(only, FILTERS[""])
    chosen = sorted(filter(wanted, rows), key=ORDERS["name"])
    return sorted(chosen, key=ORDERS.get(order, ORDERS["name"]))
