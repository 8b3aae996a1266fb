"""Whether a federation's files are fit for a real school (OPS-1, OPS-2, OPS-4, OPS-5, CERT-5)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509

from registro_spid_auth.configuration import Configuration, Findings
from registro_spid_auth.federations.federation import provider_of
from registro_spid_auth.federations.metadata_file import metadata_problems
from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.certificates import Problem, certificate_problems
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import (
    IdentityProvider,
    provider_problems,
    read_providers,
)
from registro_spid_auth.saml.keys import KeyFileError

# OPS-1: a registry not refreshed for so long.
STALE = timedelta(hours=48)
TEST_HOSTS = frozenset({"localhost", "127.0.0.1", "demo.spid.gov.it", "validator.spid.gov.it"})
# What is told of but stops no start: a restart at night must not close the school's register
# because a certificate has ended.
LATER = ("certificate-expire", "certificate-not-yet", "registry-stale")


def check_federation(configuration: Configuration, connector: Connector, now: datetime) -> Findings:
    """Look at keys, certificates, metadata and the file of identity providers."""
    faults: list[str] = []
    warnings: list[str] = []
    for problem in _problems(configuration, connector, now):
        (warnings if problem.code.startswith(LATER) else faults).append(
            f"{connector}: {problem.text}"
        )
    return Findings(tuple(faults), tuple(warnings))


def _problems(
    configuration: Configuration, connector: Connector, now: datetime
) -> Iterator[Problem]:
    files = configuration.files[connector]
    yield from _own(configuration, connector, now)
    yield from _providers(files.providers, now)
    if connector is Connector.SPID:
        yield from _registry(configuration, now)


def _own(configuration: Configuration, connector: Connector, now: datetime) -> Iterator[Problem]:
    try:
        provider = provider_of(configuration, connector)
    except KeyFileError as error:
        yield Problem("key", f"{error}: make both with `registro spid cert`")
        return
    subject = configuration.subject(connector)
    certificates: list[x509.Certificate] = [
        provider.keys.certificate,
        *provider.further_certificates,
    ]
    for certificate in certificates:
        yield from certificate_problems(certificate, subject, now)
    metadata = configuration.files[connector].metadata
    for text in metadata_problems(metadata, provider, now):
        yield Problem("metadata", text)


def _registry(configuration: Configuration, now: datetime) -> Iterator[Problem]:
    """AgID's registry: its certificate, pinned by hand, and how old what we have of it is."""
    pinned = configuration.registry_certificate
    if pinned is None:
        yield Problem("registry-certificate", "spid_auth.registry_certificate_file is missing")
    else:
        try:
            keys.load_certificate(pinned)
        except KeyFileError as error:
            yield Problem("registry-certificate", str(error))
    yield from staleness(configuration.files[Connector.SPID].providers, now)


def _providers(path: Path, now: datetime) -> Iterator[Problem]:
    try:
        found = read_providers(path.read_bytes())
    except OSError as error:
        text = f"{path}: {error.strerror}: fetch it with `registro spid idp-refresh`"
        yield Problem("providers", text)
        return
    except Refused as error:
        yield Problem("providers", f"{path} cannot be used: {error}")
        return
    for provider in found.values():
        if hosts := _hosts(provider) & TEST_HOSTS:
            text = f"{path} names a test provider: {', '.join(sorted(hosts))}"
            yield Problem("test-provider", text)
    yield from provider_problems(found.values(), now)


def _hosts(provider: IdentityProvider) -> set[str]:
    addresses = [provider.entity_id, *provider.sso.values()]
    return {urlsplit(address).hostname or "" for address in addresses}


def staleness(path: Path, now: datetime) -> Iterator[Problem]:
    """Say that a file of providers was not refreshed for two days (OPS-1)."""
    if not path.exists():
        return
    changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if now - changed > STALE:
        hours = int((now - changed) / timedelta(hours=1))
        text = (
            f"{path} was last refreshed {hours} hours ago: let cron run `registro spid idp-refresh`"
        )
        yield Problem("registry-stale", text)
