"""`registro spid idp-refresh`: the federation's file of identity providers, kept fresh (OPS-1)."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import requests
import typer

from registro_core.api import CommandError
from registro_spid_auth.cli.certificates import write_in_place
from registro_spid_auth.cli.common import Federated, Which, configuration_of, connector_of
from registro_spid_auth.configuration import Configuration
from registro_spid_auth.kinds import Connector
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.aggregate import Difference, compare, verify_aggregate
from registro_spid_auth.saml.errors import Refused
from registro_spid_auth.saml.identity_providers import (
    REGISTRY_LIMIT,
    IdentityProvider,
    read_providers,
)
from registro_spid_auth.saml.keys import KeyFileError

TIMEOUT_SECONDS = 30
CIE_URL = "https://idserver.servizicie.interno.gov.it/idp/shibboleth?Metadata"


def idp_refresh(
    context: typer.Context,
    which: Which = Federated.SPID,
    file: Annotated[Path | None, typer.Option(help="A file that was fetched already.")] = None,
    url: Annotated[str, typer.Option(help="Where to fetch it; without it, the registry.")] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Accept that more than half of the providers go.")
    ] = False,
) -> None:
    """Put a fresh file of identity providers in the place of the old one; let cron run it daily.

    SPID's is believed only if signed with the certificate in spid_auth.registry_certificate_file,
    which you have compared by hand with AgID's. Whatever is wrong, the old file stays. The register
    notices the new one by itself.
    """
    configuration, connector = configuration_of(context), connector_of(which)
    platform: Any = context.obj.platform
    data = file.read_bytes() if file else _fetch(url or _address(configuration, connector))
    path = configuration.files[connector].providers
    try:
        believed = _believed(configuration, connector, data, platform.clock())
        new = read_providers(believed, insecure=configuration.test_idps)
    except (Refused, KeyFileError) as error:
        raise CommandError(f"the new file is refused, the old one stays: {error}") from error
    difference = compare(_present(path, configuration.test_idps), new)
    if difference.shrinks and not force:
        raise CommandError(
            f"{len(difference.removed)} of {difference.before} providers would go "
            f"({', '.join(difference.removed)}): the old file stays. With --force it is replaced."
        )
    if path.exists() and path.read_bytes() == believed:
        # as old as the last time somebody looked
        os.utime(path)
    else:
        write_in_place(path, believed)
    _tell(difference, new)


def _address(configuration: Configuration, connector: Connector) -> str:
    return configuration.registry_url if connector is Connector.SPID else CIE_URL


def _fetch(url: str) -> bytes:
    if not url.startswith("https://"):
        raise CommandError(f"{url}: only https is fetched")
    try:
        answer = requests.get(url, timeout=TIMEOUT_SECONDS, stream=True)
        answer.raise_for_status()
        data = answer.raw.read(REGISTRY_LIMIT + 1, decode_content=True)
    except requests.RequestException as error:
        raise CommandError(f"{url} cannot be fetched, the old file stays: {error}") from error
    return bytes(data)


def _believed(
    configuration: Configuration, connector: Connector, data: bytes, now: datetime
) -> bytes:
    """What of a file is believed: of SPID's what is signed, of CIE's what came by https."""
    if connector is Connector.CIE:
        return data
    if configuration.registry_certificate is None:
        raise CommandError("spid_auth.registry_certificate_file is missing")
    return verify_aggregate(data, keys.load_certificate(configuration.registry_certificate), now)


def _present(path: Path, insecure: bool) -> dict[str, IdentityProvider]:
    try:
        return read_providers(path.read_bytes(), insecure=insecure)
    except (OSError, Refused):
        return {}


def _tell(difference: Difference, new: dict[str, IdentityProvider]) -> None:
    for mark, ids in (
        ("+", difference.added),
        ("-", difference.removed),
        ("~", difference.changed),
    ):
        for entity_id in ids:
            name = new[entity_id].name if entity_id in new else ""
            typer.echo(f"{mark} {entity_id} {name}".rstrip())
    typer.echo(f"{len(new)} identity providers" + ("." if difference else ", nothing changed."))
