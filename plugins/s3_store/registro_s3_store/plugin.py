"""What the bucket adds to the register."""

import typer

from registro_core.api import FileStore, Installation, hookimpl
from registro_s3_store import cli
from registro_s3_store.settings import read_bucket


@hookimpl
def registro_file_store(installation: Installation) -> FileStore:
    """Return the bucket of the configuration."""
    # here: the library is loaded where there is a bucket, and nowhere else
    from registro_s3_store.store import S3FileStore  # noqa: PLC0415

    return S3FileStore(read_bucket(installation))


@hookimpl
def registro_commands() -> list[typer.Typer]:
    """Return the command that copies files into the bucket and back."""
    return [cli.app]
