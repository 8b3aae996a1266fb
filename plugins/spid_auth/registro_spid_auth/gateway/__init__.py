"""The ministry's identity gateway (*Gateway delle identità*): OpenID Connect, code flow.

State schools are given this way to SPID, CIE and eIDAS together. It is not published: every address
and parameter is configuration. No web and no database here; `Gateway` is the whole interface.
"""

from registro_spid_auth.gateway.callback import Callback, read_callback
from registro_spid_auth.gateway.client import Begun, Gateway
from registro_spid_auth.gateway.settings import GatewaySettings, read_gateway
from registro_spid_auth.gateway.tokens import Identified

__all__ = [
    "Begun",
    "Callback",
    "Gateway",
    "GatewaySettings",
    "Identified",
    "read_callback",
    "read_gateway",
]
