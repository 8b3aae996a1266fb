"""`registro audit`: whether the log is whole."""

import typer

from registro_core.audit.anchors import FILE_NAME, BrokenAnchors, read_anchors
from registro_core.audit.verify import VerifyReport
from registro_core.audit.verify import verify as verify_log
from registro_core.cli.failures import CommandError
from registro_core.cli.installation import Config

app = typer.Typer(name="audit", help="Verify the audit log.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Verify the audit log: every change of a person's data, in a chain that shows tampering."""


@app.command()
def verify(context: typer.Context) -> None:
    """Read the whole log and name every place where it was tampered with.

    Entries that were changed, removed or exchanged show by the chain; an end that was
    cut off, or a log written anew, shows by the anchors that the worker keeps in
    `registro.data_dir` every day. Keep copies of that file outside the server.
    Ends with status 1 when something is wrong.
    """
    config: Config = context.obj
    try:
        anchors = read_anchors(config.data_dir / FILE_NAME, config.platform.secret)
    except BrokenAnchors as error:
        raise CommandError(str(error)) from error
    with config.platform.reading_sessions() as session:
        report = verify_log(session, anchors)
    _tell(report)


def _tell(report: VerifyReport) -> None:
    for finding in report.findings:
        print(finding)
    if not report.whole:
        raise CommandError(f"the log was tampered with: {len(report.findings)} findings")
    erased = f", {report.erased} with values erased lawfully" if report.erased else ""
    print(f"The log is whole: {report.entries} entries{erased}.")
    print(f"Anchored up to entry {report.anchored}.")
    print(f"head {report.entries}:{report.head}")
