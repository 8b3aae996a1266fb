"""The provider's half: what it reads of our requests, and refuses of others' (issuing/)."""

from dataclasses import replace

import pytest
from lxml import etree

from registro_spid_auth.issuing.answers import signed_answer, signed_error
from registro_spid_auth.issuing.issuer import issuer_metadata
from registro_spid_auth.issuing.reading import read_sign_in, read_sign_out
from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import SAML_REQUEST, SAML_RESPONSE, Binding, Message
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import read_providers
from registro_spid_auth.saml.messages import Comparison
from registro_spid_auth.saml.profiles import CIE, SPID
from registro_spid_auth.saml.requests import authn_request
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import parse, serialize

SSO = "https://a.example/idp/sso"


def why(call, *arguments):
    with pytest.raises(Refused) as refused:
        call(*arguments)
    return refused.value.code


@pytest.fixture
def unsigned(login):
    """A request of ours, yet to be signed."""
    request = authn_request(
        login.provider, login.idp, Binding.REDIRECT, 2, Comparison.MINIMUM, login.now
    )
    return parse(request.xml)


def posted(root, keys, parameter=SAML_REQUEST):
    return Message(Binding.POST, parameter, sign(root, keys, 1), "r")


@pytest.mark.parametrize("profile", [SPID, CIE], ids=lambda profile: profile.name)
def test_what_it_answers_is_accepted(login_with, profile):
    login = login_with(profile)

    assert login.check(signed_answer(login.issuer, login.answer())).level == 2
    assert login.error(signed_error(login.issuer, login.answer(), 25)) == 25


def test_several_providers_make_one_file(login, keys):
    other = replace(login.issuer, entity_id="https://b.example", keys=keys("B"))

    assert len(read_providers(issuer_metadata(login.issuer, other))) == 2
    assert etree.fromstring(issuer_metadata(login.issuer)).tag.endswith("EntityDescriptor")


@pytest.mark.parametrize(
    ("path", "attribute", "value", "code"),
    [
        (".", "Destination", "https://elsewhere.example", "destination"),
        (".", "AttributeConsumingServiceIndex", "99", "attribute-index"),
        (".", "AttributeConsumingServiceIndex", "", "attribute-index"),
        (".", "IssueInstant", "now", "issue-instant"),
        ("saml:Issuer", None, "https://other.example", "issuer"),
        (
            "samlp:RequestedAuthnContext/saml:AuthnContextClassRef",
            None,
            "https://www.spid.gov.it/SpidL4",
            "authn-context",
        ),
    ],
)
def test_it_refuses_a_wrong_request(login, unsigned, find, path, attribute, value, code):
    element = find(unsigned, path)
    if attribute:
        element.set(attribute, value)
    else:
        element.text = value
    message = posted(unsigned, login.provider.keys)

    assert why(read_sign_in, message, login.provider, SSO, login.now) == code


def test_it_refuses_what_the_school_has_not_signed(login, unsigned, keys):
    forged = posted(unsigned, keys("attacker"))
    bare = Message(Binding.POST, SAML_REQUEST, serialize(unsigned), "r")
    query = replace(bare, binding=Binding.REDIRECT)

    assert why(read_sign_in, forged, login.provider, SSO, login.now) == "signature"
    for message in (bare, query):
        assert why(read_sign_in, message, login.provider, SSO, login.now) == "signature-missing"


def test_it_refuses_another_kind_of_message(login, unsigned):
    keys = login.provider.keys

    assert why(read_sign_out, posted(unsigned, keys), login.provider, SSO, login.now) == "root"
    response = posted(unsigned, keys, SAML_RESPONSE)
    assert why(read_sign_in, response, login.provider, SSO, login.now) == "root"


def test_it_accepts_the_certificate_to_come(login, unsigned, keys):
    """CERT-5: during the change from one certificate to the next."""
    provider = replace(login.provider, further_certificates=(keys("next").certificate,))
    message = posted(unsigned, keys("next"))

    assert read_sign_in(message, provider, SSO, login.now).level == 2


def test_without_a_comparison_the_level_is_meant_exactly(login, unsigned, find):
    """saml-core 3.3.2.2.1."""
    del find(unsigned, "samlp:RequestedAuthnContext").attrib["Comparison"]
    message = posted(unsigned, login.provider.keys)

    wanted = read_sign_in(message, login.provider, SSO, login.now)
    assert wanted.comparison is Comparison.EXACT
    assert names.LEVEL_CLASS.encode() in message.xml
