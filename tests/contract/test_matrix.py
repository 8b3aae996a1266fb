"""Who may open what: every route, every method, every role, as `matrix.csv` says (check 2).

The table is generated once, read by a person, and frozen: a new right shows in
review as a new cell. To write it anew after adding pages:

    REGISTRO_WRITE_MATRIX=1 pytest tests/contract/test_matrix.py

A cell: `yes` the request is carried out (or refused for what it contains),
`403` and `404` refused, `in` sent to the sign-in page. Ids are those of class
1A, student anna, her lesson of today; other ids of an address are 1.
"""

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from registro_core.app import configure
from registro_core.security.guard import ViewRecord, catalogue
from registro_core.testing import TODAY, TestSchool

TABLE = Path(__file__).parent / "matrix.csv"
PLUGINS = (
    *("lessons", "attendance", "grades", "homework", "materials", "web_push", "spid_auth"),
    "messaging",
)
ROLES = (
    *("nobody", "admin", "dirigente", "vicario", "segreteria", "bidella", "docente"),
    *("coordinatore", "sostegno", "estraneo", "mamma", "altra", "ristretto", "anna", "bruno"),
    "adulto",
)
# What would end the session that asks, or is not a page of the register.
LEFT_OUT = {"sign_out", "accounts.sign_out"}


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    return PLUGINS


def views(school: TestSchool) -> list[tuple[str, str, ViewRecord]]:
    """Method, pattern and view of everything that answers a route."""
    settings = {"registro.database_url": school.url, "registro.plugins": " ".join(PLUGINS)}
    found = {
        (method if method != "any" else "POST", view.pattern): view
        for view in catalogue(configure(school.platform, settings))
        for method in view.methods
        if method not in {"HEAD", "OPTIONS"} and view.route not in LEFT_OUT
        if not view.pattern.startswith(("/static", "/assets"))
    }
    return [(*key, found[key]) for key in sorted(found)]


def path_for(pattern: str, school: TestSchool, student: str = "anna") -> str:
    values = {
        "class_id": school.classes["1A"],
        "student_id": school.people[student],
        "person_id": school.people[student],
        "day": TODAY,
        "slot": 1,
        "code": "en",
        "what": "year",
        "course": school.subjects["MAT"],
    }

    def value(match: re.Match[str]) -> str:
        return str(values.get(match.group(1).split(":")[0], 1))

    return re.sub(r"\{([^}]+)\}", value, pattern).replace("*subpath", "x")


def token(browser: TestApp) -> str:
    """The anti-forgery token of a browser's pages."""
    page = browser.get("/privacy").text + browser.get("/sign-in", expect_errors=True).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    return found.group(1) if found else ""


def outcome(browser: TestApp, csrf: str, method: str, path: str) -> str:
    if method == "GET":
        answer = browser.get(path, expect_errors=True)
    else:
        answer = browser.request(
            path,
            method=method,
            POST={"csrf_token": csrf} if method == "POST" else None,
            headers={"Referer": "http://localhost/", "Origin": "http://localhost"},
            expect_errors=True,
        )
    assert answer.status_int < 500, f"{method} {path}: {answer.status}\n{answer.text[:2000]}"
    if answer.status_int in {403, 404}:
        return str(answer.status_int)
    if "/sign-in" in str(answer.headers.get("Location", "")):
        return "in"
    return "yes"


def measured(school: TestSchool) -> Iterator[dict[str, Any]]:
    browsers = {
        role: school.anonymous() if role == "nobody" else school.as_(role) for role in ROLES
    }
    tokens = {role: token(browser) for role, browser in browsers.items()}
    for method, pattern, _view in views(school):
        path = path_for(pattern, school)
        cells = {r: outcome(browsers[r], tokens[r], method, path) for r in ROLES}
        yield {"method": method, "pattern": pattern, **cells}


@pytest.mark.once
@pytest.mark.slow
def test_every_cell_is_as_the_table_says(school: TestSchool) -> None:
    rows = list(measured(school))
    if os.environ.get("REGISTRO_WRITE_MATRIX"):
        with TABLE.open("w", newline="") as file:
            writer = csv.DictWriter(file, ("method", "pattern", *ROLES), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    with TABLE.open(newline="") as file:
        expected = {(row["method"], row["pattern"]): row for row in csv.DictReader(file)}
    found = {(row["method"], row["pattern"]): row for row in rows}
    assert found.keys() == expected.keys()
    assert {key: row for key, row in found.items() if row != expected[key]} == {}


@pytest.mark.parametrize(("reader", "child"), [("altra", "anna"), ("mamma", "bruno")])
def test_another_familys_child_is_nobody_on_every_route(
    school: TestSchool, reader: str, child: str
) -> None:
    """Check 3: derived, not listed: whatever takes a student's id."""
    browser = school.as_(reader)
    csrf, tried = token(browser), 0
    for method, pattern, _view in views(school):
        if "{student_id}" in pattern or "{person_id}" in pattern:
            tried += 1
            path = path_for(pattern, school, child)
            assert outcome(browser, csrf, method, path) in {"403", "404"}, (method, pattern)
            if "{student_id}" in pattern:
                assert outcome(browser, csrf, method, path) == "404", (method, pattern)
    assert tried > 10
