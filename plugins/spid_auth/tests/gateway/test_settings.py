"""What the .ini says of the gateway, and each thing that may be wrong with it."""

import pytest

from registro_spid_auth.gateway import read_gateway
from registro_spid_auth.gateway.settings import ClientAuthentication

GIVEN = {
    "issuer": "https://eid.example/gateway",
    "authorize": "https://eid.example/gateway/oauth2/authorize",
    "token": "https://eid.example/gateway/oauth2/token",
    "jwks": "https://eid.example/gateway/oauth2/jwks",
    "client_id": "registro",
    "client_secret": "secret",
}


def faults(insecure=False, **changes):
    found = []
    read_gateway(GIVEN | changes, found, insecure=insecure)
    return found


def test_the_least_that_is_needed():
    found = []
    settings = read_gateway(GIVEN, found)
    assert found == []
    assert (settings.scope, settings.parameters) == ("openid", ())
    assert settings.client_authentication is ClientAuthentication.BASIC


def test_all_there_is():
    found = []
    settings = read_gateway(
        {
            **GIVEN,
            "scope": "iam  openid\n gateway",
            "parameters": "aggregate_ref_type=MECHANOGRAPHIC_CODE\n aggregate_ref_value=RMIC81500N",
            "client_authentication": "post",
        },
        found,
    )
    assert found == []
    assert settings.scope == "iam openid gateway"
    assert dict(settings.parameters)["aggregate_ref_value"] == "RMIC81500N"
    assert settings.client_authentication is ClientAuthentication.POST


def test_everything_that_is_missing_is_named():
    found = []
    read_gateway({}, found)
    assert found == [f"spid_auth.gateway_{name} is missing" for name in GIVEN]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"token": "http://eid.example/token"}, "gateway_token is no https address"),
        ({"jwks": "https:///jwks"}, "gateway_jwks is no https address"),
        ({"issuer": "https://user@eid.example"}, "gateway_issuer is no https address"),
        ({"issuer": "https://[eid.example"}, "gateway_issuer is no https address"),
        ({"scope": "iam gateway"}, "gateway_scope must hold `openid`"),
        ({"client_authentication": "jwt"}, "write basic or post"),
        ({"parameters": "nonce=1"}, "gateway_parameters may not set nonce"),
        ({"secret": "s"}, "gateway_secret is no setting"),
    ],
)
def test_each_fault_alone(changes, words):
    (fault,) = faults(**changes)
    assert words in fault


def test_http_is_for_development():
    assert faults(insecure=True, token="http://localhost:9400/token") == []
