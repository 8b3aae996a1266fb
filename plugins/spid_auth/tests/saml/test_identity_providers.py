"""Identity providers read from files such as the federations publish (OPS-1, OPS-2)."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.certificates import expiry_problems
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import (
    LogoutEndpoint,
    provider_problems,
    read_providers,
)

POST, REDIRECT, SOAP = (
    f"urn:oasis:names:tc:SAML:2.0:bindings:{name}"
    for name in ("HTTP-POST", "HTTP-Redirect", "SOAP")
)
DAY = timedelta(days=1)


def base64_of(certificate, width=76):
    text = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    return "\n" + "\n".join(" " * 12 + line for line in lines) + "\n"


def key(certificate, use=' use="signing"'):
    return f"""
      <md:KeyDescriptor{use}><ds:KeyInfo xmlns:ds="{names.SIGNATURE}"><ds:X509Data>
        <ds:X509Certificate>{base64_of(certificate)}</ds:X509Certificate>
      </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>"""


def entity(entity_id="https://a.example/idp", keys_="", sso=None, slo="", more=""):
    """An entity as providers write it: white space, attributes, roles and bindings of all sorts."""
    sso = (
        sso
        if sso is not None
        else f"""
      <md:SingleSignOnService Binding="{SOAP}" Location="https://a.example/soap"/>
      <md:SingleSignOnService Binding="{POST}" Location="https://a.example/sso/post"/>
      <md:SingleSignOnService Binding="{REDIRECT}" Location="https://a.example/sso/redirect"/>"""
    )
    return f"""
  <md:EntityDescriptor entityID="{entity_id}" ID="_a">
    <md:IDPSSODescriptor WantAuthnRequestsSigned="true"
        protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">{keys_}{slo}
      <md:NameIDFormat>{names.TRANSIENT_FORMAT}</md:NameIDFormat>{sso}
      <saml:Attribute xmlns:saml="{names.ASSERTION}" Name="fiscalNumber"/>
    </md:IDPSSODescriptor>{more}
  </md:EntityDescriptor>"""


def aggregate(*entities):
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- the federation -->
<md:EntitiesDescriptor xmlns:md="{names.METADATA}">{"".join(entities)}
</md:EntitiesDescriptor>""".encode()


@pytest.fixture
def a(keys):
    return keys("A").certificate


@pytest.fixture
def b(keys):
    return keys("B").certificate


def why(data, **options):
    with pytest.raises(Refused) as refused:
        read_providers(data, **options)
    return refused.value.code, refused.value.detail


def test_a_provider_is_read(a):
    slo = f"""
      <md:SingleLogoutService Binding="{SOAP}" Location="https://a.example/soap"/>
      <md:SingleLogoutService Binding="{POST}" Location="https://a.example/slo"/>
      <md:SingleLogoutService Binding="{REDIRECT}" Location="https://a.example/slo"
        ResponseLocation="https://a.example/slo/back"/>"""
    more = """
    <md:Organization>
      <md:OrganizationName xml:lang="it">Azienda A S.p.A.</md:OrganizationName>
      <md:OrganizationDisplayName xml:lang="en">A Identity</md:OrganizationDisplayName>
      <md:OrganizationDisplayName xml:lang="it"> A
        Identità </md:OrganizationDisplayName>
      <md:OrganizationURL xml:lang="it">https://a.example</md:OrganizationURL>
    </md:Organization>"""
    found = read_providers(aggregate(entity(keys_=key(a), slo=slo, more=more)))
    provider = found["https://a.example/idp"]

    assert list(found) == ["https://a.example/idp"]
    assert provider.name == "A Identità"
    assert provider.logo is None
    assert provider.sso == {
        Binding.POST: "https://a.example/sso/post",
        Binding.REDIRECT: "https://a.example/sso/redirect",
    }
    assert provider.slo == {
        Binding.POST: LogoutEndpoint("https://a.example/slo", "https://a.example/slo"),
        Binding.REDIRECT: LogoutEndpoint("https://a.example/slo", "https://a.example/slo/back"),
    }
    assert provider.certificates == (a,)


def test_name_and_logo_for_buttons_where_a_provider_has_them(a):
    ui = f"""<md:Extensions><mdui:UIInfo xmlns:mdui="{names.METADATA_UI}">
        <mdui:DisplayName xml:lang="it">Bottone A</mdui:DisplayName>
        <mdui:Logo height="1" width="1">https://a.example/a.svg</mdui:Logo>
      </mdui:UIInfo></md:Extensions>"""
    provider = read_providers(aggregate(entity(keys_=ui + key(a))))["https://a.example/idp"]

    assert provider.name == "Bottone A"
    assert provider.logo == "https://a.example/a.svg"


def test_a_provider_without_a_name_is_called_by_its_id(a):
    provider = read_providers(aggregate(entity(keys_=key(a))))["https://a.example/idp"]
    assert provider.name == "https://a.example/idp"


def test_one_provider_may_be_a_file_of_its_own(keys):
    issuer = Issuer(
        "https://a.example", "A", "https://a.example/1", "https://a.example/2", keys("A")
    )
    (provider,) = read_providers(issuer_metadata(issuer)).values()

    assert provider.name == "A"
    assert provider.sso[Binding.POST] == "https://a.example/1"


def test_a_file_may_hold_groups_and_what_is_no_provider(a, b):
    other = """
  <md:EntityDescriptor entityID="https://sp.example">
    <md:SPSSODescriptor protocolSupportEnumeration="x"/></md:EntityDescriptor>"""
    group = f"<md:EntitiesDescriptor>{entity('https://b.example', key(b))}</md:EntitiesDescriptor>"
    found = read_providers(aggregate(entity(keys_=key(a)), other, group))

    assert list(found) == ["https://a.example/idp", "https://b.example"]


def test_ops2_all_keys_for_signing_or_for_whatever_use(keys, a, b):
    encryption = keys("encryption").certificate
    descriptors = key(a) + key(b, "") + key(encryption, ' use="encryption"') + key(a)
    (provider,) = read_providers(aggregate(entity(keys_=descriptors))).values()

    assert provider.certificates == (a, b)


@pytest.mark.parametrize(
    "descriptors", ["", '<md:KeyDescriptor use="signing"/>', "encryption", "broken", "elliptic"]
)
def test_ops1_a_provider_has_a_certificate_for_signing(a, now, descriptors):
    made = {
        "encryption": key(a, ' use="encryption"'),
        "broken": key(a).replace("MII", "AII"),
        "elliptic": key(
            make_issuer_keys("e", now, ec.generate_private_key(ec.SECP256R1())).certificate
        ),
    }
    data = aggregate(entity(keys_=made.get(descriptors, descriptors)))

    code, detail = why(data)
    assert code == "provider-certificate"
    assert detail.startswith("https://a.example/idp")


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example/sso",
        "",
        "/sso",
        "javascript:alert(1)",
        "ftp://a.example/",
        "https://",
        "https://user@a.example/",
        "https://[a/",
    ],
)
@pytest.mark.parametrize("service", ["SingleSignOnService", "SingleLogoutService"])
def test_ops1_a_browser_is_sent_to_https_only(a, url, service):
    address = f'<md:{service} Binding="{POST}" Location="{url}"/>'
    data = aggregate(entity(keys_=key(a) + address))

    code, detail = why(data)
    assert code == "provider-endpoint"
    assert detail == f"https://a.example/idp: {url}"


def test_the_address_for_answers_is_looked_at_too(a):
    slo = f'<md:SingleLogoutService Binding="{POST}" Location="https://a.example" ResponseLocation="http://a.example"/>'

    assert why(aggregate(entity(keys_=key(a), slo=slo)))[0] == "provider-endpoint"


def test_ops5_test_providers_may_be_without_tls_if_one_says_so(a):
    sso = f'<md:SingleSignOnService Binding="{POST}" Location="http://localhost:8088/sso"/>'
    data = aggregate(entity(keys_=key(a), sso=sso))
    (provider,) = read_providers(data, insecure=True).values()

    assert why(data)[0] == "provider-endpoint"
    assert provider.sso == {Binding.POST: "http://localhost:8088/sso"}


def test_a_provider_that_takes_no_request_of_ours_is_refused(a):
    sso = f'<md:SingleSignOnService Binding="{SOAP}" Location="https://a.example/soap"/>'

    assert why(aggregate(entity(keys_=key(a), sso=sso)))[0] == "provider-endpoint"


def test_a_provider_is_asked_in_the_way_it_takes(a):
    sso = f'<md:SingleSignOnService Binding="{POST}" Location="https://a.example/sso"/>'
    (provider,) = read_providers(aggregate(entity(keys_=key(a), sso=sso))).values()

    assert provider.sso_binding(Binding.REDIRECT) is Binding.POST
    assert provider.sso_binding(Binding.POST) is Binding.POST
    assert provider.slo_binding(Binding.REDIRECT) is None
    both = replace(provider, sso=dict.fromkeys(Binding, "x"), slo=dict.fromkeys(Binding, "x"))
    assert both.sso_binding(Binding.POST) is Binding.POST
    assert both.slo_binding(Binding.REDIRECT) is Binding.REDIRECT


def test_the_first_of_two_addresses_counts(a):
    sso = "".join(
        f'<md:SingleSignOnService Binding="{POST}" Location="https://a.example/{n}"/>' for n in "12"
    )
    (provider,) = read_providers(aggregate(entity(keys_=key(a), sso=sso))).values()

    assert provider.sso == {Binding.POST: "https://a.example/1"}


def test_a_name_is_one_providers(a, b):
    data = aggregate(entity(keys_=key(a)), entity("https://a.example/idp ", keys_=key(b)))

    assert why(data) == ("provider-twice", "https://a.example/idp")


def test_a_provider_has_a_name(a):
    assert why(aggregate(entity("", keys_=key(a))))[0] == "provider-id"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "xml"),
        (b"<html></html>", "no-providers"),
        (aggregate(), "no-providers"),
        (b"<!DOCTYPE x>" + aggregate().split(b"?>")[1], "doctype"),
    ],
)
def test_what_is_no_file_of_providers(data, code):
    assert why(data)[0] == code


def test_the_whole_federation_fits(a):
    data = aggregate(*(entity(f"https://{n}.example/idp", key(a) * 3) for n in range(100)))
    assert len(data) > 200_000

    assert len(read_providers(data)) == 100


def problems(providers, at):
    return [(problem.code, problem.text) for problem in provider_problems(providers, at)]


def test_ops2_an_expired_certificate_is_reported_and_soon_ones_30_days_ahead(a, b):
    providers = read_providers(aggregate(entity(keys_=key(a)))).values()
    end = a.not_valid_after_utc

    assert problems(providers, end - 31 * DAY) == []
    assert problems(providers, end - 29 * DAY)[0][0] == "certificate-expires-30"
    ((code, text),) = problems(providers, end + DAY)
    assert code == "certificate-expired"
    assert "https://a.example/idp" in text


def test_ops2_a_provider_that_has_a_newer_certificate_too_is_in_order(a, now):
    """It is in the middle of a change; the old one is not believed any more all the same."""
    end = a.not_valid_after_utc
    newer = make_issuer_keys("A", now + 300 * DAY).certificate
    (provider,) = read_providers(aggregate(entity(keys_=key(a) + key(newer)))).values()

    assert problems([provider], end + DAY) == []
    assert provider.valid_certificates(end + DAY) == [newer]
    assert provider.valid_certificates(now) == [a]
    assert expiry_problems(newer, now)[0].code == "certificate-not-yet"
