"""Overview of a class, today's rolls, corrections, outings, deroghe and limits; who may what."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.models import ClassLimit, Derogation, Event, EventKind, PreviousHours
from registro_core.testing import NOW, TestSchool

TUESDAY = date(2026, 11, 24)


def absent(school: TestSchool, name: str, *days: date, class_name: str = "1A") -> None:
    """Make a student absent for whole days."""
    with school.session() as session:
        session.add_all(
            Event(
                student_id=school.people[name],
                class_id=school.classes[class_name],
                day=day,
                kind=EventKind.ABSENT,
                recorded_at=NOW,
            )
            for day in days
        )


def overview(school: TestSchool, who: str = "coordinatore", query: str = "", **more: Any) -> Any:
    """The overview of 1A."""
    path = f"/classes/{school.classes['1A']}/attendance"
    return school.as_(who).get(f"{path}{query}", **more)


def form_to(page: Any, ending: str) -> Any:
    """The form of a page whose address ends so; "" is the page itself."""
    return next(
        f
        for f in page.forms.values()
        if f.method.lower() == "post" and (f.action.endswith(ending) if ending else not f.action)
    )


# ---- overview ------------------------------------------------------------------


def test_the_coordinator_sees_percentages_counters_and_what_is_open(school: TestSchool) -> None:
    absent(school, "anna", *(date(2026, 11, n) for n in range(2, 7)))
    page = overview(school)
    row = page.html.find("a", string="Abate Anna").find_parent("tr").text.split()
    assert row[:2] == ["Abate", "Anna"]
    assert "24,2" in row
    assert "2,5%" in row
    assert row.count("5") == 2, "five days, five to justify"


def test_filters_and_orders_come_from_the_address(school: TestSchool) -> None:
    absent(school, "carla", date(2026, 11, 3))
    page = overview(school, query="?only=unjustified")
    assert "Conti" in page.text
    assert "Bianchi Bruno" not in page.text
    names = [a.text for a in overview(school, query="?sort=hours").html.select("tbody th a")]
    assert names[0] == "Conti Carla"
    overview(school, query="?only=nonsense&sort=nonsense", status=200)


def test_levels_are_a_letter_and_a_colour(school: TestSchool) -> None:
    absent(school, "anna", *(date(2026, 10, n) for n in range(1, 32) if n not in {4, 11, 18, 25}))
    absent(school, "anna", *(date(2026, 9, n) for n in range(21, 27)))
    page = overview(school, query="?only=warned")
    level = page.html.select_one("tbody .r-level")
    assert level["class"] == ["r-level", "is-1"]
    assert level.select_one(".r-letter").text == "A"


def test_the_csv_has_the_rows_of_the_page(school: TestSchool) -> None:
    absent(school, "anna", date(2026, 11, 3))
    path = f"/classes/{school.classes['1A']}/attendance/students.csv?only=unjustified"
    lines = school.as_("dirigente").get(path).body.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("Abate Anna;957,00;239,25;4,83;0,00;0,00;4,83;1;0;0;0;1;")


def test_the_monthly_summary_has_a_column_a_school_day(school: TestSchool) -> None:
    absent(school, "anna", date(2026, 11, 3), date(2026, 11, 4))
    path = f"/classes/{school.classes['1A']}/attendance/month.csv?month=2026-11"
    lines = school.as_("segreteria").get(path).body.decode("utf-8-sig").splitlines()
    head, anna = lines[0].split(";"), lines[1].split(";")
    assert head[0] == "Studente"
    assert len(head) == 1 + 25 + 2, "twenty-five days from Monday to Saturday"
    assert anna[head.index("3")] == "A"
    assert anna[-2:] == ["2", "9,67"]


def test_the_overview_asks_as_much_for_many_as_for_few(school: TestSchool) -> None:
    browser = school.as_("coordinatore")
    path = f"/classes/{school.classes['1A']}/attendance"
    browser.get(path)
    with school.queries() as few:
        browser.get(path)
    for name in ("anna", "bruno", "carla", "dario"):
        absent(school, name, *(date(2026, 11, n) for n in range(2, 20) if n not in {8, 15}))
    with school.queries() as many:
        browser.get(path)
    assert len(many) == len(few)
    assert len(many) <= 22


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("docente", 200),
        ("coordinatore", 200),
        ("dirigente", 200),
        ("vicario", 200),
        ("segreteria", 200),
        ("sostegno", 200),
        ("estraneo", 403),
        ("mamma", 404),
        ("anna", 404),
        ("bidella", 404),
        ("admin", 403),
    ],
)
def test_who_may_see_a_class(school: TestSchool, who: str, status: int) -> None:
    overview(school, who, status=status)
    path = f"/classes/{school.classes['1A']}/attendance"
    school.as_(who).get(f"{path}/students.csv", status=status)
    school.as_(who).get(f"{path}/month.csv", status=status)


# ---- today -----------------------------------------------------------------------


def test_alone_attendance_gives_teachers_a_daily_roll(school: TestSchool) -> None:
    home = school.as_("docente").get("/")
    assert "/attendance" in home.text
    page = home.test_app.get("/attendance")
    link = page.html.find("a", string="1A")["href"]
    assert link == f"/classes/{school.classes['1A']}/lessons/{TUESDAY}/2", "the hour it is"
    assert "roll-seen" in page.test_app.get(link)


def test_the_head_sees_missing_rolls_and_peaks(school: TestSchool, rolls: Any) -> None:
    home = school.as_("dirigente").get("/")
    assert "Senza appello dopo le 8:30" in home.text
    assert "1A, 2A" in home.text
    rolls.call(1, anna="A")
    page = school.as_("dirigente").get("/attendance/school?missing=1")
    assert [a.text for a in page.html.select("tbody th a")] == ["2A"]
    assert "1A (1/4)" in school.as_("dirigente").get("/").text


def test_before_the_hour_no_roll_is_missing(school: TestSchool) -> None:
    school.clock.set(NOW.replace(hour=7, minute=10))
    assert "Nessun appello in ritardo" in school.as_("dirigente").get("/").text


def test_only_the_head_sees_the_whole_school(school: TestSchool) -> None:
    school.as_("docente").get("/attendance/school", status=403)
    for who in ("mamma", "anna"):
        school.as_(who).get("/attendance", status=403)


# ---- a day rewritten -----------------------------------------------------------


def day_page(school: TestSchool, who: str = "docente", day: date = TUESDAY, **more: Any) -> Any:
    """A day of anna."""
    return school.as_(who).get(f"/students/{school.people['anna']}/attendance/{day}", **more)


def test_a_day_is_rewritten_with_several_exits(school: TestSchool, rolls: Any) -> None:
    form = form_to(day_page(school), "")
    form["to1"], form["from2"], form["to2"], form["from3"] = "08:20", "09:30", "10:00", "12:00"
    form.submit(status=303)
    assert rolls.of("anna") == ["late -8:20", "exit 9:30-10:00", "exit 12:00-"]
    form = form_to(day_page(school), "")
    assert form["from2"].value == "09:30"
    form["absent"] = True
    form.submit(status=303)
    assert rolls.of("anna") == ["absent -"]


def test_hours_out_of_order_are_refused(school: TestSchool, rolls: Any) -> None:
    form = form_to(day_page(school), "")
    form["from1"], form["to1"] = "10:00", "09:00"
    assert "andare in avanti" in form.submit(status=422).text
    assert rolls.of("anna") == []


def test_l8_a_day_past_needs_a_reason(school: TestSchool, rolls: Any) -> None:
    day = date(2026, 11, 20)
    form = form_to(day_page(school, day=day), "")
    form["absent"] = True
    answer = form.submit(status=422)
    assert "scrivi il motivo" in answer.text
    form = form_to(answer, "")
    form["reason"] = "appello del 20 non salvato"
    form.submit(status=303)
    assert rolls.of("anna", day) == ["absent -"]


def test_a_day_changed_meanwhile_answers_409(school: TestSchool, rolls: Any) -> None:
    form = form_to(day_page(school), "")
    rolls.call(1, anna="A")
    form["from1"] = "12:00"
    answer = form.submit(status=409)
    assert form_to(answer, "")["from1"].value == "12:00"
    assert rolls.of("anna") == ["absent -"]


@pytest.mark.parametrize(
    "day", ["2026-11-25", "2026-12-08", "2026-09-01", "2026-11-22", "x", "9" * 40]
)
def test_a9_no_such_day(school: TestSchool, day: str) -> None:
    """Tomorrow, a holiday, before the year, a Sunday, and what is no day."""
    school.as_("docente").get(f"/students/{school.people['anna']}/attendance/{day}", status=404)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("docente", 200),
        ("dirigente", 200),
        ("segreteria", 403),
        ("mamma", 403),
        ("anna", 403),
        ("altra", 404),
        ("estraneo", 403),
    ],
)
def test_who_may_rewrite_a_day(school: TestSchool, who: str, status: int) -> None:
    day_page(school, who, status=status)


# ---- elsewhere with the school (A5) ----------------------------------------------


def test_a5_who_is_elsewhere_with_the_school_is_present(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/attendance/outside")
    form = form_to(page, "")
    form["note"] = "visita al museo"
    form.submit(status=303)
    assert rolls.of("anna") == ["outside -"]
    shown = rolls.open(1)
    assert "visita al museo" in shown.text
    assert f'name="roll-{school.people["anna"]}"' not in shown.text
    family = school.as_("mamma").get(f"/students/{school.people['anna']}/attendance").text
    assert "visita al museo" in family
    assert "Giorni di assenza</dt><dd>0" in family


def test_an_outing_is_called_off(school: TestSchool, rolls: Any) -> None:
    path = f"/classes/{school.classes['1A']}/attendance/outside"
    form = form_to(school.as_("docente").get(path), "")
    form["note"], form["starts_at"], form["ends_at"] = "assemblea", "10:00", "12:00"
    page = form.submit(status=303).follow()
    assert rolls.of("bruno") == ["outside 10:00-12:00"]
    form_to(page, "/cancel").submit(status=303)
    assert rolls.of("bruno") == []


def test_an_outing_without_students_or_backwards_is_refused(school: TestSchool) -> None:
    path = f"/classes/{school.classes['1A']}/attendance/outside"
    form = form_to(school.as_("docente").get(path), "")
    form["note"], form["last_day"] = "gita", "2026-11-01"
    assert "due mesi" in form.submit(status=422).text


# ---- deroghe, previous hours, limits ---------------------------------------------


def limit_path(school: TestSchool) -> str:
    return f"/students/{school.people['anna']}/attendance/limit"


def test_a13_a_deroga_is_recorded_and_taken_back_with_a_reason(school: TestSchool) -> None:
    browser = school.as_("coordinatore")
    form = form_to(browser.get(limit_path(school)), "/derogations")
    form["first_day"], form["last_day"], form["document"] = "2026-11-02", "2026-11-07", "prot. 9"
    page = form.submit(status=303).follow()
    assert "prot. 9" in page.text
    cancel = form_to(page, "/cancel")
    cancel.submit(status=303)
    with school.session() as session:
        assert session.scalars(select(Derogation)).one().cancelled_at is None, "no reason given"
    cancel["reason"] = "persona sbagliata"
    cancel.submit(status=303)
    with school.session() as session:
        row = session.scalars(select(Derogation)).one()
        assert (row.cancelled_reason, row.version) == ("persona sbagliata", 2)


def test_a16_hours_with_a_comma_and_their_source(school: TestSchool) -> None:
    form = form_to(school.as_("segreteria").get(limit_path(school)), "/hours")
    form["hours"], form["source"] = "31,5", "nulla osta prot. 1"
    form.submit(status=303)
    with school.session() as session:
        assert session.scalars(select(PreviousHours.hours)).one() == Fraction(63, 2)
    form["hours"] = "molte"
    form["idempotency_key"].force_value("another")
    assert "nulla osta prot. 1" in form.submit(status=422).text


def test_a3_the_schools_own_limit_for_a_class(school: TestSchool) -> None:
    path = f"/classes/{school.classes['1A']}/attendance/limit"
    browser = school.as_("dirigente")
    page = browser.get(path)
    form = form_to(page, "")
    form["hours"], form["without_religion"] = "248", "240"
    form.submit(status=303)
    text = overview(school).text
    assert "248" in text
    assert "240" in text
    assert form_to(page, "").submit(status=409), "the form is older than the limit"
    form = form_to(browser.get(path), "")
    form["hours"] = ""
    form.submit(status=303)
    with school.session() as session:
        assert session.scalars(select(ClassLimit)).all() == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("coordinatore", 200),
        ("segreteria", 200),
        ("dirigente", 200),
        ("docente", 403),
        ("mamma", 403),
        ("estraneo", 403),
        ("altra", 404),
    ],
)
def test_who_may_manage_limits(school: TestSchool, who: str, status: int) -> None:
    school.as_(who).get(limit_path(school), status=status)


def test_an_unknown_row_is_not_found(school: TestSchool) -> None:
    page = school.as_("dirigente").get(limit_path(school))
    token = form_to(page, "/hours")["csrf_token"].value
    for path in ("derogations/99/cancel", "hours/x/cancel", "nonsense/1/cancel"):
        page.test_app.post(f"{limit_path(school)}/{path}", {"csrf_token": token}, status=404)
