"""The gateway's client against oidc-provider-mock, over HTTP and without a browser."""

from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from registro_core.testing import free_port
from registro_spid_auth.gateway import Gateway, read_callback, read_gateway
from registro_spid_auth.saml.errors import Refused

BACK = "https://registro.example/gateway/callback"
CODICE_FISCALE = "VRDNNA80A41H501X"


@pytest.fixture(scope="module")
def address(apart, running, tmp_path_factory):
    """Where oidc-provider-mock listens."""
    program = apart("oidc-provider-mock", "oidc-provider-mock")
    port = free_port()
    log = tmp_path_factory.mktemp("oidc") / "log"
    command = [program, "--port", str(port), "--require-nonce", "true"]
    with running(command, log, f"http://127.0.0.1:{port}/.well-known/openid-configuration"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def gateway(address):
    found = []
    settings = read_gateway(
        {
            "issuer": address,
            "authorize": f"{address}/oauth2/authorize",
            "token": f"{address}/oauth2/token",
            "jwks": f"{address}/jwks",
            "client_id": "registro",
            "client_secret": "secret: %",
            "scope": "openid profile",
            "parameters": "aggregate_ref_type=MECHANOGRAPHIC_CODE aggregate_ref_value=RMIC81500N",
        },
        found,
        insecure=True,
    )
    assert found == []
    return Gateway(settings)


def answer_of(begun, **form):
    """What the provider sends back by the browser of who fills its form."""
    answer = requests.post(begun.url, data=form, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    url = urlsplit(answer.headers["Location"])
    assert url.geturl().startswith(BACK)
    return read_callback(parse_qsl(url.query))


def test_a_person_is_identified(gateway, address, now):
    begun = gateway.begin(BACK)
    callback = answer_of(begun, sub=CODICE_FISCALE)
    assert callback.state == begun.state
    token = gateway.exchange(BACK, callback.code_from(address), begun.code_verifier)
    who = gateway.identify(token, begun.nonce, now)
    assert (who.codice_fiscale, who.issuer, who.level) == (CODICE_FISCALE, address, 2)


def test_a_code_is_good_once(gateway, address):
    begun = gateway.begin(BACK)
    code = answer_of(begun, sub=CODICE_FISCALE).code_from(address)
    assert gateway.exchange(BACK, code, begun.code_verifier)
    with pytest.raises(Refused, match="gateway-answer"):
        gateway.exchange(BACK, code, begun.code_verifier)


def test_the_token_of_another_request_is_refused(gateway, address, now):
    begun, other = gateway.begin(BACK), gateway.begin(BACK)
    code = answer_of(begun, sub=CODICE_FISCALE).code_from(address)
    token = gateway.exchange(BACK, code, begun.code_verifier)
    with pytest.raises(Refused, match="token-nonce"):
        gateway.identify(token, other.nonce, now)


def test_who_has_no_codice_fiscale_is_refused(gateway, address, now):
    begun = gateway.begin(BACK)
    code = answer_of(begun, sub="anna@example.org").code_from(address)
    token = gateway.exchange(BACK, code, begun.code_verifier)
    with pytest.raises(Refused, match="fiscal-number"):
        gateway.identify(token, begun.nonce, now)


def test_who_denies_is_not_believed_without_a_state(gateway):
    """The mock forgets the state when somebody denies: whose refusal it is nobody can say."""
    with pytest.raises(Refused, match="unsolicited"):
        answer_of(gateway.begin(BACK), action="deny")
