"""The register as a service provider (*fornitore di servizi*)."""

from dataclasses import dataclass

from cryptography import x509

from registro_spid_auth.saml.keys import KeyPair
from registro_spid_auth.saml.profiles import Profile

# MD-10: what eIDAS users are asked for, at an index of its own.
EIDAS_INDEX = 99
EIDAS_ATTRIBUTES = ("spidCode", "name", "familyName", "dateOfBirth")


@dataclass(frozen=True)
class Organization:
    """The school as its metadata and certificate name it.

    `name` is the full official denomination (X.509 O, at most 64 characters), `display_name` the
    one people know (X.509 CN), `url` the school's own site.
    """

    name: str
    display_name: str
    url: str


@dataclass(frozen=True)
class Contact:
    """Whom the federation writes to: an office, never a natural person (MD-12).

    `phone` is written `+39...` without spaces; `municipality` is the town's Belfiore code
    (*codice catastale*), which CIE wants.
    """

    ipa_code: str
    email: str
    phone: str
    municipality: str = ""


@dataclass(frozen=True)
class ServiceProvider:
    """The register as one federation knows it.

    `further_certificates` stand in the metadata beside the one in use while one replaces the other
    (CERT-5); `eidas` adds the set of attributes for eIDAS users (MD-10).
    """

    profile: Profile
    entity_id: str
    acs_url: str
    slo_url: str
    organization: Organization
    contact: Contact
    keys: KeyPair
    further_certificates: tuple[x509.Certificate, ...] = ()
    service_name: str = "Registro elettronico"
    eidas: bool = False

    def attribute_sets(self) -> dict[int, tuple[str, tuple[str, ...]]]:
        """Return index, name and attributes of each set that may be asked for (MD-9, MD-10)."""
        sets = {0: (self.service_name, self.profile.attributes)}
        if self.eidas:
            sets[EIDAS_INDEX] = ("eIDAS Natural Person Minimum Attribute Set", EIDAS_ATTRIBUTES)
        return sets
