"""Students who are of age: what their parents still see (V2)."""

from datetime import date

from sqlalchemy import ColumnElement, func, select, true

from registro_core import _
from registro_core.items import Setting, SettingType
from registro_core.people.models import StudentProfile
from registro_core.school.models import School

ADULT_AGE = 18
PARENTS_SEE_ADULTS = Setting(
    "core.parents_see_adults",
    _("I genitori dei maggiorenni vedono il registro"),
    SettingType.BOOLEAN,
    default=True,
    help=_("Finché lo studente non sceglie altrimenti: la sua scelta si scrive nella sua scheda."),
)


def parents_see_adult() -> ColumnElement[bool]:
    """SQL: whether the parents of a student who is of age see: the student's choice, else the school's.

    The statement needs an outer join to `StudentProfile`; the school's choice is read
    by the database itself, so that whoever asks gets the same answer.
    """
    school = select(School.settings[PARENTS_SEE_ADULTS.name].as_boolean()).limit(1)
    return func.coalesce(
        StudentProfile.parents_may_see_adult, school.scalar_subquery(), true()
    ).is_(True)


def eighteen_years_before(today: date) -> date:
    """Who was born on or before this day is of age today; on 29 February as on the 28th."""
    if (today.month, today.day) == (2, 29):
        today = today.replace(day=28)
    return today.replace(year=today.year - ADULT_AGE)
