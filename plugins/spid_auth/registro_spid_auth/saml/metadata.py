"""The register's metadata, as the federation is given it once and finds it ever after (MD)."""

import base64
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml.builder import ElementMaker

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.provider import ServiceProvider
from registro_spid_auth.saml.signing import sign
from registro_spid_auth.saml.xml import DS, MD, Element, serialize

LANGUAGE = f"{{{names.XML}}}lang"


def sp_metadata(provider: ServiceProvider) -> bytes:
    """Return the signed metadata: for the same provider always the same bytes (MD-1).

    Its ID is made of its content, it bears no date, and RSA signatures of PKCS #1 v1.5 have no
    chance in them.
    """
    root = MD.EntityDescriptor(
        _descriptor(provider),
        _organization(provider),
        _contact(provider),
        entityID=provider.entity_id,
    )
    root.set("ID", "_" + hashlib.sha256(serialize(root)).hexdigest())
    return sign(root, provider.keys, 0)


def _descriptor(provider: ServiceProvider) -> Element:
    """MD-4 to MD-10: keys, addresses, and what is asked for, in the order of the schema."""
    certificates = [provider.keys.certificate, *provider.further_certificates]
    return MD.SPSSODescriptor(
        *(_key_descriptor(certificate) for certificate in certificates),
        *(
            MD.SingleLogoutService(Binding=binding.uri, Location=provider.slo_url)
            for binding in (Binding.REDIRECT, Binding.POST)
        ),
        MD.NameIDFormat(names.TRANSIENT_FORMAT),
        MD.AssertionConsumerService(
            index="0", isDefault="true", Binding=names.POST_BINDING, Location=provider.acs_url
        ),
        *(
            _attribute_set(index, name, attributes)
            for index, (name, attributes) in provider.attribute_sets().items()
        ),
        protocolSupportEnumeration=names.PROTOCOL,
        AuthnRequestsSigned="true",
        WantAssertionsSigned="true",
    )


def _key_descriptor(certificate: x509.Certificate) -> Element:
    der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    return MD.KeyDescriptor(DS.KeyInfo(DS.X509Data(DS.X509Certificate(der))), use="signing")


def _attribute_set(index: int, name: str, attributes: tuple[str, ...]) -> Element:
    return MD.AttributeConsumingService(
        MD.ServiceName({LANGUAGE: "it"}, name),
        *(MD.RequestedAttribute(Name=attribute) for attribute in attributes),
        index=str(index),
    )


def _organization(provider: ServiceProvider) -> Element:
    """MD-11."""
    italian = {LANGUAGE: "it"}
    organization = provider.organization
    return MD.Organization(
        MD.OrganizationName(italian, organization.name),
        MD.OrganizationDisplayName(italian, organization.display_name),
        MD.OrganizationURL(italian, organization.url),
    )


def _contact(provider: ServiceProvider) -> Element:
    """MD-12, and CIE's own: a public body, known by its code in the IPA register."""
    profile, contact = provider.profile, provider.contact
    own = ElementMaker(
        namespace=profile.extensions, nsmap={profile.extensions_prefix: profile.extensions}
    )
    extensions = MD.Extensions(own.Public(), own.IPACode(contact.ipa_code))
    if profile.says_municipality and contact.municipality:
        extensions.append(own.Municipality(contact.municipality))
    return MD.ContactPerson(
        extensions,
        MD.Company(provider.organization.name),
        MD.EmailAddress(contact.email),
        MD.TelephoneNumber(contact.phone),
        contactType=profile.contact_type,
    )
