"""One federation, SPID or CIE: the register's part in it, its metadata, its identity providers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from registro_spid_auth.configuration.values import Configuration
from registro_spid_auth.federations.providers_file import ProvidersFile
from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.identity_providers import IdentityProvider
from registro_spid_auth.saml.metadata import sp_metadata
from registro_spid_auth.saml.provider import ServiceProvider

Providers = Mapping[str, IdentityProvider]


@dataclass(frozen=True)
class Federation:
    """What the pages of a federation need. `metadata` is served byte by byte (MD-1)."""

    connector: Connector
    provider: ServiceProvider
    metadata: bytes
    file: ProvidersFile
    # The demo provider of development, while there is no file of others.
    instead: Callable[[], Providers] = field(default=dict)

    def identity_providers(self) -> Providers:
        """Every identity provider one may choose now, by entityID."""
        return self.file.current() or self.instead()


def provider_of(configuration: Configuration, connector: Connector) -> ServiceProvider:
    """The register as a federation knows it.  Raises `KeyFileError`."""
    files = configuration.files[connector]
    following = files.next_certificate
    return ServiceProvider(
        profile=configuration.profile(connector),
        entity_id=configuration.entity_id(connector),
        acs_url=configuration.address(connector, "acs"),
        slo_url=configuration.address(connector, "slo"),
        organization=configuration.organization,
        contact=configuration.contact,
        keys=keys.load(files.key, files.certificate),
        further_certificates=(keys.load_certificate(following),) if following else (),
        eidas=configuration.eidas,
    )


def load_federation(
    configuration: Configuration, connector: Connector, instead: Callable[[], Providers]
) -> Federation:
    """A federation ready for use.  Raises `KeyFileError`.

    The metadata is the file that was given to the federation; in development, where nobody was
    given any, it is made.
    """
    provider = provider_of(configuration, connector)
    files = configuration.files[connector]
    made = configuration.development
    metadata = sp_metadata(provider) if made else files.metadata.read_bytes()
    file = ProvidersFile(files.providers, insecure=configuration.test_idps)
    return Federation(connector, provider, metadata, file, instead)
