"""Words that everything here speaks in: the ways in, and what somebody comes in for."""

from enum import StrEnum


class Connector(StrEnum):
    """A way to prove who one is; the value is the sign-in method that sessions and audit name."""

    SPID = "spid"
    CIE = "cie"
    GATEWAY = "gateway"

    @property
    def is_saml(self) -> bool:
        """Whether the register itself is the service provider, with metadata of its own."""
        return self is not Connector.GATEWAY


class Purpose(StrEnum):
    """Why somebody is sent to prove who they are."""

    SIGN_IN = "sign-in"
    # Step-up: who is signed in already proves it again (ACC-9).
    CONFIRM = "confirm"
