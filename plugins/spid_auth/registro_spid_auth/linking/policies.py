"""What a school chose for each role: SPID and CIE off, beside the password, or instead of it (ACC-8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from registro_core.api import School
from registro_spid_auth.linking.hats import Hat, Hats

PREFIX = "spid_auth."


class Policy(StrEnum):
    """How people of a role sign in; the value is the one of the setting."""

    OFF = "off"
    OPTIONAL = "optional"
    MANDATORY = "mandatory"


# Pupils only where a school of the second cycle says so (ACC-6).
DEFAULTS: Mapping[Hat, Policy] = {
    Hat.GUARDIAN: Policy.OPTIONAL,
    Hat.TEACHER: Policy.OPTIONAL,
    Hat.STAFF: Policy.OPTIONAL,
    Hat.STUDENT: Policy.OFF,
}


@dataclass(frozen=True)
class Policies:
    """A school's choices, by hat."""

    chosen: Mapping[Hat, Policy]

    def of(self, hats: Hats) -> frozenset[Policy]:
        """The policies that hold for somebody.

        Who runs the installation has none: never by SPID alone (ACC-2), so always by password. A
        pupil of the first cycle has none either (ACC-6).
        """
        if hats.admin:
            return frozenset()
        worn = hats.worn - ({Hat.STUDENT} if hats.first_cycle else frozenset())
        return frozenset(self.chosen[hat] for hat in worn)

    def admit(self, hats: Hats) -> bool:
        """Whether somebody may come in with SPID or CIE: for one of their hats is enough."""
        return bool(self.of(hats) - {Policy.OFF})

    def refuse_password(self, hats: Hats) -> bool:
        """Whether somebody may not use a password: for one of their hats is enough."""
        return Policy.MANDATORY in self.of(hats)

    @property
    def anybody(self) -> bool:
        """Whether there is anybody whom SPID and CIE let in."""
        return any(policy is not Policy.OFF for policy in self.chosen.values())


def policies_in(stored: Mapping[str, object]) -> Policies:
    """The choices in a school's stored settings; what it never chose is as declared."""
    return Policies(
        {hat: Policy(str(stored.get(PREFIX + hat, default))) for hat, default in DEFAULTS.items()}
    )


def policies_of(session: Session) -> Policies:
    """The choices of the school: one statement."""
    return policies_in(session.scalar(select(School.settings).limit(1)) or {})
