"""The board: who reads it, who writes on it, and what is refused."""

import pytest


def form_of(browser):
    return next(form for form in browser.get("/example").forms.values() if "text" in form.fields)


def write_note(browser, text):
    form = form_of(browser)
    form["text"] = text
    return form.submit(expect_errors=True)


def test_the_head_writes_and_a_teacher_reads(school):
    assert write_note(school.as_("dirigente"), "Collegio alle 15").status_int == 303
    assert "Collegio alle 15" in school.as_("docente").get("/example")


@pytest.mark.parametrize("who", ["mamma", "anna"])
def test_families_do_not_see_it(school, who):
    school.as_(who).get("/example", status=403)


def test_a_teacher_is_shown_no_form_and_cannot_write(school):
    page = school.as_("docente").get("/example")
    assert not any("text" in form.fields for form in page.forms.values())


def test_an_empty_note_is_refused_at_its_field(school):
    answer = write_note(school.as_("dirigente"), "   ")
    assert answer.status_int == 422
    assert "Scrivi qualcosa." in answer


def test_in_english(school):
    browser = school.as_("docente")
    browser.set_cookie("_LOCALE_", "en")
    assert "The board is empty" in browser.get("/example")
