"""Days of attendance that may no longer be changed (L7): rolls, corrections, justifications.

With attendance alone: what closes a term and what frees it is the core's.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from registro_core.api import School
from registro_core.testing import TestSchool, close_term, reopen_term, unlock_day

TODAY, OLD = date(2026, 11, 24), date(2026, 11, 17)
CLOSED = "chiuso per lo scrutinio"
TOO_OLD = "troppi giorni"


def days_back(school: TestSchool, days: int) -> None:
    with school.session() as session:
        row = session.scalars(select(School)).one()
        row.settings = {**row.settings, "attendance.lock_days": days}
        row.version += 1


def roll_form(page: Any) -> Any:
    """The form of a roll that can be called; None if it can only be read."""
    return next((f for f in page.forms.values() if "roll-seen" in f.fields), None)


# ---- the roll on the lesson page ---------------------------------------------------


def test_l7a_a_roll_of_a_closed_term_is_read_only_and_says_why(
    school: TestSchool, rolls: Any
) -> None:
    close_term(school, "1A")
    page = rolls.open(2, day=OLD)
    assert roll_form(page) is None
    page.mustcontain(CLOSED, "Il dirigente può concedere uno sblocco", "Abate")
    assert "Salva la lezione" not in page
    assert roll_form(rolls.open(2, day=OLD, class_name="2A")) is not None


def test_l7a_the_roll_of_today_is_called_in_a_closed_term_too(
    school: TestSchool, rolls: Any
) -> None:
    """It says who is in the building."""
    close_term(school, "1A")
    rolls.call(1, anna="A")
    assert rolls.of("anna") == ["absent -"]


def test_l7a_a_roll_typed_before_the_term_was_closed_is_not_stored(
    school: TestSchool, rolls: Any
) -> None:
    form = rolls.fill(rolls.open(2, day=OLD), anna="A")
    close_term(school, "1A")
    answer = form.submit(status=409)
    answer.mustcontain(CLOSED)
    assert rolls.of("anna", OLD) == []


@pytest.mark.parametrize(("days", "locked"), [(0, False), (6, True), (7, False)])
def test_l7b_rolls_so_many_days_back(
    school: TestSchool, rolls: Any, days: int, locked: bool
) -> None:
    days_back(school, days)
    page = rolls.open(2, day=OLD)
    assert (roll_form(page) is None) is locked
    assert (TOO_OLD in page) is locked


def test_l7b_the_days_of_lessons_are_not_those_of_attendance(
    school: TestSchool, rolls: Any
) -> None:
    with school.session() as session:
        session.execute(
            text("UPDATE school SET settings = :s, version = version + 1"),
            {"s": '{"lessons.lock_days": 1}'},
        )
    assert roll_form(rolls.open(2, day=OLD)) is not None


def test_l7c_the_heads_unlock_frees_the_roll_for_its_teacher_until_it_ends(
    school: TestSchool, rolls: Any
) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "docente")
    assert roll_form(rolls.open(2, "coordinatore", day=OLD)) is None
    rolls.fill(rolls.open(2, day=OLD), anna="A").submit(status=303)
    assert rolls.of("anna", OLD) == ["absent -"]
    school.clock.advance(hours=1)
    assert roll_form(rolls.open(2, day=OLD)) is None
    with school.session() as session:
        acts = session.scalars(text("SELECT act FROM audit_entry ORDER BY seq")).all()
    assert acts == ["term.closed", "unlock.granted", "attendance.event.recorded"]


def test_l7_who_may_not_call_a_roll_is_not_told_of_unlocks(school: TestSchool, rolls: Any) -> None:
    close_term(school, "1A")
    assert CLOSED not in rolls.open(2, "estraneo", day=OLD)


def test_l7a_a_reopened_term_can_be_written_again(school: TestSchool, rolls: Any) -> None:
    close_term(school, "1A")
    reopen_term(school, "1A")
    assert roll_form(rolls.open(2, day=OLD)) is not None


def test_the_lock_costs_the_lesson_page_no_statement(school: TestSchool, rolls: Any) -> None:
    browser = school.as_("docente")
    path = rolls.path(2, day=OLD)
    browser.get(path)
    with school.queries() as before:
        browser.get(path)
    close_term(school, "1A")
    browser.get(path)
    with school.queries() as after:
        browser.get(path)
    assert len(after) <= len(before)


# ---- correcting a day, and outings ------------------------------------------------


def day_path(school: TestSchool, day: date = OLD) -> str:
    return f"/students/{school.people['anna']}/attendance/{day}"


def correct(page: Any) -> Any:
    form = next(f for f in page.forms.values() if "absent" in f.fields)
    form["absent"], form["reason"] = True, "dimenticato"
    return form


@pytest.mark.parametrize("who", ["docente", "vicario", "dirigente"])
def test_l7a_a_day_of_a_closed_term_cannot_be_corrected_not_even_by_the_head(
    school: TestSchool, family: Any, rolls: Any, who: str
) -> None:
    """Who may unlock leaves a reason in the log first."""
    family.event("anna", OLD)
    form = correct(school.as_(who).get(day_path(school)))
    close_term(school, "1A")
    page = school.as_(who).get(day_path(school))
    page.mustcontain(CLOSED, "Assenza")
    assert not any("absent" in f.fields for f in page.forms.values())
    form["absent"] = False
    form.submit(status=409).mustcontain(CLOSED)
    assert rolls.of("anna", OLD) == ["absent -"]


def test_l7b_a_day_too_far_back_cannot_be_corrected(school: TestSchool) -> None:
    days_back(school, 6)
    school.as_("docente").get(day_path(school)).mustcontain(TOO_OLD)
    correct(school.as_("docente").get(day_path(school, OLD + timedelta(days=1))))


def test_l7c_a_day_given_free_is_corrected(school: TestSchool, rolls: Any) -> None:
    days_back(school, 1)
    close_term(school, "1A")
    unlock_day(school, "1A", OLD)
    correct(school.as_("docente").get(day_path(school))).submit(status=303)
    assert rolls.of("anna", OLD) == ["absent -"]


def outing(school: TestSchool, first: date, last: date) -> Any:
    path = f"/classes/{school.classes['1A']}/attendance/outside"
    form = next(
        f for f in school.as_("docente").get(path).forms.values() if "first_day" in f.fields
    )
    form["note"] = "Visita al museo"
    form["first_day"], form["last_day"] = first.isoformat(), last.isoformat()
    return form


def test_l7a_no_outing_is_recorded_on_locked_days_nor_on_any_of_its_period(
    school: TestSchool, rolls: Any
) -> None:
    close_term(school, "1A")
    outing(school, OLD, TODAY).submit(status=422).mustcontain(CLOSED, "Visita al museo")
    assert rolls.of("anna", OLD) == rolls.of("anna", TODAY) == []
    outing(school, TODAY, TODAY + timedelta(days=1)).submit(status=303)
    assert rolls.of("anna", TODAY) == ["outside -"]


def test_l7a_an_outing_of_a_closed_term_is_not_called_off(school: TestSchool, rolls: Any) -> None:
    page = outing(school, OLD, OLD).submit(status=303).follow()
    form = next(f for f in page.forms.values() if "/cancel" in (f.action or ""))
    close_term(school, "1A")
    form.submit(status=303).follow().mustcontain(CLOSED)
    assert rolls.of("anna", OLD) == ["outside -"]


def test_the_locks_of_a_period_cost_as_much_as_those_of_a_day(school: TestSchool) -> None:
    def cost(first: date) -> int:
        form = outing(school, first, OLD)
        with school.queries() as seen:
            form.submit(status=422)
        return len(seen)

    close_term(school, "1A")
    assert cost(OLD - timedelta(days=30)) == cost(OLD)


# ---- families: justifying until the term is closed ---------------------------------


def test_l7a_a_family_justifies_until_the_term_is_closed(school: TestSchool, family: Any) -> None:
    family.event("anna", OLD)
    form = family.form(family.open("mamma", "anna"), family.path("anna"))
    close_term(school, "1A")
    page = family.open("mamma", "anna")
    page.mustcontain("qui non si può più giustificare", "Rivolgiti alla scuola", "17 novembre")
    assert not any("item" in f.fields for f in page.forms.values())
    form.submit(status=303).follow().mustcontain("qui non si può più giustificare")
    assert family.states("anna") == []


def test_l7a_nothing_to_do_is_shown_that_cannot_be_done(school: TestSchool, family: Any) -> None:
    family.event("anna", OLD)
    home = school.as_("mamma").get("/")
    home.mustcontain("Da fare")
    assert school.as_("mamma").get("/").html.select_one("nav .r-badge") is not None
    close_term(school, "1A")
    home = school.as_("mamma").get("/")
    assert "Da fare" not in home
    assert home.html.select_one("nav .r-badge") is None


def test_l7b_a_family_justifies_however_far_back(school: TestSchool, family: Any) -> None:
    """How many days back one may write is about rolls: a family justifies when it can."""
    days_back(school, 1)
    family.event("anna", OLD)
    family.justify("mamma", "anna")
    family.form(family.open("docente", "anna"), "/validate").submit(status=303)
    assert family.states("anna") == ["validated_by_teacher"]


def test_l7a_what_was_sent_is_neither_changed_nor_taken_back(
    school: TestSchool, family: Any
) -> None:
    family.event("anna", OLD)
    page = family.justify("mamma", "anna").follow()
    withdraw = family.form(page, "/withdraw")
    edit = school.as_("mamma").get(family.path("anna", 1)).forms
    change = next(f for f in edit.values() if "reason" in f.fields)
    close_term(school, "1A")
    assert not any(
        (f.action or "").endswith("/withdraw") for f in family.open("mamma", "anna").forms.values()
    )
    family.open("mamma", "anna").mustcontain("chiuso prima della convalida")
    for form in (withdraw, change):
        form.submit(status=303).follow().mustcontain("qui non si può più giustificare")
    assert family.states("anna") == ["justified_by_family"]


def test_l7c_an_unlock_is_the_schools_not_the_familys(school: TestSchool, family: Any) -> None:
    family.event("anna", OLD)
    close_term(school, "1A")
    unlock_day(school, "1A", OLD)
    family.open("mamma", "anna").mustcontain("qui non si può più giustificare")
    paper = family.form(family.open("docente", "anna"), "/paper")
    paper.submit("item", index=0, status=303)
    assert family.states("anna") == ["justified_by_teacher"]


def test_a12_l7a_of_a_spell_across_two_terms_only_the_open_days_are_signed(
    school: TestSchool, family: Any
) -> None:
    """Absent on the last day before Christmas and on the first after it: one spell, two terms."""
    family.event("anna", date(2026, 12, 22))
    family.event("anna", date(2027, 1, 7))
    school.clock.advance(days=50)
    close_term(school, "1A")
    family.justify("mamma", "anna")
    family.open("mamma", "anna").mustcontain("22 dicembre", "qui non si può più giustificare")
    with school.session() as session:
        days = session.scalars(
            text(
                "SELECT CAST(day AS VARCHAR) FROM attendance_event JOIN attendance_justified_event"
                " ON attendance_justified_event.event_id = attendance_event.id"
            )
        ).all()
    assert days == ["2027-01-07"]


# ---- teachers: deciding on what families sent ---------------------------------------


@pytest.fixture
def sent(school: TestSchool, family: Any) -> Any:
    """Anna was away, her mother justified it, and then the term was closed."""
    family.event("anna", OLD)
    family.justify("mamma", "anna")
    return family


@pytest.mark.parametrize("who", ["docente", "coordinatore", "dirigente"])
def test_l7a_what_waits_in_a_closed_term_is_not_validated(
    school: TestSchool, sent: Any, who: str
) -> None:
    form = sent.form(sent.open(who, "anna"), "/validate")
    close_term(school, "1A")
    page = sent.open(who, "anna")
    page.mustcontain(CLOSED, no="Convalida</button>")
    form.submit(status=303).follow().mustcontain(CLOSED)
    assert sent.states("anna") == ["justified_by_family"]


def test_l7a_nor_rejected_nor_opened_again(school: TestSchool, sent: Any) -> None:
    browser = school.as_("dirigente")
    reject = browser.get(sent.path("anna", 1, "reject")).forms
    rejecting = next(f for f in reject.values() if "note" in f.fields)
    rejecting["note"] = "Non è vero"
    close_term(school, "1A")
    rejecting.submit(status=303).follow().mustcontain(CLOSED)
    assert sent.states("anna") == ["justified_by_family"]
    reopen_term(school, "1A")
    sent.form(sent.open("docente", "anna"), "/validate").submit(status=303)
    page = browser.get(sent.path("anna", 1, "reopen"))
    opening = next(f for f in page.forms.values() if "note" in f.fields)
    opening["note"] = "Un errore"
    close_term(school, "1A")
    opening.submit(status=303).follow().mustcontain(CLOSED)
    assert sent.states("anna") == ["validated_by_teacher"]
    assert "Riapri" not in sent.open("dirigente", "anna")


def test_l7a_the_list_leaves_them_out_and_says_how_many(school: TestSchool, sent: Any) -> None:
    browser = school.as_("docente")
    form = next(
        f for f in browser.get("/justifications").forms.values() if "justification" in f.fields
    )
    close_term(school, "1A")
    page = browser.get("/justifications")
    page.mustcontain("Niente da convalidare", "Di un periodo chiuso per lo scrutinio: 1")
    form.submit(status=303).follow().mustcontain("Convalidate: 0")
    assert sent.states("anna") == ["justified_by_family"]


def test_l7c_an_unlock_lets_its_teacher_validate(school: TestSchool, sent: Any) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "docente")
    assert "Abate" not in school.as_("coordinatore").get("/justifications").html.find("main").text
    page = school.as_("docente").get("/justifications")
    form = next(f for f in page.forms.values() if "justification" in f.fields)
    form.submit(status=303)
    assert sent.states("anna") == ["validated_by_teacher"]


def test_l7a_the_lesson_page_asks_for_nothing_of_a_closed_term(
    school: TestSchool, sent: Any, rolls: Any
) -> None:
    page = rolls.open(2)
    page.mustcontain('name="justification"')
    form = rolls.fill(page)
    form["justification"] = True
    close_term(school, "1A")
    rolls.open(2).mustcontain(no='name="justification"')
    form.submit(status=409)
    assert sent.states("anna") == ["justified_by_family"]


def test_l7a_paper_of_a_closed_term_is_not_taken(school: TestSchool, family: Any) -> None:
    family.event("anna", OLD)
    form = family.form(family.open("docente", "anna"), "/paper")
    close_term(school, "1A")
    page = family.open("docente", "anna")
    page.mustcontain(CLOSED, "non giustificata", no="Giustificata sul libretto")
    form.submit("item", index=0, status=303).follow().mustcontain(CLOSED)
    assert family.states("anna") == []


def test_an_absence_of_a_closed_term_still_counts_as_not_justified(
    school: TestSchool, family: Any
) -> None:
    """The council reads how many were never justified."""
    family.event("anna", OLD)
    close_term(school, "1A")
    path = f"/classes/{school.classes['1A']}/attendance?only=unjustified"
    school.as_("coordinatore").get(path).mustcontain("Abate Anna")
