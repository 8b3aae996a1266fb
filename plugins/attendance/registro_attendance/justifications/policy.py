"""The school's rules about who may justify, and when a teacher may validate (J1, J3)."""

from dataclasses import dataclass
from datetime import date

from registro_attendance.family import settings as names
from registro_attendance.justifications.items import Item
from registro_attendance.models import EventKind
from registro_core.api import SchoolSettings


@dataclass(frozen=True)
class Policy:
    """What the school chose."""

    certificate_days: int | None = 5
    only_on_return: bool = True
    confirm_minutes: int = 0
    # As of SPID and CIE: 1 is a password alone.
    confirm_level: int = 1
    parents_of_adults: bool = True
    adults_justify: bool = True


def policy_of(settings: SchoolSettings) -> Policy:
    """Read the school's choices."""
    return Policy(
        certificate_days=settings.integer(names.CERTIFICATE_DAYS.name) or None,
        only_on_return=settings.text(names.VALIDATE_WHEN.name) == names.ON_RETURN,
        confirm_minutes=settings.integer(names.CONFIRM_MINUTES.name),
        confirm_level=int(settings.text(names.CONFIRM_LEVEL.name)),
        parents_of_adults=settings.boolean(names.PARENTS_OF_ADULTS.name),
        adults_justify=settings.boolean(names.ADULTS_JUSTIFY.name),
    )


def may_sign(policy: Policy, *, own: bool, guardian: bool, adult: bool, enabled: bool) -> bool:
    """Whether somebody may justify for a student (J1).

    :param own: it is the student; :param guardian: a guardian with `can_justify`, unrestricted.
    :param enabled: the office lets this student justify alone, once of age.
    """
    if own:
        return adult and enabled and policy.adults_justify
    return guardian and (not adult or policy.parents_of_adults)


def may_validate_now(policy: Policy, item: Item, today: date, *, absent_today: bool) -> bool:
    """Whether the student is back, where the school waits for that (J3).

    Late entries are validated at once: who entered is there. An early exit is
    the next day's, like an absence.
    """
    if not policy.only_on_return or item.kind is EventKind.LATE:
        return True
    last = item.spell_ends_on or item.last_day
    return last < today and not absent_today
