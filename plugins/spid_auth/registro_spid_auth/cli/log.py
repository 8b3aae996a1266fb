"""`registro spid log`: is the transaction log whole, and what does a line seal (LOG-3)."""

import json
from typing import Annotated, Any

import typer

from registro_core.api import SYSTEM, CommandError
from registro_spid_auth.cli.common import configuration_of
from registro_spid_auth.records.noting import noted_heads
from registro_spid_auth.records.reading import NoContent, open_line
from registro_spid_auth.records.sealing import LogKeyError, make_log_key, read_log_keys
from registro_spid_auth.records.verify import verify

app = typer.Typer(name="log", help="The transaction log.", no_args_is_help=True)


@app.callback()
def log() -> None:
    """The transaction log."""


@app.command("key")
def key(context: typer.Context) -> None:
    """Make the key that seals the log, in spid_auth.log_key_file.

    Without it nobody can read the log: keep a copy apart from the backups of the database.
    """
    path = configuration_of(context).log_key
    try:
        make_log_key(path)
    except LogKeyError as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{path}: keep a copy in a safe place, apart from the backups of the database.")


@app.command("verify")
def verify_log(context: typer.Context) -> None:
    """Read the whole log; exit with status 1 and name the lines when it was tampered with.

    That the end was cut off, or everything computed anew, shows by comparison with the heads which
    the worker notes every night in the audit log: verify that one too (`registro audit verify`).
    """
    platform: Any = context.obj.platform
    with platform.reading_sessions() as session:
        report = verify(session, noted_heads(session))
    if not report.whole:
        found = "\n".join(f"  {finding}" for finding in report.findings)
        raise CommandError(f"the transaction log was tampered with:\n{found}")
    purged = f", contents of {report.purged} purged after 24 months" if report.purged else ""
    typer.echo(f"The log is whole: {report.lines} lines{purged}.")
    typer.echo(f"head {report.lines}:{report.head}")


@app.command("read")
def read_line(
    context: typer.Context,
    seq: Annotated[int, typer.Argument(metavar="LINE", help="Its number, as the office sees it.")],
    reason: Annotated[
        str, typer.Option(help="Why it is read, and for whom: it goes on record.", prompt=True)
    ],
) -> None:
    """Open what a line seals, for the authority that asked; the reading goes into the audit log."""
    platform: Any = context.obj.platform
    if not reason.strip():
        raise CommandError("a reason is needed: it goes on record")
    try:
        keys = read_log_keys(configuration_of(context).log_key)
        with platform.sessions.begin() as session:
            content = open_line(session, SYSTEM, keys, seq, reason.strip(), platform.clock())
    except NoContent as error:
        raise CommandError(f"there is no line {seq}, or its 24 months are over") from error
    except LogKeyError as error:
        raise CommandError(str(error)) from error
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))
