"""Who may open what: every page against every role; others' families never."""

from typing import Any

import pytest

from registro_core.testing import TestSchool

# Worked out above the database: the same on every kind.
pytestmark = pytest.mark.once

# Page -> who opens it. Everybody else gets 403, or 404 where they may not know that it exists.
STAFF = {"docente", "coordinatore", "sostegno", "religione", "docente.genitore", "estraneo"}
LEADERS = {"dirigente", "vicario"}
FAMILIES = {"anna", "luca", "adulto", "mamma", "papa", "altra", "ristretto"}
TEACHERS = STAFF | {"vicario"}
OTHERS = {"segreteria", "bidella", "admin"}
EVERYBODY = STAFF | LEADERS | FAMILIES | OTHERS
OF_1A = {"docente", "coordinatore", "sostegno", "religione", "docente.genitore"}

PAGES: dict[str, set[str]] = {
    "/lessons": TEACHERS,
    "/lessons/elsewhere": TEACHERS,
    "/lessons/missing": TEACHERS | LEADERS,
    "/lessons/units": TEACHERS | LEADERS | {"segreteria"},
    "/lessons/cancellations": LEADERS | {"segreteria"},
    "/timetable": TEACHERS | LEADERS | OTHERS,
    "/timetable/new": LEADERS | {"segreteria", "admin"},
    "/timetable/versions/{timetable}": LEADERS | {"segreteria", "admin"},
    "/timetable/classes/{1A}": TEACHERS | LEADERS | {"segreteria", "admin"},
    "/timetable/teachers/{docente}": TEACHERS | LEADERS | {"segreteria", "admin"},
    "/classes/{1A}/register": OF_1A | LEADERS | {"segreteria"},
    "/classes/{1A}/lessons/2026-11-24/2": TEACHERS | LEADERS | {"segreteria"},
    "/classes/{1A}/lessons/2026-11-24/2/history": OF_1A | LEADERS | {"segreteria"},
    "/teachers/{docente}/journal": {"docente"} | LEADERS,
    "/students/{anna}/lessons": OF_1A | LEADERS | {"anna", "mamma", "papa"},
    "/students/{anna}/timetable": OF_1A | LEADERS | {"anna", "mamma", "papa"},
    "/students/{dario}/support-register": {"sostegno", "coordinatore"} | LEADERS,
}


@pytest.mark.parametrize("page", PAGES)
def test_who_opens(school: TestSchool, timetable: int, page: str) -> None:
    path = page.format(timetable=timetable, **school.classes, **school.people)
    opened = {
        who for who in EVERYBODY if school.as_(who).get(path, expect_errors=True).status_int == 200
    }
    assert opened == PAGES[page]


@pytest.mark.parametrize(
    "page",
    [
        "/classes/{1A}/register",
        "/classes/{1A}/lessons/2026-11-24/2",
        "/timetable/classes/{1A}",
        "/timetable/versions/{timetable}",
        "/students/{bruno}/lessons",
        "/teachers/{docente}/journal",
    ],
)
def test_a_family_does_not_learn_that_it_exists(
    school: TestSchool, timetable: int, page: str
) -> None:
    path = page.format(timetable=timetable, **school.classes, **school.people)
    school.as_("mamma").get(path, status=404)
    school.as_("ristretto").get(path, status=404)


@pytest.mark.parametrize(
    "page", [p.replace("{1A}", "99999").replace("{timetable}", "99999") for p in PAGES if "{" in p]
)
def test_unknown_ids_are_not_found(school: TestSchool, page: str) -> None:
    path = page.format_map(dict.fromkeys(["docente", "anna", "dario"], 99999))
    school.as_("dirigente").get(path, status=404)


def test_signed_out_one_is_sent_to_sign_in(school: TestSchool) -> None:
    assert "/sign-in" in school.anonymous().get("/lessons", status=303).location


@pytest.mark.parametrize(
    ("who", "path", "field"),
    [
        ("docente", "/lessons/cancellations", "reason"),
        ("docente", "/timetable/new", "name"),
        ("segreteria", "/classes/{1A}/lessons/2026-11-24/2/withdraw", "reason"),
    ],
)
def test_writing_needs_the_right(school: TestSchool, who: str, path: str, field: str) -> None:
    browser = school.as_(who)
    token = next(
        f["csrf_token"].value for f in browser.get("/").forms.values() if "csrf_token" in f.fields
    )
    address = path.format(**school.classes)
    browser.post(address, {"csrf_token": token, field: "x"}, status=403)


def test_writing_needs_the_token(school: TestSchool) -> None:
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2/withdraw"
    school.as_("docente").post(address, {}, status=400)


def test_the_menu_shows_what_one_may_open(school: TestSchool) -> None:
    teacher, head = school.as_("docente").get("/"), school.as_("dirigente").get("/")
    assert "Le mie lezioni" in teacher
    assert "Ore annullate" not in teacher
    assert "Ore annullate" in head
    assert "Orario" not in school.as_("mamma").get("/").text.split("<main")[0]


@pytest.mark.parametrize("day", ["x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_nonsense_days_lead_to_today(school: TestSchool, timetable: int, day: str) -> None:
    for path in ("/lessons?day=", "/lessons/elsewhere?slot=9&day=", "/lessons/missing?from="):
        school.as_("docente").get(path + day, status=200)


def test_the_day_shows_how_hours_stand(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "2A", 1, desk.own("MAT"), topic="Parabole")
    page = school.as_("docente").get("/")
    for text in ("Parabole", "Firmata", "Adesso", "Più tardi"):
        assert text in page
    future = school.as_("docente").get("/lessons?day=2026-12-01")
    assert "Firma e appello" not in future


def test_the_day_costs_two_statements(school: TestSchool, timetable: int, desk: Any) -> None:
    from registro_lessons.services.my_day import my_day  # noqa: PLC0415

    with school.session() as session, school.queries() as seen:
        my_day(session, school.people["docente"], desk.today, school.clock.now)
    assert len([s for s in seen if s.startswith("SELECT")]) == 2


def test_substitution_leads_to_the_class(school: TestSchool, timetable: int) -> None:
    page = school.as_("estraneo").get("/lessons/elsewhere?as=substitution&slot=2")
    assert f"/classes/{school.classes['1A']}/lessons/2026-11-24/2?as=substitution" in page
    assert "Rossi Paola" in page
