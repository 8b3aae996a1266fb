"""The command `registro audit`: is the log whole."""

from typing import Annotated

import typer

from registro_core.audit.anchors import Anchor, BrokenAnchors, read_anchors
from registro_core.audit.sealing import anchor_file
from registro_core.audit.verify import VerifyReport, verify
from registro_core.cli.failures import CommandError
from registro_core.cli.installation import Config

app = typer.Typer(name="audit", help="Verify the audit log.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Verify the audit log."""


@app.command("verify")
def verify_log(
    context: typer.Context,
    head: Annotated[
        str, typer.Option(help="A head noted elsewhere, as `seq:digest`: it must be in the log.")
    ] = "",
) -> None:
    """Read the whole log; exit with status 1 and name the entries when it was tampered with.

    Changes and removals show by themselves. That the end was cut off, or everything
    computed anew, shows by comparison with the anchors which the worker notes every hour
    (audit-anchors.jsonl in registro.data_dir) and, to be safe from who can write there
    too, with a head kept elsewhere: give it with --head.
    """
    config: Config = context.obj
    anchors = [*_anchors(config), *_noted(head)]
    with config.platform.reading_sessions() as session:
        report = verify(session, anchors)
    _tell(report)


def _anchors(config: Config) -> list[Anchor]:
    try:
        return read_anchors(anchor_file(config.platform), config.platform.secret)
    except BrokenAnchors as error:
        raise CommandError(f"the anchors were tampered with: {error}") from error


def _noted(head: str) -> list[Anchor]:
    if not head:
        return []
    seq, _, digest = head.partition(":")
    if not seq.isdigit() or not digest:
        raise CommandError(f"--head {head!r} is not a head: it looks like 1234:ab12...")
    return [Anchor(int(seq), digest, at="", seal="")]


def _tell(report: VerifyReport) -> None:
    if not report.whole:
        found = "\n".join(f"  {finding}" for finding in report.findings)
        raise CommandError(f"the audit log was tampered with:\n{found}")
    erased = f", values of {report.erased} lawfully erased" if report.erased else ""
    print(f"The log is whole: {report.entries} entries{erased}.")
    print(f"Anchored up to entry {report.anchored}." if report.anchored else "Not anchored yet.")
    print(f"head {report.entries}:{report.head}")
