"""A gateway that signs what a test wants it to say, and the register as its client."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from registro_spid_auth.gateway import Gateway, GatewaySettings
from registro_spid_auth.gateway.keys import KeyCache
from registro_spid_auth.saml.errors import Refused

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
ISSUER = "https://eid.example/gateway"
CODICE_FISCALE = "VRDNNA80A41H501X"
SETTINGS = GatewaySettings(
    issuer=ISSUER,
    authorize=f"{ISSUER}/oauth2/authorize",
    token=f"{ISSUER}/oauth2/token",
    jwks=f"{ISSUER}/oauth2/jwks",
    client_id="registro",
    client_secret="a secret: with % and +",
    scope="openid gateway",
    parameters=(("aggregate_ref_value", "RMIC81500N"),),
)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Signer:
    """The gateway's side: its keys, and tokens as it would make them but for what is changed."""

    def __init__(self, keys):
        self.all_keys = keys
        self.published = ["one"]
        self.fetches = []

    def fetch(self, url):
        """What stands at the address of the keys."""
        self.fetches.append(url)
        return {"keys": [self.jwk(kid) for kid in self.published]}

    def jwk(self, kid):
        return {**self.all_keys(kid).as_dict(private=False), "kid": kid}

    def claims(self, **changes):
        """Claims that are all right; those set to None are left out."""
        now = int(NOW.timestamp())
        all_right = {
            "iss": ISSUER,
            "sub": CODICE_FISCALE,
            "aud": "registro",
            "iat": now,
            "exp": now + 300,
            "nonce": "the nonce",
        }
        return {name: value for name, value in (all_right | changes).items() if value is not None}

    def token(self, header=None, key="one", **changes):
        """An id_token of claims; `header` adds to the one that is all right."""
        full = {"alg": "RS256", "kid": "one", **(header or {})}
        full = {name: value for name, value in full.items() if value is not None}
        signed = jwt.encode(
            full, self.claims(**changes), self.all_keys(key), algorithms=[full["alg"]]
        )
        return signed.encode()

    def by_hand(self, header, sign, **changes):
        """A token that no library would make; `sign` signs the octets."""
        parts = [base64url(json.dumps(each).encode()) for each in (header, self.claims(**changes))]
        octets = ".".join(parts).encode()
        return octets + b"." + base64url(sign(octets)).encode()


@pytest.fixture(scope="session")
def keys():
    """Keys made once: `keys("one")` is always the same."""
    made = {}

    def key(name):
        if name not in made:
            made[name] = RSAKey.generate_key(2048, auto_kid=False)
        return made[name]

    return key


@pytest.fixture
def signer(keys):
    return Signer(keys)


@pytest.fixture
def gateway(signer):
    return Gateway(SETTINGS, KeyCache(SETTINGS.jwks, signer.fetch))


@pytest.fixture
def settings():
    def settings(**changes):
        return replace(SETTINGS, **changes)

    return settings


@pytest.fixture
def refusal(gateway):
    """The code with which a token is refused."""

    def refusal(token, now=NOW, **arguments):
        with pytest.raises(Refused) as refused:
            gateway.identify(token, "the nonce", now, **arguments)
        return refused.value.code

    return refusal


@pytest.fixture
def now():
    return NOW
