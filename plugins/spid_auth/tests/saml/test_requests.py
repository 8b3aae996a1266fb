"""Authentication requests, requirement by requirement (AR)."""

import base64
import re
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from lxml import etree

from registro_spid_auth.issuing.reading import read_sign_in
from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import (
    SAML_REQUEST,
    Binding,
    post_fields,
    read_post,
    read_redirect,
    redirect_url,
)
from registro_spid_auth.saml.messages import Comparison
from registro_spid_auth.saml.profiles import CIE, SPID
from registro_spid_auth.saml.requests import authn_request
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.xml import parse

PROFILES = pytest.mark.parametrize("profile", [SPID, CIE], ids=lambda profile: profile.name)
BINDINGS = pytest.mark.parametrize("binding", list(Binding))


@pytest.fixture
def request_of(login_with):
    """A request: `request_of(CIE, Binding.POST, level=3)`."""

    def request_of(
        profile=SPID, binding=Binding.REDIRECT, level=2, comparison=Comparison.MINIMUM, **more
    ):
        login = login_with(profile)
        return authn_request(
            login.provider, login.idp, binding, level, comparison, login.now, **more
        )

    return request_of


@PROFILES
@BINDINGS
def test_ar1_attributes(request_of, profile, binding):
    request = request_of(profile, binding)
    attributes = dict(parse(request.xml).attrib)

    assert re.fullmatch("_[0-9a-f]{32,}", attributes.pop("ID"))
    assert attributes == {
        "Version": "2.0",
        "IssueInstant": "2026-11-24T08:00:00Z",
        "Destination": "https://a.example/idp/sso",
        "AssertionConsumerServiceIndex": "0",
        "AttributeConsumingServiceIndex": "0",
        "ForceAuthn": "true",
    }


def test_ar1_ids_are_each_their_own(request_of):
    assert len({request_of().id for _ in range(20)}) == 20


def test_the_request_is_kept_as_it_was_sent(request_of):
    request = request_of()
    root = parse(request.xml)

    assert request.id == root.get("ID")
    assert f"{request.issued_at:%Y-%m-%dT%H:%M:%SZ}" == root.get("IssueInstant")


def test_the_instant_is_in_utc_and_whole_seconds(login, now):
    here = (now + timedelta(milliseconds=999)).astimezone()
    request = authn_request(login.provider, login.idp, Binding.POST, 2, Comparison.MINIMUM, here)

    assert request.issued_at == now
    assert parse(request.xml).get("IssueInstant") == "2026-11-24T08:00:00Z"


def test_md10_the_set_of_attributes_may_be_another(request_of):
    root = parse(request_of(attribute_index=99).xml)

    assert root.get("AttributeConsumingServiceIndex") == "99"


@PROFILES
def test_ar2_issuer(request_of, profile):
    issuer = parse(request_of(profile).xml)[0]
    entity_id = f"https://registro.example/{profile.name}/metadata"

    assert issuer.text == entity_id
    assert dict(issuer.attrib) == {"Format": names.ENTITY_FORMAT, "NameQualifier": entity_id}


@pytest.mark.parametrize("level", [1, 2, 3])
@pytest.mark.parametrize("comparison", list(Comparison))
def test_ar3_level_and_comparison(request_of, level, comparison):
    root = parse(request_of(level=level, comparison=comparison).xml)
    (context,) = root.findall("samlp:RequestedAuthnContext", names.PREFIXES)

    assert dict(context.attrib) == {"Comparison": comparison.value}
    assert [each.text for each in context] == [f"https://www.spid.gov.it/SpidL{level}"]


def test_ar3_the_name_is_transient_and_nothing_more_is_asked(request_of):
    root = parse(request_of().xml)
    (policy,) = root.findall("samlp:NameIDPolicy", names.PREFIXES)

    # no AllowCreate
    assert dict(policy.attrib) == {"Format": names.TRANSIENT_FORMAT}
    assert {etree.QName(each).localname for each in root} == {
        *("Issuer", "NameIDPolicy", "RequestedAuthnContext")
    }


def test_ar4_the_order_of_the_schema(request_of):
    assert [
        etree.QName(each).localname for each in parse(request_of(binding=Binding.POST).xml)
    ] == [*("Issuer", "Signature", "NameIDPolicy", "RequestedAuthnContext")]


@PROFILES
def test_ar5_a_form_carries_a_signed_request(request_of, sp_keys, profile, now):
    fields = post_fields(SAML_REQUEST, request_of(profile, Binding.POST).xml, "relay")
    root = parse(base64.b64decode(fields["SAMLRequest"], validate=True))

    assert fields["RelayState"] == "relay"
    assert verify(root, root, [sp_keys.certificate], now).get("ID") == root.get("ID")
    assert len(root.findall("ds:Signature//ds:X509Certificate", names.PREFIXES)) == 1


def test_ar5_xmlsec1_agrees(request_of, sp_keys, xmlsec1):
    xml = request_of(binding=Binding.POST).xml

    xmlsec1(xml, f"{names.PROTOCOL}:AuthnRequest", sp_keys.certificate)


def test_ar6_an_address_carries_an_unsigned_request_and_its_signature(request_of, sp_keys):
    xml = request_of().xml
    url = redirect_url("https://a.example/idp/sso", SAML_REQUEST, xml, "r&/ =", sp_keys)
    query = urlsplit(url).query
    octets, _amp, signature = query.rpartition("&Signature=")
    given = dict(parse_qsl(query, strict_parsing=True))

    assert list(given) == ["SAMLRequest", "RelayState", "SigAlg", "Signature"]
    assert given["RelayState"] == "r&/ ="
    assert given["SigAlg"] == names.RSA_SHA256
    assert b"Signature" not in xml
    assert read_redirect(query.encode()).xml == xml
    sp_keys.certificate.public_key().verify(
        base64.b64decode(given["Signature"]), octets.encode(), padding.PKCS1v15(), SHA256()
    )
    assert "+" not in signature


def test_ar6_an_address_may_have_a_query_already(request_of, sp_keys):
    url = redirect_url("https://a.example/sso?x=1", SAML_REQUEST, b"<a/>", "r", sp_keys)

    assert url.startswith("https://a.example/sso?x=1&SAMLRequest=")


@PROFILES
@BINDINGS
def test_a_provider_reads_what_was_asked(request_of, provider_of, sp_keys, profile, binding, now):
    request = request_of(profile, binding, level=3, comparison=Comparison.EXACT)
    if binding is Binding.POST:
        message = read_post(post_fields(SAML_REQUEST, request.xml, "r").items())
    else:
        url = redirect_url("https://a.example/idp/sso", SAML_REQUEST, request.xml, "r", sp_keys)
        message = read_redirect(urlsplit(url).query.encode())

    wanted = read_sign_in(message, provider_of(profile), "https://a.example/idp/sso", now)

    assert message.relay_state == "r"
    assert wanted.id == request.id
    assert wanted.issued_at == request.issued_at
    assert wanted.level == 3
    assert wanted.comparison is Comparison.EXACT
    assert wanted.attributes == profile.attributes
