"""The command `registro web-push`."""

from typing import Any

import typer

from registro_web_push.keys import make_keys

app = typer.Typer(
    name="web-push", help="Web push: the key that signs notifications.", no_args_is_help=True
)


@app.callback()
def web_push() -> None:
    """Web push: the key that signs notifications."""


@app.command("keys")
def keys(context: typer.Context) -> None:
    """Make the signing key unless there is one, and print its public part.

    The first person who turns notifications on makes it as well.
    """
    platform: Any = context.obj.platform
    with platform.sessions.begin() as session:
        typer.echo(make_keys(session, platform.clock()))
