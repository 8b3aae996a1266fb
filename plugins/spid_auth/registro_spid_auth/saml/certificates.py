"""Certificates as avvisi SPID 23 and 29 want them, and what is wrong with one (CERT)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.x509.oid import NameOID

from registro_spid_auth.saml.keys import KeyPair

KEY_SIZE = 3072
KEY_SIZES = frozenset({2048, 3072, 4096})
VALIDITY = timedelta(days=3 * 365)
# CERT-5: when an expiry is announced, in days before it.
WARNINGS = (7, 30, 90)

URI = x509.ObjectIdentifier("2.5.4.83")
ORGANIZATION_IDENTIFIER = NameOID.ORGANIZATION_IDENTIFIER
# Policies of AgID's: certificate agreed with AgID, and of a public service provider.
POLICIES = {
    x509.ObjectIdentifier("1.3.76.16.6"): "agIDcert",
    x509.ObjectIdentifier("1.3.76.16.4.2.1"): "cert_SP_Pub",
}
Kind = TypeVar("Kind", bound=x509.ExtensionType)


@dataclass(frozen=True)
class CertificateSubject:
    """Whom a certificate names (CERT-1): the school, its metadata, its place.

    Names are those of the metadata, `ipa_code` the school's in the IPA register, `town` its seat.
    """

    organization_name: str
    display_name: str
    entity_id: str
    ipa_code: str
    town: str

    def name(self) -> x509.Name:
        """Return the distinguished name.  Raises `ValueError` for what X.509 does not allow."""
        attributes = (
            (NameOID.COUNTRY_NAME, "IT", 2),
            (NameOID.LOCALITY_NAME, self.town, 128),
            (NameOID.ORGANIZATION_NAME, self.organization_name, 64),
            (ORGANIZATION_IDENTIFIER, f"PA:IT-{self.ipa_code}", 256),
            (NameOID.COMMON_NAME, self.display_name, 64),
            (URI, self.entity_id, 256),
        )
        for _oid, value, longest in attributes:
            if not 0 < len(value) <= longest:
                raise ValueError(f"a certificate names 1 to {longest} characters here: {value!r}")
        return x509.Name([x509.NameAttribute(oid, value) for oid, value, _longest in attributes])


def make_certificate(
    subject: CertificateSubject, now: datetime, key: rsa.RSAPrivateKey | None = None
) -> KeyPair:
    """Make a self-signed certificate for a public service provider, and its key if none is given.

    CERT-1, CERT-2: not a CA; for signatures and non-repudiation only; AgID's policies.  Raises
    `ValueError` if a name does not fit, such as an organisation's of more than 64 characters.
    """
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
    name = subject.name()
    builder = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + VALIDITY)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=False)
        .add_extension(_key_usage(), critical=True)
        .add_extension(_policies(), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return KeyPair(key, builder.sign(key, SHA256()))


def _key_usage() -> x509.KeyUsage:
    """Return the two uses of the key, digital signature and non-repudiation, and no other."""
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _policies() -> x509.CertificatePolicies:
    return x509.CertificatePolicies(
        [
            x509.PolicyInformation(policy, [x509.UserNotice(None, notice)])
            for policy, notice in POLICIES.items()
        ]
    )


@dataclass(frozen=True)
class Problem:
    """Something wrong with a certificate or a provider.

    `code` is a machine word; the text is an English sentence for who operates the register.
    """

    code: str
    text: str

    def __str__(self) -> str:
        return self.text


def certificate_problems(
    certificate: x509.Certificate, subject: CertificateSubject, now: datetime
) -> list[Problem]:
    """Return where a certificate is not what the federation will accept for this school (OPS-4).

    An approaching end counts from 90 days on (CERT-5).
    """
    return [
        *_subject_problems(certificate, subject),
        *_shape_problems(certificate),
        *expiry_problems(certificate, now),
    ]


def _subject_problems(
    certificate: x509.Certificate, subject: CertificateSubject
) -> Iterator[Problem]:
    """CERT-1: the names are those of the configuration."""
    wanted = {
        "organization": (NameOID.ORGANIZATION_NAME, subject.organization_name),
        "common-name": (NameOID.COMMON_NAME, subject.display_name),
        "entity-id": (URI, subject.entity_id),
        "ipa-code": (ORGANIZATION_IDENTIFIER, f"PA:IT-{subject.ipa_code}"),
        "country": (NameOID.COUNTRY_NAME, "IT"),
        "town": (NameOID.LOCALITY_NAME, subject.town),
    }
    for code, (oid, value) in wanted.items():
        found = [str(each.value) for each in certificate.subject.get_attributes_for_oid(oid)]
        if found != [value]:
            said = ", ".join(found) or "nothing"
            yield Problem(f"certificate-{code}", f"the certificate's {code} is {said}, not {value}")


def _shape_problems(certificate: x509.Certificate) -> Iterator[Problem]:
    """CERT-2: key, digest and extensions are those of avviso 29."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size not in KEY_SIZES:
        yield Problem(
            "certificate-key", "the certificate's key is not RSA of 2048, 3072 or 4096 bits"
        )
    if not isinstance(certificate.signature_hash_algorithm, SHA256 | SHA512):
        yield Problem("certificate-digest", "the certificate is not signed with SHA-256 or SHA-512")
    if _extension(certificate, x509.KeyUsage) != (True, _key_usage()):
        yield Problem(
            "certificate-usage",
            "the certificate's KeyUsage is not critical digitalSignature and nonRepudiation alone",
        )
    constraints = _extension(certificate, x509.BasicConstraints)
    if constraints != (False, x509.BasicConstraints(ca=False, path_length=None)):
        yield Problem(
            "certificate-constraints",
            "the certificate has no non-critical BasicConstraints CA:FALSE",
        )
    if not POLICIES.keys() <= _policies_of(certificate):
        policies = ", ".join(policy.dotted_string for policy in POLICIES)
        yield Problem(
            "certificate-policies", f"the certificate lacks one of the policies {policies}"
        )


def _extension(certificate: x509.Certificate, kind: type[Kind]) -> tuple[bool, Kind] | None:
    try:
        found = certificate.extensions.get_extension_for_class(kind)
    except x509.ExtensionNotFound:
        return None
    return found.critical, found.value


def _policies_of(certificate: x509.Certificate) -> set[x509.ObjectIdentifier]:
    found = _extension(certificate, x509.CertificatePolicies)
    return {each.policy_identifier for each in found[1]} if found else set()


def expiry_problems(
    certificate: x509.Certificate, now: datetime, whose: str = "the certificate"
) -> list[Problem]:
    """Say that a certificate is not valid, or ends within 7, 30 or 90 days (CERT-5, OPS-2)."""
    if now < certificate.not_valid_before_utc:
        start = certificate.not_valid_before_utc.date()
        return [Problem("certificate-not-yet", f"{whose} is valid only from {start}")]
    end = certificate.not_valid_after_utc
    if now > end:
        return [Problem("certificate-expired", f"{whose} expired on {end.date()}")]
    days = (end - now).days
    for warning in WARNINGS:
        if days < warning:
            text = f"{whose} expires on {end.date()}, in {days} days"
            return [Problem(f"certificate-expires-{warning}", text)]
    return []
