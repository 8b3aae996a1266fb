"""Who may leave with whom, and who may go home alone: pure rules (E1, E2)."""

from collections.abc import Collection
from datetime import date

AUTONOMOUS_AGE = 14


def age_on(birth_date: date, day: date) -> int:
    """Whole years on a day."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def needs_authorisation(birth_date: date | None, day: date) -> bool:
    """Whether going home alone at the end of lessons needs the parents' written leave (E2).

    Under fourteen (DL 148/2017 art. 19-bis); an unknown birth date counts as under.
    """
    return birth_date is None or age_on(birth_date, day) < AUTONOMOUS_AGE


def may_go_home_alone(birth_date: date | None, day: date, *, authorised: bool) -> bool:
    """Whether a student leaves alone at the end of lessons (E2). Never asked for exits during hours."""
    return authorised or not needs_authorisation(birth_date, day)


def may_leave_during_hours(
    *, adult: bool, companion: str | None, fetchers: Collection[str]
) -> bool:
    """Whether a student leaves during hours (E1).

    An adult signs alone; a minor only with a guardian or a delegate of the
    list, whatever leave to go home alone they have (E2).
    """
    return adult or companion in fetchers
