"""Encryption by the standard's own example, and where messages may go."""

import socket

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from registro_core.api import ConfigurationError, DeliveryPostponed, DeliveryRefused
from registro_core.settings import read_installation
from registro_web_push.encoding import to_bytes, to_text
from registro_web_push.messages import encryption
from registro_web_push.messages.encryption import MOST_BYTES, Reader, encrypt
from registro_web_push.messages.endpoints import (
    PushServices,
    UnfitEndpoint,
    check_endpoint,
    is_public,
)
from registro_web_push.messages.posting import Poster
from registro_web_push.settings import push_services

pytestmark = pytest.mark.once

# RFC 8291, appendix A
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
READER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)


def test_the_example_of_the_standard(monkeypatch):
    """With the key, the salt and the lack of padding of the example; all else is as ever."""
    own = ec.derive_private_key(int.from_bytes(to_bytes(SENDER)), ec.SECP256R1())
    monkeypatch.setattr(encryption.ec, "generate_private_key", lambda _curve: own)
    monkeypatch.setattr(encryption.secrets, "token_bytes", lambda _size: to_bytes(SALT))
    monkeypatch.setattr(encryption, "STEP_BYTES", 1)
    assert to_text(encrypt(PLAIN, Reader(to_bytes(READER), to_bytes(AUTH)))) == BODY


def test_a_message_fits_into_what_services_take():
    reader = Reader(to_bytes(READER), to_bytes(AUTH))
    for length in (0, 1, 511, 512, MOST_BYTES - 1, MOST_BYTES):
        assert len(encrypt(b"x" * length, reader)) <= 4096
    with pytest.raises(ValueError, match="too long"):
        encrypt(b"x" * (MOST_BYTES + 1), reader)


@pytest.mark.parametrize("text", ["a+b", "a/b", "=", "a", "aà", "a\n"])
def test_what_is_no_base64url(text):
    if text == "=":
        assert to_bytes(text) == b""
        return
    with pytest.raises(ValueError, match="base64url"):
        to_bytes(text)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://web.push.apple.com/x",
        "https://wns2-par02p.notify.windows.com/w/?token=x%2b",
    ],
)
def test_push_services_of_today_are_taken(endpoint):
    check_endpoint(endpoint, PushServices())


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.1", "224.0.0.1", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1"),
        *("::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:1::1"),
    ],
)
def test_inner_addresses_are_not_public(address):
    assert not is_public(address)


def test_public_addresses_are():
    assert is_public("142.250.180.10")
    assert is_public("2a00:1450:4002:410::200a")


def test_a_public_name_that_leads_inside_is_refused_when_sending(monkeypatch):
    """The name was fit when it was kept; whoever owns it may have changed where it leads."""
    places = ["142.250.180.10", "127.0.0.1"]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, 443)) for place in places]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: found)
    with pytest.raises(DeliveryRefused, match="inner address"):
        Poster(PushServices()).post("https://fcm.googleapis.com/x", b"", {})


def test_a_name_that_is_not_found_is_looked_up_again_later(monkeypatch):
    def fail(*_asked, **_how):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(DeliveryPostponed):
        Poster(PushServices()).post("https://fcm.googleapis.com/x", b"", {})


def installation(**said):
    settings = {
        "registro.database_url": "sqlite://",
        "registro.public_url": "https://registro.example.edu.it",
        "registro.mode": "production",
    }
    return read_installation(settings | {f"web_push.{name}": said[name] for name in said})


def test_the_local_endpoint_is_for_development():
    with pytest.raises(ConfigurationError, match="development"):
        push_services(installation(local_endpoint="http://127.0.0.1:9000"))
    with pytest.raises(UnfitEndpoint):
        check_endpoint("http://127.0.0.1:9000/x", PushServices())
    check_endpoint("http://127.0.0.1:9000/x", PushServices(local="http://127.0.0.1:9000"))


def test_an_operator_names_other_services():
    services = push_services(installation(services="Push.Example.org ntfy.example.net"))
    for host in ("push.example.org", "a.ntfy.example.net", "fcm.googleapis.com"):
        check_endpoint(f"https://{host}/x", services)
    for host in ("example.org", "evilntfy.example.net", "ntfy.example.net.evil.org"):
        with pytest.raises(UnfitEndpoint):
            check_endpoint(f"https://{host}/x", services)
