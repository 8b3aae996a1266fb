"""What spid_auth adds to the register."""

from registro_core.api import Permission, hookimpl
from registro_spid_auth.permissions import PERMISSIONS


@hookimpl
def registro_permissions() -> list[Permission]:
    """Return who looks after digital identities."""
    return list(PERMISSIONS)
