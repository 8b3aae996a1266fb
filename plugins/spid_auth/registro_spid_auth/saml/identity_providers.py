"""The identity providers (*gestori dell'identità*) of a federation, read from their metadata."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from registro_spid_auth.saml import names
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.certificates import Problem, expiry_problems
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.xml import Element, children, everywhere, parse_file, qualified

# A whole federation's file, in bytes.
REGISTRY_LIMIT = 10_000_000
BINDINGS = {binding.uri: binding for binding in Binding}


@dataclass(frozen=True)
class LogoutEndpoint:
    """Where logout requests go, and where responses to the provider's own go."""

    url: str
    response_url: str


@dataclass(frozen=True)
class IdentityProvider:
    """One identity provider; `certificates` are those it signs with, all of which are tried."""

    entity_id: str
    name: str
    logo: str | None
    sso: Mapping[Binding, str]
    slo: Mapping[Binding, LogoutEndpoint]
    certificates: tuple[x509.Certificate, ...]

    def sso_binding(self, preferred: Binding) -> Binding:
        """Return how to send the provider a request: as preferred, else in the way it takes."""
        return preferred if preferred in self.sso else next(iter(self.sso))

    def slo_binding(self, preferred: Binding) -> Binding | None:
        """Return how to send the provider a logout message, None if it takes none."""
        return preferred if preferred in self.slo else next(iter(self.slo), None)

    def valid_certificates(self, now: datetime) -> list[x509.Certificate]:
        """Return the certificates that are valid now; an expired one is not believed (OPS-2)."""
        return [
            each
            for each in self.certificates
            if each.not_valid_before_utc <= now <= each.not_valid_after_utc
        ]


def read_providers(data: bytes, *, insecure: bool = False) -> dict[str, IdentityProvider]:
    """Read the identity providers of a metadata file, one alone or an aggregate, by entityID.

    `insecure` allows `http` addresses: of the test providers of development only (OPS-5).  Entities
    that are no identity provider are passed over.  Raises `Refused`, the detail naming the
    provider: what `parse_file` raises, `no-providers`, `provider-twice`, `provider-id`,
    `provider-certificate`, `provider-endpoint`.
    """
    root = parse_file(data, REGISTRY_LIMIT)
    found: dict[str, IdentityProvider] = {}
    for entity in everywhere(root, "md:EntityDescriptor"):
        for role in children(entity, "md:IDPSSODescriptor"):
            provider = _provider(entity, role, insecure)
            if provider.entity_id in found:
                raise Refused("provider-twice", provider.entity_id)
            found[provider.entity_id] = provider
    if not found:
        raise Refused("no-providers")
    return found


def provider_problems(providers: Iterable[IdentityProvider], now: datetime) -> list[Problem]:
    """Return which certificates of providers have expired or soon will (OPS-2).

    A provider that has a second certificate of longer life is in the middle of a change: that is
    no problem.
    """
    found = []
    for provider in providers:
        newest = max(provider.certificates, key=lambda each: each.not_valid_after_utc)
        whose = f"the newest certificate of {provider.entity_id}"
        problems = expiry_problems(newest, now, whose)
        found += [each for each in problems if each.code != "certificate-expires-90"]
    return found


def _provider(entity: Element, role: Element, insecure: bool) -> IdentityProvider:
    entity_id = (entity.get("entityID") or "").strip()
    if not entity_id:
        raise Refused("provider-id")
    endpoints = _Endpoints(entity_id, role, insecure)
    sso = {binding: url for binding, url, _back in endpoints.of("SingleSignOnService")}
    if not sso:
        raise Refused("provider-endpoint", f"{entity_id} has no address to sign in at")
    return IdentityProvider(
        entity_id=entity_id,
        name=_name(entity, role) or entity_id,
        logo=_logo(role),
        sso=sso,
        slo={
            binding: LogoutEndpoint(url, back or url)
            for binding, url, back in endpoints.of("SingleLogoutService")
        },
        certificates=_certificates(entity_id, role),
    )


@dataclass(frozen=True)
class _Endpoints:
    """The addresses of a provider, each looked at before it is believed."""

    entity_id: str
    role: Element
    insecure: bool

    def of(self, service: str) -> Iterable[tuple[Binding, str, str | None]]:
        """Yield binding, address and address for responses; other bindings are passed over.

        From the last to the first, so that in a dict the first address of a binding stands.
        """
        for each in reversed(children(self.role, f"md:{service}")):
            binding = BINDINGS.get(each.get("Binding") or "")
            if binding:
                response = each.get("ResponseLocation")
                yield (
                    binding,
                    self.checked(each.get("Location")),
                    self.checked(response) if response else None,
                )

    def checked(self, url: str | None) -> str:
        """Return an address that a browser may be sent to."""
        try:
            parts = urlsplit(url or "")
            host = parts.hostname
        except ValueError:
            host = None
        schemes = ("https", "http") if self.insecure else ("https",)
        if not host or not url or parts.scheme not in schemes or parts.username is not None:
            raise Refused("provider-endpoint", f"{self.entity_id}: {url}")
        return url


def _name(entity: Element, role: Element) -> str | None:
    """Return what people call the provider, in Italian where it says so."""
    candidates = [
        *everywhere(role, "mdui:DisplayName"),
        *everywhere(entity, "md:OrganizationDisplayName"),
        *everywhere(entity, "md:OrganizationName"),
    ]
    # A stable sort: what is said first stays first among those of one language.
    candidates.sort(key=lambda each: each.get(f"{{{names.XML}}}lang") != "it")
    texts = (" ".join("".join(map(str, each.itertext())).split()) for each in candidates)
    return next(filter(None, texts), None)


def _logo(role: Element) -> str | None:
    logo = role.find(f".//{qualified('mdui:Logo')}")
    return ((logo.text or "").strip() or None) if logo is not None else None


def _certificates(entity_id: str, role: Element) -> tuple[x509.Certificate, ...]:
    """Return the certificates for signing: those said to be, and those for whatever use."""
    found = []
    for descriptor in children(role, "md:KeyDescriptor"):
        if descriptor.get("use", "signing") == "signing":
            found += [
                _certificate(entity_id, each)
                for each in everywhere(descriptor, "ds:X509Certificate")
            ]
    if not found:
        raise Refused("provider-certificate", f"{entity_id} has no certificate for signing")
    return tuple(dict.fromkeys(found))


def _certificate(entity_id: str, element: Element) -> x509.Certificate:
    try:
        der = base64.b64decode("".join((element.text or "").split()), validate=True)
        certificate = x509.load_der_x509_certificate(der)
        key = certificate.public_key()
    except (binascii.Error, ValueError) as error:
        raise Refused("provider-certificate", f"{entity_id}: {error}") from None
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < 2048:
        raise Refused("provider-certificate", f"{entity_id}: not RSA of at least 2048 bits")
    return certificate
