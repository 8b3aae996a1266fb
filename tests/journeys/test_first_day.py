"""A morning at school: the teacher signs and calls the roll, the parent sees it and justifies."""

import re
from typing import Any

import pytest
from webtest import TestApp

from registro_core.jobs.worker import Worker
from tests.journeys.conftest import Demo


def children_of(parent: TestApp) -> list[str]:
    """Ids of the children on a parent's first page."""
    tiles = parent.get("/", status=200).html.select("a.r-kidtile")
    return [str(tile["href"]).rsplit("/", 1)[1] for tile in tiles]


def lessons_today(teacher: TestApp) -> list[str]:
    """Addresses of a teacher's lessons of today, from the cards of the first page."""
    links = teacher.get("/", status=200).html.select("a[href*='/lessons/20']")
    return list(dict.fromkeys(str(link["href"]) for link in links))


def lesson_with(teacher: TestApp, students: list[str]) -> tuple[Any, str]:
    """The form of a lesson of today in which one of the students is, and who it is."""
    for path in lessons_today(teacher):
        form = teacher.get(path, status=200).forms["lesson"]
        for student in students:
            if f"roll-{student}" in form.fields:
                return form, student
    pytest.fail("the teacher has none of the children today")


def call_absent(demo: Demo) -> tuple[str, str]:
    """`docente` marks a child of `genitore` absent; return the child and the lesson's address."""
    children = children_of(demo.sign_in("genitore"))
    form, child = lesson_with(demo.sign_in("docente"), children)
    form[f"roll-{child}"] = "A"
    form["lessons-topic"] = "Equazioni di primo grado"
    form.submit(status=303)
    return child, form.action


def test_the_teacher_signs_and_the_parent_sees_it_at_once_and_justifies(demo: Demo) -> None:
    child, lesson = call_absent(demo)
    teacher = demo.sign_in("docente")
    assert "Equazioni di primo grado" in teacher.get(lesson, status=200)

    parent = demo.sign_in("genitore")
    page = parent.get("/", status=200)
    tile = page.html.select_one(f"a.r-kidtile[href='/students/{child}']")
    assert tile is not None
    assert "Assente" in tile.text

    form = next(f for f in page.forms.values() if f.action == f"/students/{child}/justifications")
    answer = form.submit(status=303).follow(status=200)
    assert "giustific" in answer.text.lower()
    again = parent.get("/", status=200)
    todo = [f for f in again.forms.values() if f.action == form.action]
    assert todo == []


def test_the_other_parent_sees_it_too_and_a_stranger_nothing(demo: Demo) -> None:
    child, _lesson = call_absent(demo)
    father = demo.sign_in("genitore2").get("/", status=200)
    tile = father.html.select_one(f"a.r-kidtile[href='/students/{child}']")
    assert tile is not None
    assert "Assente" in tile.text
    demo.sign_in("docente.genitore").get("/", status=200)
    demo.sign_in("maggiorenne").get(f"/students/{child}", status=404)


def test_the_notice_leaves_after_the_debounce_and_not_if_corrected_before(demo: Demo) -> None:
    child, lesson = call_absent(demo)
    mails = demo.platform.installation.data_dir / "mail"
    before = set(mails.glob("*.eml"))

    def sent() -> list[str]:
        Worker(demo.platform).run_once(demo.clock())
        return [mail.read_text() for mail in set(mails.glob("*.eml")) - before]

    demo.clock.advance(minutes=9)
    assert sent() == []
    teacher = demo.sign_in("docente")
    form = teacher.get(lesson, status=200).forms["lesson"]
    form[f"roll-{child}"] = "P"
    form.submit(status=303)
    demo.clock.advance(minutes=20)
    assert [mail for mail in sent() if "assente" in mail.lower()] == []


def test_a_minor_student_fails_to_justify(demo: Demo) -> None:
    student = demo.sign_in("studente")
    own = student.get("/", status=200).html.select_one("a[href^='/students/']")
    assert own is not None
    number = re.findall(r"/students/(\d+)", str(own["href"]))[0]
    page = student.get(f"/students/{number}/justifications", status=200)
    posting = [f for f in page.forms.values() if f.action == f"/students/{number}/justifications"]
    assert posting == []
    token = page.html.select_one("input[name=csrf_token]")
    assert token is not None
    student.post(
        f"/students/{number}/justifications",
        {"csrf_token": token["value"], "reason": "family"},
        headers={"Origin": "http://localhost"},
        status=403,
    )


def test_an_adult_student_justifies_alone(demo: Demo) -> None:
    student = demo.sign_in("maggiorenne")
    page = student.get("/", status=200)
    form = next((f for f in page.forms.values() if f.action.endswith("/justifications")), None)
    assert form is not None, "the demo gives the adult student something to justify"
    form.submit(status=303)


def test_the_coordinator_sees_percentages(demo: Demo) -> None:
    coordinator = demo.sign_in("coordinatore")
    classes = coordinator.get("/classes", status=200).html.select("table a[href^='/classes/']")
    page = coordinator.get(str(classes[0]["href"]), status=200)
    overview = page.html.select_one("a[href*='/attendance']")
    assert overview is not None
    assert "%" in coordinator.get(str(overview["href"]), status=200)


@pytest.mark.once
@pytest.mark.parametrize(
    "name",
    [
        *("admin", "dirigente", "segreteria", "docente", "coordinatore", "sostegno"),
        *("genitore", "genitore2", "studente", "maggiorenne", "docente.genitore"),
    ],
)
def test_everybody_can_open_everything_they_are_offered(demo: Demo, name: str) -> None:
    """Every link of a person's first pages leads to a page (no dead ends, no 403)."""
    browser = demo.sign_in(name)
    seen: set[str] = set()
    waiting = ["/", "/menu"]
    for depth in range(3):
        found: set[str] = set()
        for path in waiting:
            seen.add(path)
            page = browser.get(path, status="*")
            assert page.status_int in {200, 303}, f"{name}: {path} answers {page.status}"
            if page.content_type == "text/html" and depth < 2:
                found |= {
                    str(a["href"]).split("#")[0]
                    for a in page.html.select("main a[href^='/'], nav a[href^='/']")
                }
        waiting = sorted(found - seen - {"/sign-out", ""})[:40]
