"""Who must have a second factor at this school (web-free)."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core import _
from registro_core.items import DutyKind, Role, Setting, SettingType
from registro_core.school.models import School
from registro_core.security.identity import Identity

# Of two different kinds, as the levels of SPID and CIE count (eIDAS 910/2014 art. 8).
LEVEL = 2
LEADERS = frozenset({Role.HEAD, Role.DEPUTY, Role.OFFICE, Role.ADMIN})


class Policy(StrEnum):
    """What a school asks for."""

    # Nobody is asked for a code, not even who has the app.
    OFF = "off"
    OPTIONAL = "optional"
    # Who sees or changes what concerns the whole school or a whole class (ABSC 5, check 18).
    LEADERS = "leaders"
    STAFF = "staff"


SETTING = Setting(
    "core.second_factor",
    _("Verifica in due passaggi (password e codice dell’app)"),
    SettingType.CHOICE,
    Policy.LEADERS.value,
    help=_(
        "Chi entra con un’identità digitale di livello 2 non ne ha bisogno. Con «nessuno» il "
        "codice non si chiede più nemmeno a chi l’aveva attivata."
    ),
    choices=(
        (Policy.OFF.value, _("nessuno")),
        (Policy.OPTIONAL.value, _("chi vuole")),
        (
            Policy.LEADERS.value,
            _("obbligatoria per dirigenza, segreteria, coordinatori e amministratori"),
        ),
        (Policy.STAFF.value, _("obbligatoria anche per tutti i docenti")),
    ),
)


def read_policy(stored: dict[str, object]) -> Policy:
    """The policy among a school's stored settings."""
    return Policy(str(stored.get(SETTING.name, SETTING.default)))


def policy_of(session: Session) -> Policy:
    """The policy of the school: one statement."""
    return read_policy(session.scalars(select(School.settings).limit(1)).first() or {})


def must_have(policy: Policy, identity: Identity) -> bool:
    """Whether the school obliges somebody by their roles and duties of today."""
    if policy not in {Policy.LEADERS, Policy.STAFF}:
        return False
    if identity.roles & LEADERS:
        return True
    if any(kind is DutyKind.COORDINATOR for _class_id, kind in identity.relations.duties):
        return True
    teaches = Role.TEACHER in identity.roles or bool(identity.teachings)
    return policy is Policy.STAFF and teaches


def is_missing(policy: Policy, identity: Identity) -> bool:
    """Whether somebody must prove more than they did before they may do anything.

    A password was followed by the code, or the browser is trusted, if there is an app at all;
    another way in counts by its level.
    """
    proved = identity.level >= LEVEL or (identity.by_password and identity.has_second_factor)
    return not proved and must_have(policy, identity)
