"""The register as a client of the gateway."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, urlencode

from requests.auth import HTTPBasicAuth

from registro_spid_auth.gateway.calls import post_form
from registro_spid_auth.gateway.keys import KeyCache
from registro_spid_auth.gateway.settings import ClientAuthentication, GatewaySettings
from registro_spid_auth.gateway.tokens import Identified, check_token
from registro_spid_auth.saml.errors import Refused

RANDOM_BYTES = 32


@dataclass(frozen=True)
class Begun:
    """A request to the gateway: the address, and what to keep on the server until it answers."""

    url: str
    state: str
    nonce: str
    code_verifier: str = field(repr=False)


class Gateway:
    """The gateway of an installation; it remembers the gateway's keys, so make one and keep it."""

    def __init__(self, settings: GatewaySettings, keys: KeyCache | None = None) -> None:
        self.settings = settings
        self._keys = keys or KeyCache(settings.jwks)

    def begin(self, redirect_uri: str, *, again: bool = False) -> Begun:
        """Make a request to identify somebody.

        State, nonce and verifier are random, for one use. `again`: who is signed in already must
        authenticate anew (ACC-9).
        """
        state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
        query = {
            **dict(self.settings.parameters),
            "response_type": "code",
            "client_id": self.settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": self.settings.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            **({"prompt": "login", "max_age": "0"} if again else {}),
        }
        joint = "&" if "?" in self.settings.authorize else "?"
        url = f"{self.settings.authorize}{joint}{urlencode(query)}"
        return Begun(url, state, nonce, verifier)

    def exchange(self, redirect_uri: str, code: str, code_verifier: str) -> bytes:
        """Return the id_token that the gateway gives for a code, not yet believed.

        The access token that comes with it is not kept: there is nothing to ask with it.  Raises
        `Refused`: `gateway-unreachable`, `gateway-answer`.
        """
        settings = self.settings
        fields = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": code_verifier,
        }
        auth = None
        if settings.client_authentication is ClientAuthentication.BASIC:
            # RFC 6749, 2.3.1: both encoded as in a form before they are put together
            auth = HTTPBasicAuth(quote(settings.client_id, ""), quote(settings.client_secret, ""))
        else:
            fields |= {"client_id": settings.client_id, "client_secret": settings.client_secret}
        token = post_form(settings.token, fields, auth).get("id_token")
        if not isinstance(token, str) or not token.isascii():
            raise Refused("gateway-answer", f"{settings.token} gives no id_token")
        return token.encode()

    def identify(
        self, token: bytes, nonce: str, now: datetime, since: datetime | None = None
    ) -> Identified:
        """Verify an id_token and return who it is about; see `check_token`.

        Raises `Refused`.
        """
        return check_token(
            token, self.settings, lambda kid: self._keys.find(kid, now), nonce, now, since
        )


def challenge_of(code_verifier: str) -> str:
    """Return the S256 challenge of a verifier (RFC 7636, 4.2)."""
    digest = hashlib.sha256(code_verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
