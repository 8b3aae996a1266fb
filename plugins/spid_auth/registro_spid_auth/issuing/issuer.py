"""An identity provider that we are ourselves."""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.keys import KeyPair
from registro_spid_auth.saml.xml import DS, MD, Element, serialize


@dataclass(frozen=True)
class Issuer:
    """Name, addresses and key of a provider.

    `says_format`: whether its assertions say the Format of their Issuer, as SPID wants and CIE
    does not do (RS-10).  `further_certificates` stand in its metadata beside the one in use.
    """

    entity_id: str
    name: str
    sso_url: str
    slo_url: str
    keys: KeyPair
    says_format: bool = True
    further_certificates: tuple[x509.Certificate, ...] = ()


def make_issuer_keys(name: str, now: datetime, key: rsa.RSAPrivateKey | None = None) -> KeyPair:
    """Make a key and a certificate of a year for a provider of that name."""
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder(issuer_name=subject, subject_name=subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
    )
    return KeyPair(key, builder.sign(key, SHA256()))


def issuer_metadata(*issuers: Issuer) -> bytes:
    """Return the metadata of one provider, or of several as a federation's file has them."""
    entities = [_entity(issuer) for issuer in issuers]
    return serialize(entities[0] if len(entities) == 1 else MD.EntitiesDescriptor(*entities))


def _entity(issuer: Issuer) -> Element:
    certificates = (issuer.keys.certificate, *issuer.further_certificates)
    language = {f"{{{names.XML}}}lang": "it"}
    role = MD.IDPSSODescriptor(
        *(_key_descriptor(certificate) for certificate in certificates),
        *_endpoints("SingleLogoutService", issuer.slo_url),
        MD.NameIDFormat(names.TRANSIENT_FORMAT),
        *_endpoints("SingleSignOnService", issuer.sso_url),
        protocolSupportEnumeration=names.PROTOCOL,
        WantAuthnRequestsSigned="true",
    )
    organization = MD.Organization(
        MD.OrganizationName(language, issuer.name),
        MD.OrganizationDisplayName(language, issuer.name),
        MD.OrganizationURL(language, issuer.entity_id),
    )
    return MD.EntityDescriptor(role, organization, entityID=issuer.entity_id)


def _key_descriptor(certificate: x509.Certificate) -> Element:
    der = base64.b64encode(certificate.public_bytes(Encoding.DER)).decode()
    return MD.KeyDescriptor(DS.KeyInfo(DS.X509Data(DS.X509Certificate(der))), use="signing")


def _endpoints(service: str, url: str) -> list[Element]:
    return [MD(service, Binding=binding.uri, Location=url) for binding in Binding]
