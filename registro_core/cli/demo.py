"""`registro demo`: a school to try everything on."""

from datetime import date, datetime
from typing import Annotated

import typer

from registro_core.cli.installation import Config
from registro_core.clock import school_day
from registro_core.demo import build
from registro_core.demo.school import DemoSize
from registro_core.demo.sign_ins import PASSWORD, SIGN_INS


def demo(
    context: typer.Context,
    size: Annotated[
        DemoSize, typer.Option(help="6 classes in seconds, or 48 with 1,000 students in minutes.")
    ] = DemoSize.SMALL,
    seed: Annotated[int, typer.Option(help="Another number gives another school.")] = 1,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Build it around another day.", show_default="now"),
    ] = None,
    if_missing: Annotated[
        bool, typer.Option("--if-missing", help="Do nothing if there is a demo school already.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Throw the demo school that is there away.")
    ] = False,
) -> None:
    """Build the demo school: people, timetable, and history up to today.

    The same size, seed and day give the same school. Its year is built around today:
    on any day, Sundays and August included, there are lessons to sign. It makes the
    tables itself, and refuses to touch a database that holds a real school.
    """
    config: Config = context.obj
    request = build.DemoRequest(size, seed, _day(config, today), config.platform.clock())
    if build.prepare(config.platform, keep=if_missing, rebuild=rebuild):
        build.build(config.platform, request, progress=print)
    show_sign_ins()


def _day(config: Config, given: datetime | None) -> date:
    return given.date() if given else school_day(config.platform.clock())


def show_sign_ins() -> None:
    """Print who may sign in, and with which password."""
    print(f"\nSign-ins of the demo school (password of all: {PASSWORD})")
    for name, who in SIGN_INS.items():
        print(f"  {name:17}{who}")
