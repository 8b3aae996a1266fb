"""The commands `registro attendance`: what an office takes away without a browser."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import select

from registro_attendance.statistics.month import read_month
from registro_attendance.statistics.monthly import monthly_table
from registro_core.api import School, SchoolClass, csv_text, school_day, year_of

app = typer.Typer(name="attendance", help="Attendance: monthly summaries.", no_args_is_help=True)


@app.callback()
def attendance() -> None:
    """Attendance: monthly summaries."""


@app.command("month")
def month(
    context: typer.Context,
    class_name: Annotated[str, typer.Argument(metavar="CLASS", help="Its name, such as 3B.")],
    which: Annotated[
        str, typer.Argument(metavar="MONTH", help="As 2026-11; without it, this month.")
    ] = "",
) -> None:
    """Write the monthly summary of a class as CSV: a row a student, a column a day.

    `registro attendance month "3A LS" 2026-11 > novembre.csv`
    """
    platform: Any = context.obj.platform
    today = school_day(platform.clock())
    with platform.reading_sessions() as session:
        found = _find_class(session, class_name, today)
        if found is None:
            typer.echo(f"there is no class {class_name} this year", err=True)
            raise typer.Exit(1)
        stored = session.scalar(select(School.settings).limit(1)) or {}
        settings = platform.school_settings(stored)
        table = monthly_table(session, found, read_month(which, today), settings)
    head: list[Any] = ["Studente", *(day.day for day in table.days), "Giorni", "Ore"]
    typer.echo(csv_text(head, ([r.name, *r.cells, r.days, r.hours] for r in table.rows)), nl=False)


def _find_class(session: Any, name: str, today: date) -> SchoolClass | None:
    year = year_of(session, today)
    statement = select(SchoolClass).where(
        SchoolClass.name == name, SchoolClass.year_id == (year.id if year else 0)
    )
    found: SchoolClass | None = session.scalars(statement).first()
    return found
