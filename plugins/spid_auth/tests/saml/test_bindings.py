"""Messages in forms and addresses: what is read is what was sent, once, and not too much (RS-1)."""

import base64
import zlib
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA384, SHA512

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import (
    SAML_REQUEST,
    SAML_RESPONSE,
    Binding,
    post_fields,
    read_post,
    read_redirect,
    redirect_url,
    verify_redirect,
)
from registro_spid_auth.saml.errors import Refused

XML = b"<Response xmlns='urn:x'>\xc3\xa8</Response>"


def why(read, *arguments):
    with pytest.raises(Refused) as refused:
        read(*arguments)
    return refused.value.code


def test_a_form_is_read_as_it_was_written():
    message = read_post(post_fields(SAML_RESPONSE, XML, "relay").items())

    assert message.binding is Binding.POST
    assert message.parameter == "SAMLResponse"
    assert message.xml == XML
    assert message.relay_state == "relay"


def test_relay_state_may_be_missing():
    assert read_post([("SAMLResponse", base64.b64encode(XML).decode())]).relay_state is None


def test_a_field_is_there_once():
    value = base64.b64encode(XML).decode()
    for name in ("SAMLResponse", "RelayState", "other"):
        fields = [("SAMLResponse", value), ("RelayState", "r"), ("other", "x"), (name, value)]
        assert why(read_post, fields) == "duplicate-parameter"


def test_one_message_and_of_the_kind_that_may_come():
    value = base64.b64encode(XML).decode()

    assert why(read_post, []) == "parameters"
    assert why(read_post, [("SAMLRequest", value), ("SAMLResponse", value)]) == "parameters"
    assert why(read_post, [("SAMLRequest", value)], (SAML_RESPONSE,)) == "parameters"
    assert read_post([("SAMLRequest", value)], (SAML_REQUEST,)).xml == XML


@pytest.mark.parametrize(
    "value",
    [
        "PHg",  # no padding
        "PHg+=",
        "PH g+",
        "PHg-",
        "P",
        "====",
        "PHg*",
        "PGE+PGE=\u00e9",
        "PHh=",  # bits that decode to nothing: "PHg=" is the canonical way
        "PHg=PHg=",
    ],
)
def test_base64_has_one_way_to_write_a_message(value):
    assert why(read_post, [("SAMLResponse", value)]) == "base64"


def test_base64_may_be_broken_into_lines():
    value = base64.encodebytes(XML * 5).decode().replace("\n", "\r\n")

    assert "\r\n" in value.strip()
    assert read_post([("SAMLResponse", value)]).xml == XML * 5


@pytest.mark.parametrize("size", [200_001, 1_000_000])
def test_rs1_a_form_has_200_kb(size):
    assert why(read_post, [("SAMLResponse", "A" * size)]) == "too-large"
    assert read_post([("SAMLResponse", "AAAA" * 50_000)])


# ---- Redirect


@pytest.fixture
def address(keys):
    """The query of an address that carries a message of provider A's."""

    def address(xml=XML, parameter=SAML_RESPONSE, relay="relay"):
        url = redirect_url("https://x.example/slo", parameter, xml, relay, keys("A"))
        return urlsplit(url).query.encode()

    return address


@pytest.fixture
def certificates(keys):
    return [keys("B").certificate, keys("A").certificate]


def test_an_address_is_read_and_verified(address, certificates):
    message = read_redirect(address())
    verify_redirect(message, certificates)

    assert message.binding is Binding.REDIRECT
    assert message.parameter == "SAMLResponse"
    assert message.xml == XML
    assert message.relay_state == "relay"


def test_another_key_has_not_signed(address, certificates):
    assert why(verify_redirect, read_redirect(address()), certificates[:1]) == "signature"
    assert why(verify_redirect, read_redirect(address()), []) == "signature"


def signed(keys, octets, algorithm=names.RSA_SHA256, digest=None):
    """Sign a query as it stands."""
    octets += b"&SigAlg=" + quote_plus(algorithm).encode()
    if digest:
        signature = keys.key.sign(octets, padding.PKCS1v15(), digest)
    else:
        signature = keys.sign_bytes(octets)
    return octets + b"&Signature=" + quote_plus(base64.b64encode(signature)).encode()


def packed(data=XML):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def lower(text):
    """Write the same escapes in small letters, as some providers do."""
    return quote(text, safe="").replace("%2B", "%2b").replace("%2F", "%2f").replace("%3D", "%3d")


def test_lo3_the_signature_is_over_the_octets_that_came(keys, certificates):
    """Decoding and writing anew would give capital letters, and another signature."""
    value = base64.b64encode(packed()).decode()
    octets = f"SAMLResponse={lower(value)}&RelayState={lower('a=b/+')}".encode()
    assert b"%3d" in octets
    message = read_redirect(signed(keys("A"), octets))

    verify_redirect(message, certificates)
    assert message.relay_state == "a=b/+"


def test_lo3_the_order_in_the_address_does_not_matter_that_of_the_binding_does(
    keys, certificates, address
):
    parts = address().split(b"&")
    shuffled = b"&".join([parts[3], parts[1], parts[2], parts[0], b"other=1"])

    verify_redirect(read_redirect(shuffled), certificates)


def test_without_relay_state_it_is_not_signed_over(keys, certificates):
    octets = b"SAMLRequest=" + quote_plus(base64.b64encode(packed())).encode()
    verify_redirect(read_redirect(signed(keys("A"), octets)), certificates)

    added = signed(keys("A"), octets) + b"&RelayState=x"
    assert why(verify_redirect, read_redirect(added), certificates) == "signature"


@pytest.mark.parametrize(
    ("algorithm", "digest"),
    [(names.RSA_SHA384, SHA384()), (names.RSA_SHA512, SHA512())],
)
def test_longer_digests_are_accepted(keys, certificates, algorithm, digest):
    octets = b"SAMLRequest=" + quote_plus(base64.b64encode(packed())).encode()
    query = signed(keys("A"), octets, algorithm, digest)

    verify_redirect(read_redirect(query), certificates)


@pytest.mark.parametrize(
    "algorithm",
    [
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "",
        "none",
    ],
)
def test_other_algorithms_are_not(keys, certificates, algorithm):
    octets = b"SAMLRequest=" + quote_plus(base64.b64encode(packed())).encode()
    sha1 = SHA1()  # noqa: S303 - to see it refused
    query = signed(keys("A"), octets, algorithm, sha1 if "sha1" in algorithm else None)

    assert why(verify_redirect, read_redirect(query), certificates) == "signature-algorithm"


@pytest.mark.parametrize("name", [b"SAMLResponse", b"RelayState", b"SigAlg", b"Signature", b"x"])
def test_lo3_a_parameter_is_there_once(address, name):
    query = address() + b"&x=1"
    value = dict(part.split(b"=", 1) for part in query.split(b"&"))[name]
    escaped = b"%" + name[:1].hex().encode() + name[1:]

    assert why(read_redirect, query + b"&" + name + b"=" + value) == "duplicate-parameter"
    assert why(read_redirect, query + b"&" + escaped + b"=other") == "duplicate-parameter"


def test_an_address_without_signature_is_refused(address):
    query = address()
    for name in (b"SigAlg", b"Signature"):
        parts = [part for part in query.split(b"&") if not part.startswith(name + b"=")]
        assert why(read_redirect, b"&".join(parts)) == "signature-missing"


def test_a_form_has_no_signature_beside_it(certificates):
    message = read_post(post_fields(SAML_RESPONSE, XML, "r").items())
    assert why(verify_redirect, message, certificates) == "signature-missing"


@pytest.mark.parametrize(
    "query",
    [b"", b"x=1", b"SAMLResponse", b"SAMLRequest=AA&SAMLResponse=AA", b"SAMLResponse=%ff", b"\xff"],
)
def test_what_is_no_message(query):
    assert why(read_redirect, query) in {"parameters", "deflate"}


@pytest.mark.parametrize(
    "data",
    [
        XML,  # not packed
        packed()[:-1],  # cut short
        packed() + b"x",  # something after it
        zlib.compress(XML),  # with a header, which raw DEFLATE has not
    ],
)
def test_only_raw_deflate_whole_and_alone(keys, data):
    octets = b"SAMLRequest=" + quote_plus(base64.b64encode(data)).encode()

    assert why(read_redirect, signed(keys("A"), octets)) == "deflate"


def test_a_bomb_is_not_blown_up(address):
    """A hundred times the limit: stopped at the limit of a message."""
    query = address(b"<" + b"x" * 20_000_000)
    assert len(query) < 200_000

    assert why(read_redirect, query) == "too-large"


def test_a_long_address_is_not_read(address):
    assert why(read_redirect, address() + b"&x=" + b"x" * 200_000) == "too-large"
