"""The command `registro s3-store`: from the folder into the bucket, and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import typer

from registro_core.api import FileStore, LocalStore

app = typer.Typer(
    name="s3-store",
    help="Uploaded files: from the folder into the bucket, and back.",
    no_args_is_help=True,
)


@app.command("upload")
def upload(context: typer.Context) -> None:
    """Copy the files of registro.files_dir into the bucket. What is there already is left out."""
    platform: Any = context.obj.platform
    copied = copy(LocalStore(platform.installation.files_dir), platform.files)
    typer.echo(f"{copied} files copied")


@app.command("download")
def download(context: typer.Context) -> None:
    """Copy the files of the bucket into registro.files_dir. What is there already is left out."""
    platform: Any = context.obj.platform
    copied = copy(platform.files, LocalStore(platform.installation.files_dir))
    typer.echo(f"{copied} files copied")


def copy(source: FileStore, target: FileStore) -> int:
    """Copy what is missing; return how many files. Stopped in the middle, it may be run again."""
    ever = datetime.now(UTC) + timedelta(days=1)
    there = set(target.older_than(ever))
    missing = [digest for digest in source.older_than(ever) if digest not in there]
    for digest in missing:
        with source.open(digest) as stream:
            if target.put(stream) != digest:
                raise typer.BadParameter(f"{digest} is damaged where it comes from")
    return len(missing)
