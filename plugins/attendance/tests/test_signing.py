"""Signing with a fresh sign-in (J6), and two parents who sign at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from registro_core.testing import TestSchool

YESTERDAY = date(2026, 11, 23)


@pytest.fixture
def strict(school: TestSchool) -> TestSchool:
    """A school that wants a sign-in of the last fifteen minutes for signing."""
    school.choose(**{"attendance.justify_confirm_minutes": 15})
    return school


def test_j6_after_fifteen_minutes_one_proves_who_one_is(strict: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    strict.clock.advance(minutes=16)
    page = form.submit(status=303)
    assert page.location.startswith("http://localhost/account/confirm?next=")
    assert family.states("anna") == []
    page.follow().mustcontain("conferma che sei tu")


def test_j6_a_fresh_sign_in_signs(strict: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    strict.clock.advance(minutes=15)
    form.submit(status=303)
    assert family.states("anna") == ["justified_by_family"]


def test_j6_it_holds_for_withdrawing_and_for_requests_too(strict: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    page = family.justify("mamma", "anna").follow()
    request = page.test_app.get(f"/students/{strict.people['anna']}/permits")
    ask = next(f for f in request.forms.values() if "first_day" in f.fields)
    strict.clock.advance(minutes=16)
    assert "/account/confirm" in family.form(page, "/withdraw").submit(status=303).location
    ask["first_day"] = "2026-11-30"
    assert "/account/confirm" in ask.submit(status=303).location
    assert family.states("anna") == ["justified_by_family"]


def test_j6_a_password_is_too_little_where_the_school_asks_for_level_two(
    school: TestSchool, family: Any
) -> None:
    school.choose(**{"attendance.justify_confirm_level": "2"})
    family.event("anna", YESTERDAY)
    page = family.form(family.open("mamma", "anna"), family.path("anna")).submit(status=303)
    assert page.location.startswith("http://localhost/account/confirm?")
    assert page.location.endswith("level=2")
    assert family.states("anna") == []


def test_j6_off_by_default(school: TestSchool, family: Any) -> None:
    family.event("anna", YESTERDAY)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    school.clock.advance(minutes=50)
    form.submit(status=303)
    assert family.states("anna") == ["justified_by_family"]


@pytest.mark.parametrize("_round", range(3))
def test_of_two_parents_at_once_the_second_is_told(_round: int, family: Any) -> None:
    for day in (21, 23):
        family.event("anna", date(2026, 11, day))
    family.event("anna", kind="late")
    forms = [
        family.form(family.open(who, "anna"), family.path("anna")) for who in ("mamma", "papa")
    ]
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda form: form.submit(status=303).follow().text, forms))
    told = ["Già giustificata da" in text for text in answers]
    assert sorted(told) == [False, True]
    # one for the spell of Saturday and Monday, one for the late entry
    assert family.states("anna") == ["justified_by_family"] * 2
