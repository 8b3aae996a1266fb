"""Finding people and classes by what somebody types."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from registro_core.db.dated import holds_on
from registro_core.items import Role
from registro_core.people.models import Person, RoleGrant
from registro_core.school.models import Enrolment, SchoolClass
from registro_core.school.services import year_of

MAX_WORDS = 5
# Who looks for "Nicolo" or "damico" means Nicolò and D’Amico. Both databases can replace letters,
# not both can take accents off; capitals too, for SQLite's lower() leaves "È" alone.
PLAIN_LETTERS = {
    **dict(zip("àáèéìíòóùú", "aaeeiioouu", strict=True)),
    **dict(zip("ÀÁÈÉÌÍÒÓÙÚ", "aaeeiioouu", strict=True)),
    "'": "",
    "’": "",
}
MAX_CLASSES = 10


@dataclass(frozen=True)
class FoundPerson:
    """A person found: with a class for students of today, a role for staff, neither for others."""

    id: int
    surname: str
    given_name: str
    class_id: int | None
    class_name: str | None
    role: Role | None

    @property
    def name(self) -> str:
        """Surname first."""
        return f"{self.surname} {self.given_name}"


@dataclass(frozen=True)
class FoundClass:
    """A class of the current year."""

    id: int
    name: str


def words_of(text: str) -> list[str]:
    """The words to look for, without accents and apostrophes; five are enough for any name."""
    for accented, plain in PLAIN_LETTERS.items():
        text = text.replace(accented, plain)
    return text.lower().split()[:MAX_WORDS]


def find_people(
    session: Session, text: str, today: date, *, everyone: bool, offset: int = 0, limit: int = 25
) -> list[FoundPerson]:
    """People in whose name each word begins a word, by surname; nobody for no word.

    :param everyone: also parents and former students; else students of today and staff.
    """
    if not words_of(text):
        return []
    statement = (
        _people(text, today, everyone=everyone)
        .order_by(Person.surname, Person.given_name, Person.id)
        .offset(offset)
        .limit(limit)
    )
    return [FoundPerson(*row) for row in session.execute(statement)]


def count_people(session: Session, text: str, today: date, *, everyone: bool) -> int:
    """How many people `find_people` would find in all."""
    if not words_of(text):
        return 0
    found = _people(text, today, everyone=everyone).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def find_classes(session: Session, text: str, today: date) -> list[FoundClass]:
    """Classes of the current year whose name begins so ("3b" and "3 b" find 3B)."""
    year = year_of(session, today)
    wanted = "".join(words_of(text))
    if year is None or not wanted:
        return []
    statement = (
        select(SchoolClass.id, SchoolClass.name)
        .where(
            SchoolClass.year_id == year.id,
            func.lower(func.replace(SchoolClass.name, " ", "")).startswith(wanted, autoescape=True),
        )
        .order_by(SchoolClass.name)
        .limit(MAX_CLASSES)
    )
    return [FoundClass(*row) for row in session.execute(statement)]


def _people(text: str, today: date, *, everyone: bool) -> Select[int, str, str, int, str, Role]:
    # Aggregates keep one row for who has two roles, or two enrolments on the day of a change.
    class_id, class_name = func.min(SchoolClass.id), func.min(SchoolClass.name)
    role = func.min(RoleGrant.role)
    statement = (
        select(Person.id, Person.surname, Person.given_name, class_id, class_name, role)
        .outerjoin(Enrolment, and_(Enrolment.student_id == Person.id, holds_on(Enrolment, today)))
        .outerjoin(SchoolClass, SchoolClass.id == Enrolment.class_id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, holds_on(RoleGrant, today)))
        .where(*(_begins_a_word(word) for word in words_of(text)))
        .group_by(Person.id, Person.surname, Person.given_name)
    )
    if everyone:
        return statement
    return statement.having(or_(class_id.is_not(None), role.is_not(None)))


def _begins_a_word(word: str) -> ColumnElement[bool]:
    name: ColumnElement[str] = " " + Person.surname + " " + Person.given_name
    for accented, plain in PLAIN_LETTERS.items():
        name = func.replace(name, accented, plain)
    return func.lower(name).contains(f" {word}", autoescape=True)
