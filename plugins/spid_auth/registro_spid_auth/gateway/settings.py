"""What an installation says about the gateway: `spid_auth.gateway_*` without that beginning."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

# The protocol's own: what the configuration adds may not replace them.
OWN_PARAMETERS = frozenset(
    {
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "max_age",
        "nonce",
        "prompt",
        "redirect_uri",
        "response_mode",
        "response_type",
        "scope",
        "state",
    }
)
NEEDED = ("issuer", "authorize", "token", "jwks", "client_id", "client_secret")
ADDRESSES = ("issuer", "authorize", "token", "jwks")
OPTIONAL = ("scope", "parameters", "client_authentication")
SCOPE = "openid"
SPACE = re.compile(r"\s+")


class ClientAuthentication(StrEnum):
    """How the register says its secret at the token endpoint (OpenID Connect Core 9)."""

    BASIC = "basic"
    POST = "post"


@dataclass(frozen=True)
class GatewaySettings:
    """The gateway's addresses and what the register is there.

    `parameters` are sent along when somebody is sent to sign in, such as the school's code.
    """

    issuer: str
    authorize: str
    token: str
    jwks: str
    client_id: str
    client_secret: str = field(repr=False)
    scope: str = SCOPE
    parameters: tuple[tuple[str, str], ...] = ()
    client_authentication: ClientAuthentication = ClientAuthentication.BASIC


def read_gateway(
    given: Mapping[str, str], faults: list[str], *, insecure: bool = False
) -> GatewaySettings:
    """Read the settings, and add to `faults` a sentence for each that is wrong.

    :param insecure: allow http, of a test gateway in development only (OPS-5).
    """
    faults += _problems(given, insecure=insecure)
    named = {name: given.get(name, "") for name in NEEDED}
    return GatewaySettings(
        **named,
        scope=SPACE.sub(" ", given.get("scope", "")) or SCOPE,
        parameters=_parameters(given.get("parameters", "")),
        client_authentication=_client_authentication(given) or ClientAuthentication.BASIC,
    )


def _problems(given: Mapping[str, str], *, insecure: bool) -> list[str]:
    found = [f"spid_auth.gateway_{name} is missing" for name in NEEDED if not given.get(name)]
    schemes = ("https", "http") if insecure else ("https",)
    found += [
        f"spid_auth.gateway_{name} is no https address: {given[name]}"
        for name in ADDRESSES
        if given.get(name) and not _is_address(given[name], schemes)
    ]
    if SCOPE not in (given.get("scope") or SCOPE).split():
        found.append("spid_auth.gateway_scope must hold `openid`")
    if _client_authentication(given) is None:
        found.append("spid_auth.gateway_client_authentication: write basic or post")
    found += [
        f"spid_auth.gateway_parameters may not set {name}: the register does"
        for name, _value in _parameters(given.get("parameters", ""))
        if name in OWN_PARAMETERS
    ]
    found += [
        f"spid_auth.gateway_{name} is no setting of spid_auth: mend its name, or take it out"
        for name in sorted(given.keys() - {*NEEDED, *OPTIONAL})
    ]
    return found


def _is_address(url: str, schemes: tuple[str, ...]) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    return parts.scheme in schemes and bool(host) and parts.username is None


def _parameters(text: str) -> tuple[tuple[str, str], ...]:
    """Read `aggregate_ref_type=MECHANOGRAPHIC_CODE aggregate_ref_value=RMIC81500N`."""
    return tuple(parse_qsl("&".join(text.split()), keep_blank_values=True))


def _client_authentication(given: Mapping[str, str]) -> ClientAuthentication | None:
    try:
        return ClientAuthentication(given.get("client_authentication") or "basic")
    except ValueError:
        return None
