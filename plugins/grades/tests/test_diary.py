"""The private diary: owner only. No page, search, log or export of others shows a word of it."""

from typing import Any

import pytest
from sqlalchemy import select, text

from registro_core.testing import TestSchool
from registro_grades.models import DiaryEntry

SECRET = "parolasegretissima"
EVERYBODY_ELSE = (
    *("coordinatore", "sostegno", "estraneo", "dirigente", "vicario", "segreteria", "bidella"),
    *("admin", "mamma", "ristretto", "altra", "anna", "adulto", "docente.genitore"),
)


def write(school: TestSchool, who: str = "docente", **fields: str) -> Any:
    page = school.as_(who).get("/diary/new", status=200)
    form = next(form for form in page.forms.values() if "text" in form.fields)
    for name, value in {"text": SECRET, **fields}.items():
        form[name] = value
    return form.submit(status=303)


def about(school: TestSchool, student: str) -> str:
    return f"{school.classes['1A']}/{school.people[student]}"


@pytest.fixture
def entry(school: TestSchool) -> int:
    write(school, about=about(school, "anna"))
    with school.session() as session:
        return session.scalars(select(DiaryEntry.id)).one()


def test_its_owner_reads_finds_rewrites_and_deletes_it(school, entry):
    browser = school.as_("docente")
    assert SECRET in browser.get("/diary")
    assert SECRET in browser.get(f"/diary?about={about(school, 'anna')}&word=PAROLA")
    assert SECRET not in browser.get(f"/diary?about={about(school, 'bruno')}")
    assert SECRET not in browser.get("/diary?word=100%25")
    form = next(f for f in browser.get(f"/diary/{entry}").forms.values() if "text" in f.fields)
    form["text"] = "altro"
    form.submit(status=303)
    assert "altro" in browser.get("/diary")

    delete = next(
        f
        for f in browser.get(f"/diary/{entry}").forms.values()
        if (f.action or "").endswith("delete")
    )
    delete.submit(status=303)

    assert "Il diario è vuoto" in browser.get("/diary")


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
def test_to_everybody_else_it_does_not_exist(school, entry, who):
    browser = school.as_(who)

    browser.get(f"/diary/{entry}", status=404)
    answer = browser.get("/diary", expect_errors=True)
    assert answer.status_int in {200, 403}
    assert SECRET not in answer
    token = browser.get("/privacy").forms
    csrf = next((f["csrf_token"].value for f in token.values() if "csrf_token" in f.fields), "")
    for path in (f"/diary/{entry}", f"/diary/{entry}/delete"):
        browser.post(path, {"csrf_token": csrf, "text": "x"}, status=404)


@pytest.mark.parametrize("who", ["dirigente", "admin", "segreteria", "docente"])
def test_neither_search_nor_the_student_nor_the_log_knows_it(school, entry, who):
    browser = school.as_(who)
    anna = school.people["anna"]

    for path in (f"/search?q={SECRET[:9]}", f"/students/{anna}", "/office/audit", "/", "/notices"):
        assert SECRET not in browser.get(path, expect_errors=True)


def test_the_log_says_that_something_was_written_and_not_what(school, entry):
    with school.session() as session:
        stored = session.execute(text("SELECT * FROM audit_values")).all()
        entries = session.execute(
            text("SELECT student_id FROM audit_entry WHERE act = 'grades.diary.written'")
        ).all()

    assert SECRET not in repr(stored)
    assert entries == [(None,)]


def test_one_writes_about_ones_own_classes_alone(school):
    page = school.as_("coordinatore").get("/diary/new")
    form = next(form for form in page.forms.values() if "text" in form.fields)
    offered = [value for value, _on, _label in form["about"].options]

    assert about(school, "anna") in offered
    assert not any(str(school.people["luca"]) in value.split("/")[1:] for value in offered)
    form["about"].force_value(f"{school.classes['2A']}/{school.people['luca']}")
    form["text"] = "x"
    form.submit(status=422)
