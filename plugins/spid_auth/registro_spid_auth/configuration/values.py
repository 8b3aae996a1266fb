"""The configuration as it was read: frozen, typed, every file a path."""

from dataclasses import dataclass
from pathlib import Path

from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml.bindings import Binding
from registro_spid_auth.saml.certificates import CertificateSubject
from registro_spid_auth.saml.messages import Comparison
from registro_spid_auth.saml.profiles import PROFILES, Profile
from registro_spid_auth.saml.provider import Contact, Organization

# Where development makes its keys, and makes them anew when the port changes: never where a
# federated one may lie.
DEVELOPMENT_FOLDER = "development"


@dataclass(frozen=True)
class FederationFiles:
    """The files of one federation, SPID or CIE.

    `next_certificate` stands beside the certificate in use while one replaces the other (CERT-5);
    `metadata` is what the federation was given, served byte by byte (MD-1).
    """

    key: Path
    certificate: Path
    next_certificate: Path | None
    providers: Path
    metadata: Path


@dataclass(frozen=True)
class Configuration:
    """What the `.ini` says about digital identities.

    `faults` are values that could not be read, one sentence each: nothing starts with any.
    """

    enabled: tuple[Connector, ...]
    public_url: str
    development: bool
    data_dir: Path
    organization: Organization
    contact: Contact
    town: str
    files: dict[Connector, FederationFiles]
    registry_certificate: Path | None
    registry_url: str
    binding: Binding
    level: int
    comparison: Comparison
    eidas: bool
    test_idps: bool
    demo_idp: bool
    browser_binding: bool
    log_key: Path
    gateway: dict[str, str]
    faults: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where files are that nobody named."""
        return self.data_dir / "spid_auth"

    @property
    def federations(self) -> tuple[Connector, ...]:
        """The enabled connectors that speak SAML."""
        return tuple(each for each in self.enabled if each.is_saml)

    def address(self, connector: Connector, page: str) -> str:
        """The address of a page of a connector, from the public URL and never from a Host header."""
        return f"{self.public_url}/{connector}/{page}"

    def entity_id(self, connector: Connector) -> str:
        """How a federation knows the register: the address of its metadata (MD-2)."""
        return self.address(connector, "metadata")

    def profile(self, connector: Connector) -> Profile:
        """The rules of a federation."""
        return PROFILES[connector.value]

    def subject(self, connector: Connector) -> CertificateSubject:
        """Whom the certificate of a federation must name (CERT-1)."""
        return CertificateSubject(
            organization_name=self.organization.name,
            display_name=self.organization.display_name,
            entity_id=self.entity_id(connector),
            ipa_code=self.contact.ipa_code,
            town=self.town,
        )
