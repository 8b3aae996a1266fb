"""What spid_auth adds to the register."""

from sqlalchemy.orm import Session

from registro_core.api import Permission, Request, SignInMethod, Text, hookimpl
from registro_spid_auth.permissions import PERMISSIONS


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who looks after digital identities."""
    return list(PERMISSIONS)


@hookimpl
def registro_sign_in_methods(request: Request, back: str, again: bool) -> list[SignInMethod]:
    """The buttons of SPID, CIE and the ministry's gateway."""
    return []


@hookimpl
def registro_password_refusal(session: Session, person_id: int) -> Text | None:
    """Where the school asks for a digital identity, passwords are off."""
    return None


@hookimpl
def registro_sign_out_url(request: Request, method: str, session_hash: str) -> str | None:
    """Sign out at the identity provider too."""
    return None
