"""`make bench`: what the pages cost on the reference school, against their budgets.

    .venv/bin/python benchmarks/pages.py [--times 200] [--database sqlite|postgresql] [--check]

After each figure stands its budget. With --check a page over its budget of
statements or size ends with status 1; processor time only warns, as it depends
on the machine.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench_school import BenchSchool, on_postgresql, on_sqlite
from bs4 import BeautifulSoup
from meter import Measure, measure

from registro_core.demo.sign_ins import PASSWORD
from registro_core.testing.postgres import why_missing

Prepare = Callable[[], dict[str, Any]]


@dataclass(frozen=True)
class Page:
    """A page to measure, and its budget: statements, CPU-ms on each database, kilobytes."""

    name: str
    prepare: Callable[[BenchSchool], Prepare]
    statements: int
    cpu: dict[str, float]
    kilobytes: float
    status: int = 200


def get(path: Callable[[BenchSchool], str], username: str = "") -> Callable[[BenchSchool], Prepare]:
    """A page that is only read."""

    def prepare(school: BenchSchool) -> Prepare:
        cookie, address = school.cookie(username) if username else "", path(school)
        return lambda: school.browser.environ("GET", address, cookie)

    return prepare


def post(
    path: Callable[[BenchSchool], str],
    username: str,
    typed: dict[str, str],
) -> Callable[[BenchSchool], Prepare]:
    """A form that is filled in as a browser would, each time from a fresh page."""

    def prepare(school: BenchSchool) -> Prepare:
        cookie, address = school.cookie(username) if username else "", path(school)

        def once() -> dict[str, Any]:
            page = school.browser.send(school.browser.environ("GET", address, cookie))
            body = urlencode(_fields(page.body, address) | typed).encode()
            return school.browser.environ("POST", address, cookie or page.cookie, body)

        return once

    return prepare


def _fields(body: bytes, address: str) -> dict[str, str]:
    """Return what a browser would send back of the page's form, untouched."""
    soup = BeautifulSoup(body, "html.parser")
    form = next(f for f in soup.find_all("form", method="post") if f["action"] in {address, ""})
    fields = {}
    for tag in form.find_all(["input", "textarea", "select"]):
        kind = tag.get("type")
        if not tag.get("name") or (kind in {"radio", "checkbox"} and not tag.has_attr("checked")):
            continue
        if tag.name == "select":
            chosen = tag.find("option", selected=True) or tag.find("option")
            fields[tag["name"]] = chosen.get("value", "") if chosen else ""
        else:
            fields[tag["name"]] = tag.text if tag.name == "textarea" else tag.get("value", "")
    return fields


def at(path: str) -> Callable[[BenchSchool], str]:
    """A fixed address."""
    return lambda _school: path


def lesson(school: BenchSchool) -> str:
    """The first lesson of today of the teacher with a sign-in to remember."""
    return school.lesson_path("docente")


def family_marks(school: BenchSchool) -> str:
    """The marks of a child of the parent with a sign-in to remember."""
    return f"/students/{school.child_of('genitore')}/marks"


def mark_grid(school: BenchSchool) -> str:
    """All marks of a term of a course of the teacher with a sign-in to remember, to be changed."""
    return f"{school.course_path('docente')}/grid"


PAGES = (
    Page("login page", get(at("/sign-in")), 1, {"SQLite": 0.6, "PostgreSQL": 0.8}, 4),
    Page(
        "sign-in (argon2id)",
        post(at("/sign-in"), "", {"name": "genitore", "password": PASSWORD}),
        25,
        {"SQLite": 60, "PostgreSQL": 60},
        2,
        303,
    ),
    Page("lesson page, roll", get(lesson, "docente"), 12, {"SQLite": 5, "PostgreSQL": 7}, 12),
    Page(
        "lesson save",
        post(lesson, "docente", {"lessons-topic": "Le equazioni"}),
        25,
        {"SQLite": 8, "PostgreSQL": 10},
        2,
        303,
    ),
    Page("parent's home", get(at("/"), "genitore"), 14, {"SQLite": 5, "PostgreSQL": 7}, 12),
    # Of the statements of these two, two are other plugins': absences to justify in the menu; who
    # was absent, and whom a sanction kept away.
    Page("family's marks", get(family_marks, "genitore"), 10, {"SQLite": 3, "PostgreSQL": 4}, 8),
    Page("mark grid", get(mark_grid, "docente"), 12, {"SQLite": 6, "PostgreSQL": 8}, 16),
    Page(
        "1,000 students, first page",
        get(at("/office/people"), "segreteria"),
        5,
        {"SQLite": 3, "PostgreSQL": 4},
        8,
    ),
)


def main() -> None:
    """Measure, print, and with --check judge."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--times", type=int, default=200)
    options.add_argument("--database", choices=("sqlite", "postgresql"))
    options.add_argument("--check", action="store_true")
    chosen = options.parse_args()
    over = 0
    for name, open_school in databases(chosen.database):
        with tempfile.TemporaryDirectory() as folder, open_school(Path(folder)) as school:
            print(
                f"\n{name}\n{'page':28}{'p50':>7}{'p95':>7}{'cpu':>14}{'queries':>12}{'kB gz':>14}"
            )
            for page in PAGES:
                over += _run(school, page, chosen.times)
    if chosen.check and over:
        sys.exit(1)


def databases(
    chosen: str | None,
) -> list[tuple[str, Callable[[Path], AbstractContextManager[BenchSchool]]]]:
    """Return the databases to measure on, and what builds the school on each."""
    found: list[tuple[str, Callable[[Path], AbstractContextManager[BenchSchool]]]] = []
    if chosen != "postgresql":
        found.append(("SQLite", on_sqlite))
    if chosen != "sqlite":
        reason = why_missing()
        if reason:
            print(f"PostgreSQL is left out: {reason}")
        else:
            found.append(("PostgreSQL", on_postgresql))
    return found


def _run(school: BenchSchool, page: Page, times: int) -> int:
    """Measure one page and print its line; return 1 if it is over its budget."""
    try:
        prepare = page.prepare(school)
        result = measure(
            prepare, school.browser, school.platform.engine, school.database_cpu, times
        )
    except LookupError as error:
        print(f"{page.name:28}  NOT MEASURED: {error}")
        return 1
    faults = _faults(page, result)
    print(
        f"{page.name:28}{result.p50:7.1f}{result.p95:7.1f}"
        f"{result.cpu:7.2f} /{page.cpu[school.name]:5.1f}"
        f"{result.statements:6} /{page.statements:4}"
        f"{result.kilobytes:7.1f} /{page.kilobytes:5.1f}  {' '.join(faults)}"
    )
    if result.cpu > page.cpu[school.name]:
        print(f"{'':28}processor time over budget")
    return bool(faults)


def _faults(page: Page, result: Measure) -> list[str]:
    faults = []
    if result.status != page.status:
        faults.append(f"ANSWERED {result.status}")
    if result.statements > page.statements:
        faults.append("TOO MANY QUERIES")
    if result.kilobytes > page.kilobytes:
        faults.append("TOO LARGE")
    return faults


if __name__ == "__main__":
    main()
