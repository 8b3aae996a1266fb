"""`registro check`: whether the system has what the register can do without, but not well."""

import typer

from registro_core.cli.failures import CommandError
from registro_core.cli.installation import Config
from registro_core.documents.engine import render_pdf
from registro_core.documents.failures import NotInstalled

SAMPLE = '<html lang="it"><title>Prova</title><body><h1>Prova</h1></body></html>'
MISSING = (
    "no PDF can be made, as a library of the system is missing; on Debian and Ubuntu: "
    "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 "
    "(the register works without; pages that offer a PDF say that they cannot)"
)


def check(context: typer.Context) -> None:
    """Try what depends on the system: the configuration and its plugins, and making a PDF.

    Exit status: 0 all is there, 1 something is missing, and the message says what to install.
    """
    config: Config = context.obj
    print(f"plugins: {', '.join(config.platform.installation.plugins) or 'none'}")
    try:
        render_pdf(SAMPLE)
    except NotInstalled as error:
        raise CommandError(MISSING) from error
    print("documents: a PDF can be made")
