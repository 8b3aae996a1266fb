"""Computers that others use too, such as a classroom's (check 17), and how one came in."""

import pytest

TICK = {"shared": "y"}


@pytest.fixture
def browser(school, sign_ins):
    sign_ins.set_password("docente", "mamma")
    browser = school.anonymous()
    assert sign_ins.attempt("docente", sign_ins.good, browser, **TICK).status_int == 303
    return browser


@pytest.mark.parametrize(("seconds", "alive"), [(-1, True), (0, False), (1, False)])
def test_five_minutes_without_a_click(school, sign_ins, browser, seconds, alive):
    school.clock.advance(minutes=5, seconds=seconds)
    assert sign_ins.is_signed_in(browser) is alive


def test_a_click_begins_them_anew(school, sign_ins, browser):
    for _turn in range(5):
        school.clock.advance(minutes=4)
        assert sign_ins.is_signed_in(browser)


def test_it_holds_after_a_changed_password_and_a_step_up(school, sign_ins, browser):
    sign_ins.send(browser, "/account/confirm", password=sign_ins.good, next="/")
    sign_ins.send(
        browser,
        "/account/password",
        current_password=sign_ins.good,
        new_password=sign_ins.other,
        repeat_password=sign_ins.other,
    )
    (row,) = sign_ins.sessions("docente")
    assert row.shared


def test_the_browser_remembers_the_tick_and_forgets_it(school, sign_ins, browser):
    def leave():
        browser.post("/sign-out", {"csrf_token": sign_ins.token(browser, "/account")})
        return browser.get("/sign-in").html.select_one("[name=shared]").has_attr("checked")

    assert leave()
    sign_ins.sign_in("docente", browser=browser)
    assert not leave()


def test_locking_leads_back_to_the_page_after_signing_in(school, sign_ins, browser):
    page = browser.get("/notices?page=1")
    form = next(
        form for form in page.forms.values() if form.action == "/sign-out" and "next" in form.fields
    )
    answer = form.submit()
    assert answer.location == "http://localhost/sign-in?next=%2Fnotices%3Fpage%3D1"
    assert not sign_ins.is_signed_in(browser)


def test_on_ones_own_computer_there_is_nothing_to_lock(school):
    page = school.as_("docente").get("/notices")
    assert not [form for form in page.forms.values() if "next" in form.fields]


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "javascript:1"])
def test_never_off_the_site(school, sign_ins, browser, back):
    token = sign_ins.token(browser, "/account")
    answer = browser.post("/sign-out", {"csrf_token": token, "next": back})
    assert answer.location == "http://localhost/sign-in"


def test_the_profile_says_where_and_how_one_came_in(school, browser):
    page = browser.get("/account")
    assert "computer condiviso" in page
    cells = [cell.get_text(strip=True) for cell in page.html.select("table td")]
    assert "passwordcomputer condiviso" in cells
