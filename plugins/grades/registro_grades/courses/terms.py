"""Which stretch of the year a page shows: a term, or the whole year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import Request, Term, Text, whole_number
from registro_grades import _
from registro_grades.courses.course import Course

WHOLE_YEAR = "year"


@dataclass(frozen=True)
class Window:
    """A stretch of days to show; `key` names it in addresses, `term_id` is None for the year."""

    key: str
    name: Text
    first: date
    last: date
    term_id: int | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Windows:
    """The terms of a year and the year itself, and the one that is open."""

    all: tuple[Window, ...]
    shown: Window

    def term_of(self, day: date) -> int | None:
        """The term in which a day lies."""
        found = (each for each in self.all if each.term_id is not None and each.holds(day))
        return next((each.term_id for each in found), None)


def windows_of(request: Request, course: Course) -> Windows:
    """The terms of a course's year; open is the one of the address (`?term=`), else today's."""
    return windows(
        request.dbsession,
        course.year_id,
        (course.first_day, course.last_day),
        request.today,
        str(request.params.get("term", "")),
    )


def windows(
    session: Session, year_id: int, year: tuple[date, date], today: date, wanted: str
) -> Windows:
    """The terms of a year: one statement. Between terms the one that ended last is open."""
    rows = session.execute(
        select(Term.id, Term.name, Term.starts_on, Term.ends_on)
        .where(Term.year_id == year_id)
        .order_by(Term.starts_on)
    )
    terms = [Window(str(row.id), row.name, row.starts_on, row.ends_on, row.id) for row in rows]
    return windows_from(terms, year, today, wanted)


def windows_from(
    terms: Sequence[Window], year: tuple[date, date], today: date, wanted: str
) -> Windows:
    """The terms and the year itself; open is the one wanted, else that of a day."""
    whole = Window(WHOLE_YEAR, _("Tutto l’anno"), *year)
    everything = [*terms, whole]
    begun = [each for each in terms if each.first <= today]
    usual = begun[-1] if begun else terms[0] if terms else whole
    number = whole_number(wanted)
    key = WHOLE_YEAR if wanted == WHOLE_YEAR else str(number)
    shown = next((each for each in everything if each.key == key), usual)
    return Windows(tuple(everything), shown)
