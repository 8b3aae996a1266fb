"""How signing in with SPID and CIE works, and what becomes of the data (UI-5, GDPR art. 13)."""

from typing import Any

from registro_core.api import Request
from registro_spid_auth.state import state_of


def about(request: Request) -> dict[str, Any]:
    """GET: for anybody."""
    configuration = state_of(request).configuration
    return {"configuration": configuration, "enabled": configuration.enabled}
