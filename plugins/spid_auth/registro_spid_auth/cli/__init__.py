"""The commands `registro spid`: keys, metadata, the registry of providers, checks, the log."""

import typer

from registro_spid_auth.cli.certificates import cert, metadata
from registro_spid_auth.cli.checking import check
from registro_spid_auth.cli.log import app as log
from registro_spid_auth.cli.registry import idp_refresh

app = typer.Typer(
    name="spid", help="SPID and CIE: keys, metadata, providers, the log.", no_args_is_help=True
)


@app.callback()
def spid() -> None:
    """SPID and CIE: keys, metadata, providers, the log."""


for name, command in (
    ("cert", cert),
    ("metadata", metadata),
    ("idp-refresh", idp_refresh),
    ("check", check),
):
    app.command(name)(command)
app.add_typer(log)
