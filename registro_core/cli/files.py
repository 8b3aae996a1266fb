"""`registro import`: a school's files into the register, whole or not at all."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from registro_core.cli.installation import Config
from registro_core.cli.report import Language, print_report
from registro_core.clock import school_day
from registro_core.db.migrate import refuse_pending
from registro_core.imports import services
from registro_core.imports.plan import Plan, Upload
from registro_core.imports.report_json import to_json
from registro_core.items import SYSTEM

REFUSED = 1


def import_files(
    context: typer.Context,
    directory: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="The folder with alunni.csv, docenti.csv and the others; none is obligatory.",
            exists=True,
            file_okay=False,
            readable=True,
        ),
    ],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="From which day changes hold: a move to another class, a new timetable.",
            show_default="today",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the whole report as JSON.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="List every message and change, not the first of each.")
    ] = False,
    language: Annotated[Language, typer.Option(help="The language of messages.")] = Language.IT,
) -> None:
    """Import a school's files: people, classes, teachings, calendar, timetable.

    Rows are matched by codice fiscale, else by name and date of birth: importing again
    changes only what is different. Nothing is ever deleted. If a single row is refused,
    nothing is written. Exit status: 0 done (or nothing to do), 1 rows were refused and
    nothing was written, 2 the command itself is wrong.
    """
    config: Config = context.obj
    refuse_pending(config.platform.engine, config.platform.plugins)
    plan = _import(config, services.read_directory(directory), on.date() if on else None, dry_run)
    if as_json:
        print(json.dumps(to_json(plan.report), ensure_ascii=False, indent=1))
    else:
        print_report(plan.report, config.platform.plugins, language, everything=everything)
        print(_outcome(plan, dry_run))
    if not plan.report.may_run:
        raise typer.Exit(REFUSED)


def _import(config: Config, uploads: list[Upload], on: date | None, dry_run: bool) -> Plan:
    """Plan and write in one transaction; a dry run, or one with errors, only reads."""
    platform = config.platform
    now = platform.clock()
    factory = platform.reading_sessions if dry_run else platform.sessions
    with factory.begin() as session:
        plan = services.dry_run(session, platform.plugins, uploads, now, school_day(now), on)
        if plan.report.may_run and not dry_run:
            services.run(session, platform.plugins, plan, SYSTEM, now)
    return plan


def _outcome(plan: Plan, dry_run: bool) -> str:
    changes = f"{plan.report.changes:,}"
    if not plan.report.may_run:
        return "Nothing was written: mend the rows above and import again."
    if dry_run:
        return f"A dry run: nothing was written. {changes} rows of the database would change."
    return f"Done: {changes} rows of the database changed."
