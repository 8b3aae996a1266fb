"""What spid_auth adds to the register."""

from registro_core.api import Permission, SignInMethod, Text, hookimpl
from registro_spid_auth.permissions import PERMISSIONS


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who looks after digital identities."""
    return list(PERMISSIONS)


@hookimpl
def registro_sign_in_methods() -> list[SignInMethod]:
    """The buttons of SPID, CIE and the ministry's gateway."""
    return []


@hookimpl
def registro_password_refusal() -> Text | None:
    """Where the school asks for a digital identity, passwords are off."""
    return None


@hookimpl
def registro_sign_out_url() -> str | None:
    """Sign out at the identity provider too."""
    return None
