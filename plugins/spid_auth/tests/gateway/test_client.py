"""Sending to the gateway, what comes back by the browser, and the exchange over HTTP."""

import base64
import hashlib
import json
import logging
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest

from registro_spid_auth.gateway import Gateway, read_callback
from registro_spid_auth.saml.errors import IdpError, Refused

BACK = "https://registro.example/gateway/callback"


def query_of(url):
    return dict(parse_qsl(urlsplit(url).query, strict_parsing=True))


# ---- beginning -------------------------------------------------------------------------------


def test_the_address_asks_for_a_code_with_state_nonce_and_pkce(gateway):
    begun = gateway.begin(BACK)
    query = query_of(begun.url)
    assert begun.url.startswith("https://eid.example/gateway/oauth2/authorize?")
    assert query.pop("state") == begun.state
    assert query.pop("nonce") == begun.nonce
    digest = hashlib.sha256(begun.code_verifier.encode()).digest()
    assert query.pop("code_challenge") == base64.urlsafe_b64encode(digest).decode().rstrip("=")
    assert query == {
        "response_type": "code",
        "client_id": "registro",
        "redirect_uri": BACK,
        "scope": "openid gateway",
        "code_challenge_method": "S256",
        "aggregate_ref_value": "RMIC81500N",
    }


def test_each_request_is_another(gateway):
    begun = [gateway.begin(BACK) for _ in range(20)]
    for name in ("state", "nonce", "code_verifier"):
        values = {getattr(each, name) for each in begun}
        assert len(values) == 20
        assert min(map(len, values)) >= 43


def test_who_confirms_is_asked_to_authenticate_anew(gateway):
    query = query_of(gateway.begin(BACK, again=True).url)
    assert (query["prompt"], query["max_age"]) == ("login", "0")


def test_an_address_may_have_a_query_already(settings):
    gateway = Gateway(settings(authorize="https://eid.example/authorize?realm=scuola"))
    assert gateway.begin(BACK).url.count("?") == 1
    assert query_of(gateway.begin(BACK).url)["realm"] == "scuola"


def test_nothing_secret_is_shown_by_accident(gateway, settings):
    begun = gateway.begin(BACK)
    shown = f"{settings()!r} {begun!r} {read_callback([('state', 's'), ('code', 'c0de')])!r}"
    assert settings().client_secret not in shown
    assert begun.code_verifier not in shown
    assert "c0de" not in shown


# ---- the callback ----------------------------------------------------------------------------


def test_a_callback_gives_state_and_code():
    callback = read_callback([("state", "s"), ("code", "c"), ("unknown", "x")])
    assert (callback.state, callback.code_from("https://eid.example")) == ("s", "c")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([("code", "c")], "unsolicited"),
        ([("state", ""), ("code", "c")], "unsolicited"),
        ([("state", "s"), ("state", "t"), ("code", "c")], "duplicate-parameter"),
        ([("state", "s"), ("code", "c" * 4001)], "too-large"),
    ],
)
def test_a_callback_without_a_plain_state_is_refused(fields, code):
    with pytest.raises(Refused) as refused:
        read_callback(fields)
    assert refused.value.code == code


def test_the_answer_of_another_gateway_is_refused():
    """RFC 9207: mixing up two gateways would send the code of one to the other."""
    ours = [("state", "s"), ("code", "c"), ("iss", "https://eid.example")]
    assert read_callback(ours).code_from("https://eid.example") == "c"
    with pytest.raises(Refused, match="callback-issuer"):
        read_callback(ours).code_from("https://other.example")


@pytest.mark.parametrize(
    ("fields", "number"),
    [
        ({"error": "access_denied"}, 25),
        ({"error": "access_denied", "error_description": "ErrorCode nr22"}, 22),
        ({"error": "server_error", "error_description": "ErrorCode nr23"}, 23),
        ({"error": "server_error", "error_description": "<b>boom</b>"}, None),
        ({"error": "invalid_request", "code": "c"}, None),
    ],
)
def test_an_error_is_told_by_its_number(fields, number):
    callback = read_callback([("state", "s"), *fields.items()])
    with pytest.raises(IdpError) as error:
        callback.code_from("https://eid.example")
    assert error.value.number == number


def test_neither_code_nor_error_is_refused():
    with pytest.raises(Refused, match="callback"):
        read_callback([("state", "s")]).code_from("https://eid.example")


# ---- the exchange ----------------------------------------------------------------------------


@contextmanager
def server(status=200, body=b"{}", headers=()):
    """An HTTP server that always answers the same; yields its address and what it was sent."""
    seen = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            seen.append((self.path, dict(self.headers), self.rfile.read(length).decode()))
            self.send_response(status)
            for name, value in headers:
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_port}", seen
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def exchange(settings, address, **changes):
    gateway = Gateway(settings(token=f"{address}/token", **changes))
    return gateway.exchange(BACK, "the-code", "the-verifier")


def test_the_code_is_exchanged_for_a_token(settings):
    body = json.dumps({"id_token": "a.b.c", "access_token": "x"}).encode()
    with server(body=body) as (address, seen):
        assert exchange(settings, address) == b"a.b.c"
    ((path, headers, sent),) = seen
    assert path == "/token"
    assert dict(parse_qsl(sent)) == {
        "grant_type": "authorization_code",
        "code": "the-code",
        "redirect_uri": BACK,
        "code_verifier": "the-verifier",
    }
    scheme, _space, credentials = headers["Authorization"].partition(" ")
    name, secret = base64.b64decode(credentials).decode().split(":")
    assert (scheme, name, unquote(secret)) == ("Basic", "registro", "a secret: with % and +")


def test_the_secret_may_go_in_the_form_instead(settings):
    with server(body=b'{"id_token": "a.b.c"}') as (address, seen):
        exchange(settings, address, client_authentication="post")
    ((_path, headers, sent),) = seen
    assert "Authorization" not in headers
    assert parse_qs(sent)["client_secret"] == ["a secret: with % and +"]


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (400, b'{"error": "invalid_grant"}', ()),
        (500, b"boom", ()),
        (302, b"", [("Location", "https://attacker.example/")]),
        (200, b"<html>", ()),
        (200, b"[]", ()),
        (200, b"{}", ()),
        (200, b'{"id_token": 7}', ()),
        (200, '{"id_token": "é.é.é"}'.encode(), ()),
        (200, b'{"id_token": "' + b"x" * 300_000 + b'"}', ()),
    ],
)
def test_an_answer_without_a_token_is_refused(settings, status, body, headers):
    with (
        server(status, body, headers) as (address, _seen),
        pytest.raises(Refused, match="gateway-answer") as refused,
    ):
        exchange(settings, address)
    assert "the-code" not in str(refused.value)


def test_a_gateway_that_cannot_be_reached_is_refused(settings):
    with server() as (address, _seen):
        pass
    with pytest.raises(Refused, match="gateway-unreachable"):
        exchange(settings, address)


def test_nothing_of_it_is_logged(settings, gateway, signer, now, caplog):
    caplog.set_level(logging.DEBUG)
    token = signer.token().decode()
    with server(body=json.dumps({"id_token": token}).encode()) as (address, _seen):
        given = exchange(settings, address)
    gateway.identify(given, "the nonce", now)
    with pytest.raises(Refused):
        gateway.identify(given, "another nonce", now)
    said = caplog.text
    for secret in (token, "the-code", "the-verifier", "a secret", "VRDNNA80A41H501X", "the nonce"):
        assert secret not in said
