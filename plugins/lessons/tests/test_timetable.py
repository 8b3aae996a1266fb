"""Versions of the timetable: dated, never rewritten; the week on the page; the editor."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from registro_core.testing import TestSchool
from registro_lessons.models import Timetable, TimetableEntry


def new_version(school: TestSchool, day: str = "2026-12-01", who: str = "segreteria") -> Any:
    form = next(
        f for f in school.as_(who).get("/timetable/new").forms.values() if "valid_from" in f.fields
    )
    form["name"] = "Orario invernale"
    form["valid_from"] = day
    return form.submit(expect_errors=True)


def add_form(page: Any) -> Any:
    return next(f for f in page.forms.values() if "weekday" in f.fields)


def test_a_new_version_copies_the_one_in_force(school: TestSchool, timetable: int) -> None:
    page = new_version(school).follow()
    assert "Orario invernale" in page
    with school.session() as session:
        counts = dict(
            session.execute(
                select(TimetableEntry.timetable_id, func.count()).group_by(
                    TimetableEntry.timetable_id
                )
            ).all()
        )
    assert sorted(counts.values()) == [8, 8]


@pytest.mark.parametrize("day", ["2026-11-23", "2027-06-09", "2026-13-01", ""])
def test_a_version_begins_between_today_and_the_end(
    school: TestSchool, timetable: int, day: str
) -> None:
    assert new_version(school, day).status_int == 422
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(Timetable)) == 1


def test_pressing_twice_makes_one_version(school: TestSchool, timetable: int) -> None:
    browser = school.as_("segreteria")
    form = next(f for f in browser.get("/timetable/new").forms.values() if "valid_from" in f.fields)
    form["name"], form["valid_from"] = "Doppio", "2026-12-01"
    assert form.submit().location == form.submit().location


def test_what_was_in_force_is_not_rewritten(school: TestSchool, timetable: int) -> None:
    browser = school.as_("segreteria")
    page = browser.get(f"/timetable/versions/{timetable}")
    assert "non si cambia più" in page
    assert all("weekday" not in f.fields for f in page.forms.values())
    token = page.forms[1]["csrf_token"].value
    sent = {"csrf_token": token, "remove": "1"}
    refused = browser.post(f"/timetable/versions/{timetable}", sent).follow()
    assert "già stata in vigore" in refused
    with school.session() as session:
        assert session.get(TimetableEntry, 1) is not None


def test_hours_are_added_and_removed(school: TestSchool, timetable: int) -> None:
    page = new_version(school).follow()
    form = add_form(page)
    form["weekday"], form["slot"] = "1", "3"
    form["teacher"] = str(school.people["docente"])
    form["subject"] = str(school.subjects["MAT"])
    form["room"] = "Lab 2"
    page = form.submit().follow()
    assert "Lab 2" in page
    removing = [f for f in page.forms.values() if "remove" in f.fields]
    before = len(removing)
    page = removing[0].submit("remove").follow()
    assert len([f for f in page.forms.values() if "remove" in f.fields]) == before - 1


def test_a_clash_is_shown_and_needs_a_word(school: TestSchool, timetable: int) -> None:
    form = add_form(new_version(school).follow())
    form["weekday"], form["slot"] = "2", "1"
    form["teacher"] = str(school.people["docente"])
    form["subject"] = str(school.subjects["MAT"])
    page = form.submit(status=422)
    assert "Nella stessa ora ci sono già" in page
    assert "2A · Matematica · Rossi P." in page, "the teacher is elsewhere"
    assert "1A · Italiano · Russo F." in page, "the class is busy"
    form = add_form(page)
    form["accept_clash"] = True
    assert "Ora aggiunta" in form.submit().follow()


@pytest.mark.parametrize(
    ("field", "value"), [("weekday", "7"), ("slot", "99"), ("teacher", "0"), ("subject", "x")]
)
def test_nonsense_is_refused(school: TestSchool, timetable: int, field: str, value: str) -> None:
    page = new_version(school).follow()
    form = add_form(page)
    fields = [(n, value if n == field else v) for n, v in form.submit_fields()]
    school_url = f"{form.action}"
    browser = page.test_app
    browser.post(school_url, fields, status=422)


def test_the_week_of_class_and_teacher(school: TestSchool, timetable: int) -> None:
    browser = school.as_("docente")
    week = browser.get(f"/timetable/classes/{school.classes['1A']}")
    assert "Italiano" in week
    assert "martedì" in week
    own = browser.get(f"/timetable/teachers/{school.people['docente']}")
    assert "2A" in own
    assert "Italiano" not in own


def test_the_week_before_the_version_is_empty(school: TestSchool, timetable: int) -> None:
    week = school.as_("docente").get(f"/timetable/classes/{school.classes['1A']}?day=2026-09-01")
    assert "ancora vuoto" in week


def test_the_index_leads_to_classes_teachers_and_versions(
    school: TestSchool, timetable: int
) -> None:
    page = school.as_("segreteria").get("/timetable")
    assert f"/timetable/versions/{timetable}" in page
    assert "In vigore" in page
    assert "/timetable/versions" not in school.as_("docente").get("/timetable")
    found = school.as_("docente").get(f"/timetable/teachers?teacher={school.people['docente']}")
    assert found.location.endswith(f"/timetable/teachers/{school.people['docente']}")
    school.as_("docente").get("/timetable/teachers?teacher=x", status=404)


def test_two_versions_from_one_day_the_later_holds(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.timetable(session, [("1A", 1, "STO", "docente.genitore")], date(2026, 9, 14))
    week = school.as_("docente").get(f"/timetable/classes/{school.classes['1A']}")
    assert "Storia" in week
    assert "Italiano" not in week


def test_a_family_sees_the_week_of_the_own_class(school: TestSchool, timetable: int) -> None:
    browser = school.as_("mamma")
    week = browser.get(f"/students/{school.people['anna']}/timetable")
    assert "Italiano" in week
    assert 'href="/timetable"' not in week
    browser.get(f"/students/{school.people['bruno']}/timetable", status=404)
