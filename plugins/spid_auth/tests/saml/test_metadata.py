"""The register's metadata, requirement by requirement (MD)."""

import base64

import pytest
from cryptography import x509
from lxml import etree

from registro_spid_auth.saml import names
from registro_spid_auth.saml.certificates import make_certificate
from registro_spid_auth.saml.metadata import sp_metadata
from registro_spid_auth.saml.profiles import CIE, SPID
from registro_spid_auth.saml.signing import verify
from registro_spid_auth.saml.xml import parse

LANGUAGE = f"{{{names.XML}}}lang"
BOTH = pytest.mark.parametrize("profile", [SPID, CIE], ids=lambda profile: profile.name)


@pytest.fixture
def metadata(provider_of):
    """The root of the metadata: `metadata(CIE, eidas=True)`."""

    def metadata(profile=SPID, **changes):
        return parse(sp_metadata(provider_of(profile, **changes)))

    return metadata


def all_of(root, path):
    return root.findall(path, names.PREFIXES)


@BOTH
def test_md1_the_bytes_are_the_same_each_time(provider_of, profile):
    assert sp_metadata(provider_of(profile)) == sp_metadata(provider_of(profile))


def test_md1_they_bear_no_date_and_an_id_of_their_own(metadata, provider_of):
    root = metadata()

    assert not {"validUntil", "cacheDuration"} & set(root.keys())
    assert root.get("ID") == metadata().get("ID")
    assert root.get("ID") != metadata(service_name="Altro").get("ID")
    # an NCName
    assert root.get("ID").startswith("_")


@BOTH
def test_md2_one_entity_named_by_its_address_as_in_the_certificate(metadata, profile, subject):
    root = metadata(profile)

    assert root.tag == f"{{{names.METADATA}}}EntityDescriptor"
    assert not all_of(root, ".//md:EntityDescriptor")
    assert root.get("entityID") == f"https://registro.example/{profile.name}/metadata"


def test_md2_the_certificate_names_the_entity(metadata):
    root = metadata()
    der = base64.b64decode(all_of(root, ".//md:KeyDescriptor//ds:X509Certificate")[0].text)
    certificate = x509.load_der_x509_certificate(der)
    (uri,) = certificate.subject.get_attributes_for_oid(x509.ObjectIdentifier("2.5.4.83"))

    assert uri.value == root.get("entityID")


@BOTH
def test_md3_the_signature_is_the_first_child(metadata, provider_of, profile, now):
    root = metadata(profile)
    signature = root[0]
    keys = provider_of(profile).keys

    assert signature.tag == f"{{{names.SIGNATURE}}}Signature"
    assert len(all_of(root, ".//ds:Signature")) == 1
    (method,) = all_of(signature, ".//ds:SignatureMethod")
    assert method.get("Algorithm") == names.RSA_SHA256
    (digest,) = all_of(signature, ".//ds:DigestMethod")
    assert digest.get("Algorithm") == "http://www.w3.org/2001/04/xmlenc#sha256"
    assert keys.key.key_size == 3072
    # refuses other transforms, another reference and another key
    verified = verify(root, root, [keys.certificate], now)
    assert verified.get("entityID") == root.get("entityID")


@BOTH
def test_md3_xmlsec1_agrees(provider_of, profile, xmlsec1):
    provider = provider_of(profile)
    data = sp_metadata(provider)

    xmlsec1(data, f"{names.METADATA}:EntityDescriptor", provider.keys.certificate)
    with pytest.raises(AssertionError):
        xmlsec1(
            data.replace(b"IC Prova", b"IC Altro"),
            f"{names.METADATA}:EntityDescriptor",
            provider.keys.certificate,
        )


@BOTH
def test_md4_one_descriptor_signs_and_wants_signatures(metadata, profile):
    (descriptor,) = all_of(metadata(profile), "md:SPSSODescriptor")

    assert dict(descriptor.attrib) == {
        "protocolSupportEnumeration": "urn:oasis:names:tc:SAML:2.0:protocol",
        "AuthnRequestsSigned": "true",
        "WantAssertionsSigned": "true",
    }


@BOTH
def test_md5_one_key_for_signing(metadata, profile):
    descriptors = all_of(metadata(profile), ".//md:KeyDescriptor")

    assert [each.get("use") for each in descriptors] == ["signing"]


def test_md5_two_keys_while_one_replaces_the_other(metadata, provider_of, subject, now):
    """CERT-5: what signs is still the first."""
    following = make_certificate(subject, now).certificate
    root = metadata(further_certificates=(following,))
    certificates = [
        x509.load_der_x509_certificate(base64.b64decode(each.text))
        for each in all_of(root, ".//md:KeyDescriptor//ds:X509Certificate")
    ]

    assert [each.get("use") for each in all_of(root, ".//md:KeyDescriptor")] == ["signing"] * 2
    assert certificates == [provider_of(SPID).keys.certificate, following]
    assert verify(root, root, certificates[:1], now) is not None


@BOTH
def test_md6_logout_both_ways(metadata, profile):
    services = all_of(metadata(profile), ".//md:SingleLogoutService")

    assert {each.get("Binding") for each in services} == {
        names.POST_BINDING,
        names.REDIRECT_BINDING,
    }
    assert {each.get("Location") for each in services} == {
        f"https://registro.example/{profile.name}/slo"
    }


@BOTH
def test_md7_names_are_transient(metadata, profile):
    formats = [each.text for each in all_of(metadata(profile), ".//md:NameIDFormat")]
    assert formats == [names.TRANSIENT_FORMAT]


@BOTH
def test_md8_one_address_for_responses(metadata, profile):
    (service,) = all_of(metadata(profile), ".//md:AssertionConsumerService")

    assert dict(service.attrib) == {
        "index": "0",
        "isDefault": "true",
        "Binding": names.POST_BINDING,
        "Location": f"https://registro.example/{profile.name}/acs",
    }


def attribute_sets(root):
    return {
        service.get("index"): [
            each.get("Name") for each in all_of(service, "md:RequestedAttribute")
        ]
        for service in all_of(root, ".//md:AttributeConsumingService")
    }


def test_md9_what_is_asked_for_is_pertinent_and_not_excessive(metadata):
    spid = ["fiscalNumber", "name", "familyName", "dateOfBirth", "email"]

    assert attribute_sets(metadata(SPID)) == {"0": spid}
    # CIE gives the eIDAS minimum set and nothing else
    assert attribute_sets(metadata(CIE)) == {"0": spid[:4]}


@BOTH
def test_md9_each_set_has_an_italian_name(metadata, profile):
    (name,) = all_of(metadata(profile), ".//md:ServiceName")

    assert name.get(LANGUAGE) == "it"
    assert name.text == "Registro elettronico"


def test_md10_eidas_has_a_set_of_its_own(metadata):
    root = metadata(eidas=True)

    assert attribute_sets(root)["99"] == ["spidCode", "name", "familyName", "dateOfBirth"]
    names_of = [each.text for each in all_of(root, ".//md:ServiceName")]
    assert names_of[1] == "eIDAS Natural Person Minimum Attribute Set"


@BOTH
def test_md11_the_organization_as_in_the_certificate(metadata, profile, subject):
    (organization,) = all_of(metadata(profile), "md:Organization")

    assert [each.get(LANGUAGE) for each in organization] == ["it"] * 3
    assert [each.text for each in organization] == [
        subject.organization_name,
        subject.display_name,
        "https://ic.example/",
    ]


def contact(root):
    (person,) = all_of(root, "md:ContactPerson")
    (extensions,) = all_of(person, "md:Extensions")
    own = {etree.QName(each).localname: each.text for each in extensions}
    namespaces = {etree.QName(each).namespace for each in extensions}
    rest = {etree.QName(each).localname: each.text for each in person[1:]}
    return person.get("contactType"), namespaces, own, rest


def test_md12_the_contact_of_a_public_body(metadata, subject):
    kind, namespaces, own, rest = contact(metadata(SPID))

    assert kind == "other"
    assert namespaces == {"https://spid.gov.it/saml-extensions"}
    assert own == {"Public": None, "IPACode": subject.ipa_code}
    # no name of a person
    assert rest == {
        "Company": subject.organization_name,
        "EmailAddress": "info@ic.example",
        "TelephoneNumber": "+390612345678",
    }


def test_cie_wants_the_town_and_an_administrative_contact(metadata, subject):
    kind, namespaces, own, rest = contact(metadata(CIE))

    assert kind == "administrative"
    assert namespaces == {"https://www.cartaidentita.interno.gov.it/saml-extensions"}
    assert own == {"Public": None, "IPACode": subject.ipa_code, "Municipality": "H501"}
    assert rest["Company"] == subject.organization_name


def test_md13_the_parts_stand_in_the_order_of_the_schema(metadata):
    """The schemas themselves are applied where AgID's test tool is installed."""
    root = metadata(eidas=True)
    descriptor = all_of(root, "md:SPSSODescriptor")[0]

    assert [etree.QName(each).localname for each in root] == [
        *("Signature", "SPSSODescriptor", "Organization", "ContactPerson")
    ]
    assert [etree.QName(each).localname for each in descriptor] == [
        *("KeyDescriptor", "SingleLogoutService", "SingleLogoutService", "NameIDFormat"),
        *("AssertionConsumerService", "AttributeConsumingService", "AttributeConsumingService"),
    ]
