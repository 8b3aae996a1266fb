"""The family's home page: where each child is, and what is to be done."""

from datetime import date, time
from typing import Any

import pytest

from registro_attendance.day.stretches import stretch_of
from registro_attendance.family.status import Status, Where, status_now
from registro_attendance.models import EventKind
from registro_core.api import Slot
from registro_core.testing import TestSchool

YESTERDAY = date(2026, 11, 23)
SLOTS = [Slot(n, time(7 + n), time(8 + n), 1) for n in range(1, 6)]  # type: ignore[arg-type]
ABSENT = stretch_of(EventKind.ABSENT, None, None)
LATE = stretch_of(EventKind.LATE, None, time(8, 25))
EXIT = stretch_of(EventKind.EXIT, time(11), None)
OUT = stretch_of(EventKind.OUTSIDE, time(9), time(11))


@pytest.mark.parametrize(
    ("stretches", "now", "expected"),
    [
        ([], time(7), Status(Where.BEFORE, time(8))),
        ([], time(9), Status(Where.IN_CLASS, time(8))),
        ([], time(13), Status(Where.OVER, time(13))),
        ([ABSENT], time(7), Status(Where.ABSENT)),
        ([ABSENT], time(14), Status(Where.ABSENT)),
        ([LATE], time(8, 10), Status(Where.ABSENT)),
        ([LATE], time(9), Status(Where.LATE, time(8, 25))),
        ([EXIT], time(10), Status(Where.IN_CLASS, time(8))),
        ([EXIT], time(12), Status(Where.LEFT, time(11))),
        ([LATE, EXIT], time(12), Status(Where.LEFT, time(11))),
        ([OUT], time(10), Status(Where.OUTSIDE, time(9))),
        ([OUT], time(11), Status(Where.IN_CLASS, time(11))),
    ],
)
def test_where_a_student_is(stretches: Any, now: time, expected: Status) -> None:
    assert status_now(SLOTS, stretches, now, called=True) == expected


def test_nobody_knows_before_the_roll_and_nobody_is_asked_without_school() -> None:
    assert status_now(SLOTS, [], time(9), called=False) == Status(Where.NOT_TAKEN)
    assert status_now([], [], time(9), called=False) == Status(Where.NO_SCHOOL)


def test_home_answers_for_every_child(family: Any, rolls: Any, school: TestSchool) -> None:
    school.as_("mamma").get("/").mustcontain("Appello non ancora fatto")
    rolls.call(1, anna="R 8:25")
    page = school.as_("mamma").get("/")
    page.mustcontain("Anna", "In ritardo", "entrata alle 8:25", "Luca")
    school.as_("altra").get("/").mustcontain("Bruno", "In classe", "dalle 8:00", no="Anna")


def test_home_has_what_to_do_and_does_it_in_two_clicks(family: Any, school: TestSchool) -> None:
    family.event("anna", YESTERDAY)
    family.event("anna", kind="late", ends_at=time(8, 25))
    family.event("luca", YESTERDAY)
    page = school.as_("mamma").get("/")
    page.mustcontain("Da fare", "Da giustificare: 2", "Assenza da giustificare")
    family.form(page, family.path("anna")).submit(status=303)
    assert family.states("anna") == ["justified_by_family"] * 2
    school.as_("papa").get("/").mustcontain("Luca", no="Da giustificare: 2")


def test_a_minor_student_sees_and_cannot(family: Any, school: TestSchool) -> None:
    family.event("anna", YESTERDAY)
    page = school.as_("anna").get("/")
    page.mustcontain("Assenza da giustificare", "la giustifica un genitore", no="Invia la")


def test_an_adult_student_does_it_at_home(family: Any, school: TestSchool) -> None:
    family.event("adulto", YESTERDAY)
    page = school.as_("adulto").get("/")
    family.form(page, family.path("adulto")).submit(status=303)
    assert family.states("adulto") == ["justified_by_family"]


def test_teachers_have_no_such_cards(school: TestSchool) -> None:
    school.as_("docente").get("/").mustcontain(no=["Adesso", "Da giustificare"])
    school.as_("docente.genitore").get("/").mustcontain("Carlo")


def test_v1_a_restricted_parent_sees_nothing_on_the_home_page(school: TestSchool) -> None:
    school.as_("ristretto").get("/").mustcontain(no="Bruno")


def test_home_has_as_many_queries_for_many_items_as_for_one(
    family: Any, school: TestSchool
) -> None:
    def count() -> int:
        browser = school.as_("mamma")
        with school.queries() as seen:
            browser.get("/")
        return len(seen)

    family.event("anna", YESTERDAY)
    family.event("luca", YESTERDAY)
    few = count()
    for day in range(2, 20):
        family.event("anna", date(2026, 11, day), kind="late", ends_at=time(9))
        family.event("luca", date(2026, 11, day), kind="exit", starts_at=time(12))
    assert count() <= few
    assert few <= 30
