"""The ministry's gateway through the register's pages, against a gateway that answers over HTTP."""

import base64
import hashlib
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from registro_core.testing import Applications, Databases, TestSchool, school_with

KEY = RSAKey.generate_key(2048, {"kid": "one"})
CALLBACK = "http://localhost/gateway/callback"


class GatewayServer:
    """A gateway: its keys, and a token for each code."""

    def __init__(self) -> None:
        server = self
        self.claims: dict[str, Any] = {}
        self.asked: list[dict[str, str]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.answer({"keys": [KEY.as_dict(private=False) | {"kid": "one"}]})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                server.asked.append({name: v[0] for name, v in parse_qs(body).items()})
                header = {"alg": "RS256", "kid": "one"}
                self.answer({"id_token": jwt.encode(header, server.claims, KEY)})

            def answer(self, content: dict[str, Any]) -> None:
                data = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture(scope="session")
def gateway() -> Iterator[GatewayServer]:
    """The gateway."""
    server = GatewayServer()
    yield server
    server.http.shutdown()
    server.http.server_close()


@pytest.fixture
def school(
    applications: Applications, databases: Databases, gateway: GatewayServer
) -> Iterator[TestSchool]:
    """A state school: the gateway is its only way in besides the password."""
    ini = {
        "spid_auth.enabled": "gateway",
        "spid_auth.gateway_issuer": gateway.url,
        "spid_auth.gateway_authorize": f"{gateway.url}/authorize",
        "spid_auth.gateway_token": f"{gateway.url}/token",
        "spid_auth.gateway_jwks": f"{gateway.url}/jwks",
        "spid_auth.gateway_client_id": "registro",
        "spid_auth.gateway_client_secret": "a secret of tests",
    }
    gateway.asked.clear()
    with school_with(applications, databases, ("spid_auth",), ini) as made:
        yield made


def begin(browser, **query):
    """Go to the gateway; return what the address said."""
    away = browser.get("/gateway/login", query, status=302)
    assert away.headers["Referrer-Policy"] == "no-referrer"
    said = parse_qs(urlsplit(away.location).query)
    return {name: values[0] for name, values in said.items()}


def come_back(school, gateway, browser, said, codice_fiscale, **claims):
    """Come back from the gateway with a code."""
    now = int(school.clock.now.timestamp())
    gateway.claims = {
        "iss": gateway.url,
        "aud": "registro",
        "sub": codice_fiscale,
        "iat": now,
        "exp": now + 300,
        "nonce": said["nonce"],
        **claims,
    }
    query = {"code": "the code", "state": said["state"]}
    return browser.get("/gateway/callback", query, expect_errors=True)


def test_a_parent_comes_in(school, gateway, browser, cf, log):
    said = begin(browser, next="/notices")
    assert said["redirect_uri"] == CALLBACK
    page = come_back(school, gateway, browser, said, cf["mamma"])
    assert page.follow().headers["Location"] == "http://localhost/notices"
    assert "Maria Villa" in browser.get("/notices")
    (asked,) = gateway.asked
    digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == said["code_challenge"]
    assert log.outcomes() == ["ok"]
    (content,) = log.contents()
    assert content["request"].startswith(f"{gateway.url}/authorize?")
    assert content["response"].count(".") == 2
    assert "secret" not in str(content)


def test_only_the_gateway_is_offered_and_there(school, browser):
    page = browser.get("/sign-in")
    assert "Entra con SPID, CIE o eIDAS" in page
    assert [b.get_text(strip=True) for b in page.html.select(".spid-button")] == [
        "Entra con SPID, CIE o eIDAS (Ministero)"
    ]
    for path in ("/spid/metadata", "/spid/login", "/cie/login", "/spid/acs"):
        browser.get(path, status=404)
    assert "SPID e CIE" in school.as_("segreteria").get("/office/spid")


def test_leaving_is_complete_here(school, gateway, browser, cf):
    come_back(school, gateway, browser, begin(browser), cf["mamma"]).follow()
    page = browser.get("/help")
    form = next(f for f in page.forms.values() if f.action == "/sign-out")
    assert form.submit().location == "http://localhost/sign-in"


def test_a_callback_counts_once_and_in_one_browser(school, gateway, browser, new_browser, cf, log):
    said = begin(browser)
    refused = come_back(school, gateway, new_browser(), said, cf["mamma"])
    assert "Accesso iniziato altrove" in refused
    assert not gateway.asked
    again = come_back(school, gateway, browser, said, cf["mamma"])
    assert again.status_int == 403
    assert "Accesso scaduto" in again
    assert log.outcomes() == ["other-browser", "unsolicited"]


@pytest.mark.parametrize("query", ["", "state=x", "state=x&code=y", "state=a&state=b", "code=y"])
def test_a_callback_that_nobody_asked_for_is_refused(school, browser, query):
    assert "Torna all’accesso" in browser.get(f"/gateway/callback?{query}", status=403)


def test_who_cancels_reads_so(school, browser, log):
    said = begin(browser)
    query = {"error": "access_denied", "state": said["state"]}
    assert "Hai annullato l’accesso" in browser.get("/gateway/callback", query, status=403)
    assert log.outcomes() == ["idp-error-25"]


def test_a_token_for_another_is_refused_and_kept(school, gateway, browser, cf, log):
    page = come_back(school, gateway, browser, begin(browser), cf["mamma"], aud="another")
    assert page.status_int == 403
    assert log.outcomes() == ["token-audience"]
    assert log.contents()[0]["response"].count(".") == 2


def test_an_unknown_person_may_write_to_the_office(school, gateway, browser, cf):
    page = come_back(school, gateway, browser, begin(browser), cf["stranger"], family_name="Rossi")
    page = page.follow(expect_errors=True)
    assert page.status_int == 403
    assert "Chiedi alla segreteria di riconoscerti" in page


def test_confirming_wants_a_fresh_proof(school, gateway, browser, cf):
    """ACC-9."""
    come_back(school, gateway, browser, begin(browser), cf["mamma"]).follow()
    school.clock.advance(minutes=20)
    said = begin(browser, again="1", next="/notices")
    assert said["prompt"] == "login"
    old = int(school.clock.now.timestamp()) - 1200
    stale = come_back(school, gateway, browser, said, cf["mamma"], auth_time=old)
    assert stale.status_int == 403
    said = begin(browser, again="1", next="/notices")
    fresh = int(school.clock.now.timestamp())
    page = come_back(school, gateway, browser, said, cf["mamma"], auth_time=fresh)
    assert page.follow().headers["Location"] == "http://localhost/notices"


def test_a_gateway_out_of_reach_is_no_fault_of_the_person(school, gateway, browser, cf, log):
    state = school.application.wsgi.registry["spid_auth"]
    settings = state.gateway.settings
    object.__setattr__(settings, "token", "http://127.0.0.1:9/token")
    try:
        page = come_back(school, gateway, browser, begin(browser), cf["mamma"])
    finally:
        object.__setattr__(settings, "token", f"{gateway.url}/token")
    assert page.status_int == 403
    assert "il problema non dipende da te" in page
    assert log.outcomes() == ["gateway-unreachable"]
