"""How many statements a page may ask: the budgets, with every bundled plugin on, on the demo school.

Warm, everything included: session, permissions, hooks, translations. They do not grow
with the class: `tests/contract` and each plugin's own tests see to that.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from webtest import TestApp

from registro_core.testing.fixtures import FRAMES
from tests.journeys.conftest import Demo
from tests.journeys.test_first_day import children_of, lessons_today


@contextmanager
def counted(demo: Demo) -> Iterator[list[str]]:
    """Record the statements of a block, those that only frame a transaction apart."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(FRAMES):
            seen.append(statement)

    event.listen(demo.platform.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(demo.platform.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("name", "path", "budget"),
    [
        # The aim is 14 with five plugins; the circulars to read or sign are one more.
        ("genitore", "/", 17),
        ("segreteria", "/office/people", 5),
        ("segreteria", "/classes", 6),
    ],
)
def test_a_page_keeps_to_its_budget(demo: Demo, name: str, path: str, budget: int) -> None:
    browser = demo.sign_in(name)
    browser.get(path, status=200)
    with counted(demo) as seen:
        browser.get(path, status=200)
    assert len(seen) <= budget, "\n".join(seen)


def first_register(teacher: TestApp) -> str:
    """The address of a teacher's first register of marks."""
    return str(teacher.get("/marks", status=200).html.select_one("#main section a")["href"])


def test_marks_of_a_child_and_the_grid_of_a_teacher(demo: Demo) -> None:
    """Each has two of other plugins: what is to be justified; who was absent, or kept away."""
    parent, teacher = demo.sign_in("genitore"), demo.sign_in("docente")
    pages = [
        *((parent, f"/students/{child}/marks", 10) for child in children_of(parent)),
        (teacher, f"{first_register(teacher)}/grid", 12),
    ]
    for browser, path, budget in pages:
        browser.get(path, status=200)
        with counted(demo) as seen:
            browser.get(path, status=200)
        assert len(seen) <= budget, "\n".join([path, *seen])


def test_the_sign_in_page_asks_one_question(demo: Demo) -> None:
    browser = demo.sign_in("docente")
    browser.reset()
    browser.get("/sign-in", status=200)
    with counted(demo) as seen:
        browser.get("/sign-in", status=200)
    assert len(seen) <= 1, "\n".join(seen)


# Signing, topic and roll together take 25. New absences should fit in too, and do not yet: what
# was announced is looked up, and a notice has recipients and an outbox. The figure may only go
# down. SQLite asks one less of each: its log needs no lock.
SAVE, SAVE_WITH_ABSENCES = 25, 31


def test_the_lesson_page(demo: Demo) -> None:
    browser = demo.sign_in("docente")
    path = lessons_today(browser)[1]
    browser.get(path, status=200)
    with counted(demo) as reading:
        browser.get(path, status=200)
    # The aim is 12; beyond it are who is kept from lessons, the next lessons to offer as due,
    # what is due today and what was handed out. The figure may only go down.
    assert len(reading) <= 16, "\n".join(reading)


@pytest.mark.parametrize(("absences", "budget"), [(0, SAVE), (2, SAVE_WITH_ABSENCES)])
def test_the_save_of_a_lesson(demo: Demo, absences: int, budget: int) -> None:
    browser = demo.sign_in("docente")
    form = browser.get(lessons_today(browser)[1], status=200).forms["lesson"]
    rolls = [n for n in form.fields if n and n.startswith("roll-") and n[5:].isdigit()]
    for name in rolls[:absences]:
        form[name] = "A"
    form["lessons-topic"] = "Le frazioni"
    with counted(demo) as saving:
        form.submit(status=303)
    assert len(saving) <= budget, "\n".join(saving)
