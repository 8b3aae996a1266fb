"""A school and identity providers that exchange messages, without pages and without a database."""

import base64
import hashlib
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from registro_spid_auth.issuing.answers import Answer, sign_response, success
from registro_spid_auth.issuing.issuer import Issuer, issuer_metadata, make_issuer_keys
from registro_spid_auth.saml import names
from registro_spid_auth.saml.certificates import CertificateSubject, make_certificate
from registro_spid_auth.saml.errors import IdpError, Refused
from registro_spid_auth.saml.identity_providers import read_providers
from registro_spid_auth.saml.messages import Asked, Comparison
from registro_spid_auth.saml.profiles import SPID
from registro_spid_auth.saml.provider import Contact, Organization, ServiceProvider
from registro_spid_auth.saml.responses import check_response, read_response

NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
PERSON = {
    "fiscalNumber": "TINIT-VRDNNA80A41H501X",
    "name": "Anna",
    "familyName": "Verdi",
    "dateOfBirth": "1980-01-01",
    "email": "anna@example.org",
}


@pytest.fixture
def now():
    return NOW


@pytest.fixture(scope="session")
def subject():
    return CertificateSubject(
        organization_name="Istituto Comprensivo Statale di Prova",
        display_name="IC Prova",
        entity_id="https://registro.example/spid/metadata",
        ipa_code="istsc_rmic000000",
        town="Roma",
    )


@pytest.fixture(scope="session")
def sp_keys(subject):
    return make_certificate(subject, NOW)


@pytest.fixture(scope="session")
def keys():
    """Keys of identity providers, made once: `keys("A")` is always the same."""
    made = {}

    def keys_of(name):
        if name not in made:
            made[name] = make_issuer_keys(name, NOW)
        return made[name]

    return keys_of


@pytest.fixture(scope="session")
def provider_of(subject, sp_keys):
    """The school as service provider of a federation: `provider_of(SPID)`."""

    def provider_of(profile, **changes):
        address = f"https://registro.example/{profile.name}"
        return replace(
            ServiceProvider(
                profile=profile,
                entity_id=f"{address}/metadata",
                acs_url=f"{address}/acs",
                slo_url=f"{address}/slo",
                organization=Organization(
                    subject.organization_name, subject.display_name, "https://ic.example/"
                ),
                contact=Contact(
                    subject.ipa_code,
                    "info@ic.example",
                    "+390612345678",
                    municipality="H501",
                ),
                keys=sp_keys,
            ),
            **changes,
        )

    return provider_of


@dataclass
class Login:
    """One request of the school's to provider A, and what may be answered to it."""

    provider: ServiceProvider
    issuer: Issuer
    asked: Asked
    now: datetime = NOW

    @property
    def idp(self):
        return read_providers(issuer_metadata(self.issuer))[self.issuer.entity_id]

    def answer(self, **changes):
        """What a provider would say; `attributes`, `level` and the rest may be others."""
        given = Answer(
            audience=self.provider.entity_id,
            acs_url=self.provider.acs_url,
            request_id=self.asked.id,
            now=self.now,
            level=self.asked.level,
            attributes={name: PERSON[name] for name in self.provider.profile.attributes},
        )
        return replace(given, **changes)

    def response(self, **changes):
        """An unsigned response, all right as it is."""
        return success(self.issuer, self.answer(**changes))

    def check(self, response, now=None):
        """Take a response, signed here unless it is bytes already; return its assertion."""
        data = response if isinstance(response, bytes) else sign_response(response, self.issuer)
        envelope = read_response(data)
        return check_response(envelope, self.provider, self.idp, self.asked, now or self.now)

    def refusal(self, response, now=None):
        """The code with which a response is refused."""
        with pytest.raises(Refused) as refused:
            self.check(response, now)
        return refused.value.code

    def error(self, response):
        """The number of the error that a response reports."""
        with pytest.raises(IdpError) as error:
            self.check(response)
        return error.value.number


@pytest.fixture(scope="session")
def login_with(provider_of, keys):
    """A login with a profile: `login_with(CIE, level=3)`."""

    def login_with(profile=SPID, level=2, comparison=Comparison.MINIMUM):
        entity_id = "https://a.example/idp"
        return Login(
            provider=provider_of(profile),
            issuer=Issuer(
                entity_id, "A", f"{entity_id}/sso", f"{entity_id}/slo", keys("A"), profile is SPID
            ),
            asked=Asked(
                id="_request",
                issued_at=NOW - timedelta(seconds=30),
                level=level,
                comparison=comparison,
                attributes=frozenset(profile.attributes),
            ),
        )

    return login_with


@pytest.fixture
def login(login_with):
    """A login with SPID at level 2."""
    return login_with()


def find(root, path):
    """The one element at a path such as `saml:Assertion/saml:Issuer`."""
    (found,) = root.findall(path, names.PREFIXES)
    return found


@pytest.fixture(name="find")
def find_fixture():
    return find


EXC_C14N = names.EXCLUSIVE_C14N
SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"
SHA1_URI = "http://www.w3.org/2000/09/xmldsig#sha1"
DIGESTS = {SHA256_URI: hashlib.sha256, SHA1_URI: hashlib.sha1}


@dataclass
class Forger:
    """Signs XML by hand, also in ways that a decent library refuses to."""

    key: object
    uri: str | None = None
    method: str = names.RSA_SHA256
    digest: str = SHA256_URI
    transforms: tuple[str, ...] = (names.ENVELOPED, EXC_C14N)
    canonical: str = EXC_C14N
    references: int = 1
    key_info: str = ""

    def sign(self, element, index=1):
        """Return a copy of an element with a signature at `index`."""
        signed = etree.fromstring(etree.tostring(element, with_tail=False))
        uri = f"#{element.get('ID')}" if self.uri is None else self.uri
        value = DIGESTS[self.digest](self.c14n(signed, self.transforms[-1])).digest()
        info = etree.fromstring(self.signed_info(uri, base64.b64encode(value).decode()))
        signature = etree.SubElement(
            signed, f"{{{names.SIGNATURE}}}Signature", nsmap={"ds": names.SIGNATURE}
        )
        signature.append(info)
        octets = self.c14n(etree.fromstring(etree.tostring(info)), self.canonical)
        etree.SubElement(signature, f"{{{names.SIGNATURE}}}SignatureValue").text = base64.b64encode(
            self.signed(octets)
        ).decode()
        if self.key_info:
            signature.append(etree.fromstring(self.key_info))
        signed.insert(index, signature)
        return signed

    @staticmethod
    def c14n(element, form):
        exclusive = form not in {names.C14N, names.C14N_11}
        return etree.tostring(element, method="c14n", exclusive=exclusive, with_comments=False)

    def signed_info(self, uri, value):
        transforms = "".join(f'<ds:Transform Algorithm="{each}"/>' for each in self.transforms)
        reference = (
            f'<ds:Reference URI="{uri}"><ds:Transforms>{transforms}</ds:Transforms>'
            f'<ds:DigestMethod Algorithm="{self.digest}"/>'
            f"<ds:DigestValue>{value}</ds:DigestValue></ds:Reference>"
        )
        return (
            f'<ds:SignedInfo xmlns:ds="{names.SIGNATURE}">'
            f'<ds:CanonicalizationMethod Algorithm="{self.canonical}"/>'
            f'<ds:SignatureMethod Algorithm="{self.method}"/>'
            f"{reference * self.references}</ds:SignedInfo>"
        )

    def signed(self, octets):
        if "hmac" in self.method:
            mac = hmac.HMAC(self.key, hashes.SHA256())
            mac.update(octets)
            return mac.finalize()
        sha1 = self.method.endswith("sha1")
        digest = hashes.SHA1() if sha1 else hashes.SHA256()  # noqa: S303 - to see it refused
        return self.key.sign(octets, padding.PKCS1v15(), digest)


@pytest.fixture
def forger(keys) -> Callable[..., Forger]:
    """Signs by hand with the key of provider A, or of another: `forger(key=...)`."""

    def forger(**choices):
        return Forger(**{"key": keys("A").key, **choices})

    return forger


@pytest.fixture
def pem_file(tmp_path):
    """A file with a certificate."""

    def pem_file(certificate):
        path = tmp_path / f"{certificate.serial_number:x}.pem"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        return path

    return pem_file


@pytest.fixture
def xmlsec1(pem_file, tmp_path):
    """Verify a document with the program the federations use: `xmlsec1(data, node, certificate)`."""

    def xmlsec1(data, node, certificate):
        file = tmp_path / "signed.xml"
        file.write_bytes(data)
        pem = pem_file(certificate)
        arguments = [
            *("--verify", "--verification-gmt-time", f"{NOW:%Y-%m-%d %H:%M:%S}"),
            *("--trusted-pem", pem, "--pubkey-cert-pem", pem, "--id-attr:ID", node, file),
        ]
        try:
            done = subprocess.run(
                ["xmlsec1", *arguments], check=False, capture_output=True, text=True
            )
        except FileNotFoundError:
            pytest.skip("no xmlsec1 on this computer: apt install xmlsec1")
        assert done.returncode == 0, done.stderr

    return xmlsec1
