"""Proving again who one is, where a code is wanted too (check 18)."""

import pytest

from tests.core.accounts.second_factor.conftest import NEW

CONFIRM = "/account/confirm"


def confirm(sign_ins, browser, level="", **fields):
    path = f"{CONFIRM}?next=/notices&level={level}"
    return sign_ins.send(browser, path, next="/notices", level=level, **fields)


@pytest.fixture
def phone(sign_ins, phones):
    sign_ins.set_password("segreteria")
    return phones.give("segreteria")


@pytest.fixture
def by_code(school, sign_ins, phone):
    """A browser in which the office came in with a code; the next one is another."""
    browser = school.anonymous()
    sign_ins.attempt("segreteria", sign_ins.good, browser)
    sign_ins.send(browser, "/sign-in/code", code=phone.code())
    school.clock.advance(minutes=1)
    return browser


def test_level_two_takes_password_and_code(school, sign_ins, phone):
    browser = school.as_("segreteria")
    answer = confirm(sign_ins, browser, "2", password=sign_ins.good, code=phone.code())
    assert answer.location == "http://localhost/notices"
    (row,) = sign_ins.sessions("segreteria")
    assert (row.level, row.authenticated_at) == (2, school.clock.now)


@pytest.mark.parametrize("given", ["wrong password", "wrong code", "no code"])
def test_either_alone_does_not_do(school, sign_ins, phone, given):
    browser = school.as_("segreteria")
    password = sign_ins.wrong if given == "wrong password" else sign_ins.good
    code = {"wrong code": phone.wrong(), "no code": ""}.get(given, phone.code())
    assert confirm(sign_ins, browser, "2", password=password, code=code).status_int == 422
    (row,) = sign_ins.sessions("segreteria")
    assert row.level == 1


def test_a_wrong_password_does_not_use_the_code_up(school, sign_ins, phone):
    browser, code = school.as_("segreteria"), phone.code()
    confirm(sign_ins, browser, "2", password=sign_ins.wrong, code=code)
    assert confirm(sign_ins, browser, "2", password=sign_ins.good, code=code).status_int == 303


def test_who_came_in_with_a_code_is_asked_for_one(school, sign_ins, phone, by_code):
    """A keylogged password is no use at the computer that the teacher left open."""
    assert by_code.get(CONFIRM).html.select("[name=code]")
    assert confirm(sign_ins, by_code, password=sign_ins.good).status_int == 422
    answer = confirm(sign_ins, by_code, password=sign_ins.good, code=phone.code())
    assert answer.status_int == 303


def test_level_one_takes_the_password_alone_where_no_code_was_asked_for(school, sign_ins, phone):
    browser = school.as_("segreteria")
    assert not browser.get(CONFIRM).html.select("[name=code]")
    assert confirm(sign_ins, browser, password=sign_ins.good).status_int == 303


def test_guesses_at_codes_are_counted(school, sign_ins, phone):
    browser = school.as_("segreteria")
    fields = {"password": sign_ins.good, "code": phone.wrong()}
    statuses = [confirm(sign_ins, browser, "2", **fields).status_int for _turn in range(11)]
    assert statuses == [*[422] * 10, 429]


def test_who_has_only_a_password_is_shown_how_to_reach_level_two(school, sign_ins):
    sign_ins.set_password("mamma")
    browser = sign_ins.sign_in("mamma")
    page = browser.get(f"{CONFIRM}?level=2&next=/")
    assert page.html.select_one(f'a[href="{NEW}"]')
    assert not page.html.select("[name=password]")
    assert "non offre un altro modo" not in page


@pytest.mark.parametrize("level", ["3", "9", "2"])
def test_no_password_form_for_what_it_does_not_reach(school, sign_ins, level):
    sign_ins.set_password("mamma")
    browser = sign_ins.sign_in("mamma")
    token = sign_ins.token(browser, "/account")
    fields = {"csrf_token": token, "password": sign_ins.good, "level": level, "code": "1"}
    browser.post(CONFIRM, fields, status=403)
    (row,) = sign_ins.sessions("mamma")
    assert row.level == 1


def test_level_three_is_out_of_a_codes_reach(school, sign_ins, phone, by_code):
    page = by_code.get(f"{CONFIRM}?level=3&next=/")
    assert not page.html.select("[name=password]")
