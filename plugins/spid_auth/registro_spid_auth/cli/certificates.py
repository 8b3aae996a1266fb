"""`registro spid cert` and `registro spid metadata`: what the federation is given (CERT-3, MD-1)."""

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from registro_core.api import CommandError
from registro_spid_auth.cli.common import Federated, Which, configuration_of, connector_of
from registro_spid_auth.configuration import check_values
from registro_spid_auth.federations import provider_of
from registro_spid_auth.saml import keys
from registro_spid_auth.saml.certificates import (
    CertificateSubject,
    certificate_problems,
    make_certificate,
)
from registro_spid_auth.saml.keys import KeyFileError, KeyPair
from registro_spid_auth.saml.metadata import sp_metadata


def cert(
    context: typer.Context,
    which: Which = Federated.SPID,
    following: Annotated[
        bool,
        typer.Option(
            "--next",
            help="The one that will replace the certificate in use: written to "
            "spid_auth.next_certificate_file, its key beside it.",
        ),
    ] = False,
) -> None:
    """Make the register's key and its certificate, as avvisi SPID 23 and 29 want them.

    The files are those of the configuration; none that is there is overwritten. A key that is there
    already (CIE may share SPID's) is given a certificate.
    """
    configuration, connector = configuration_of(context), connector_of(which)
    if faults := check_values(configuration).faults:
        raise CommandError("\n".join(faults))
    files = configuration.files[connector]
    key_file, certificate_file = files.key, files.certificate
    if following:
        if files.next_certificate is None:
            raise CommandError("name the file first: spid_auth.next_certificate_file")
        certificate_file = files.next_certificate
        key_file = certificate_file.with_suffix(".key")
    now = _now(context)
    try:
        made = _make(configuration.subject(connector), key_file, certificate_file, now)
    except (KeyFileError, ValueError) as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{key_file}: the key, readable by its owner alone: keep a copy in a safe place.")
    typer.echo(
        f"{certificate_file}: the certificate, until {made.certificate.not_valid_after_utc:%Y-%m-%d}."
    )


def _make(
    subject: CertificateSubject, key_file: Path, certificate_file: Path, now: datetime
) -> KeyPair:
    if not key_file.exists():
        made = make_certificate(subject, now)
        keys.save(made, key_file, certificate_file)
        return made
    made = make_certificate(subject, now, keys.load_key(key_file))
    keys.save_certificate(made.certificate, certificate_file)
    return made


def metadata(
    context: typer.Context,
    which: Which = Federated.SPID,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Overwrite what the federation was given before."),
    ] = False,
) -> None:
    """Write the signed metadata that the federation is given, and that is served from then on.

    A federation validates it once: what is there is not overwritten unless you say so.
    """
    configuration, connector = configuration_of(context), connector_of(which)
    if faults := check_values(configuration).faults:
        raise CommandError("\n".join(faults))
    path = configuration.files[connector].metadata
    if path.exists() and not replace:
        raise CommandError(
            f"{path} is there already. The federation has validated it: write another with "
            "--replace only if you will have it validated again."
        )
    try:
        provider = provider_of(configuration, connector)
    except KeyFileError as error:
        raise CommandError(str(error)) from error
    for problem in certificate_problems(
        provider.keys.certificate, configuration.subject(connector), _now(context)
    ):
        typer.echo(f"attention: {problem}")
    write_in_place(path, sp_metadata(provider))
    typer.echo(f"{path}: served at {provider.entity_id} once the register is started again.")


def write_in_place(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it finds the old one or the new one, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _now(context: typer.Context) -> datetime:
    platform: Any = context.obj.platform
    now: datetime = platform.clock()
    return now
