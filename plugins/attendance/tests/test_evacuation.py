"""The evacuation sheet, from live presences to the list of the missing."""

from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.models import Evacuation, EvacuationRow
from registro_core.testing import TestSchool


def path(school: TestSchool, name: str = "1A") -> str:
    return f"/classes/{school.classes[name]}/evacuation"


def sheet(school: TestSchool, who: str = "docente") -> Any:
    page = school.as_(who).get(path(school))
    return page, next(f for f in page.forms.values() if "assembly_point" in f.fields)


def field(school: TestSchool, name: str) -> str:
    return f"student-{school.people[name]}"


def test_live_presences_make_the_sheet(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A", bruno="R 8:20")
    page, form = sheet(school)
    page.mustcontain("Da cercare: 3 su 4")
    assert form[field(school, "anna")].value == "not-at-school"
    assert form[field(school, "bruno")].value == "missing"


def test_before_the_roll_everybody_is_looked_for(school: TestSchool) -> None:
    page, _form = sheet(school)
    page.mustcontain("Da cercare: 4 su 4")


def test_who_is_not_ticked_is_missing_and_the_sheet_is_a_record(
    school: TestSchool, rolls: Any
) -> None:
    rolls.call(1, anna="A")
    _page, form = sheet(school)
    form[field(school, "bruno")] = "safe"
    form[field(school, "carla")] = "injured"
    form["assembly_point"] = "Cortile nord"
    form["kind"] = "real"
    record = form.submit(status=303).follow()
    record.mustcontain("Dispersi", "De Luca Dario", "Cortile nord", "Emergenza", "Paola Rossi")
    with school.session() as session:
        rows = {
            row.student_id: (row.expected, str(row.outcome))
            for row in session.scalars(select(EvacuationRow))
        }
        saved = session.scalars(select(Evacuation)).one()
    assert rows == {
        school.people["anna"]: (False, "not-at-school"),
        school.people["bruno"]: (True, "safe"),
        school.people["carla"]: (True, "injured"),
        school.people["dario"]: (True, "missing"),
    }
    assert not saved.drill
    overview = school.as_("dirigente").get("/evacuation")
    overview.mustcontain("De Luca Dario", "dispersi: 1", "non ancora")


def test_a_later_sheet_replaces_the_list_of_the_missing(school: TestSchool) -> None:
    sheet(school)[1].submit(status=303)
    _page, form = sheet(school, "coordinatore")
    for name in ("anna", "bruno", "carla", "dario"):
        form[field(school, name)] = "safe"
    form.submit(status=303)
    school.as_("dirigente").get("/evacuation").mustcontain("dispersi: 0", no="Dispersi")


def test_pressing_twice_saves_one_sheet(school: TestSchool) -> None:
    _page, form = sheet(school)
    form.submit(status=303)
    form.submit(status=303)
    with school.session() as session:
        assert len(session.scalars(select(Evacuation)).all()) == 1


def test_bad_input(school: TestSchool) -> None:
    _page, form = sheet(school)
    form[field(school, "anna")].force_value("volata via")
    form.submit(status=400)
    _page, form = sheet(school)
    form["note"] = "x" * 501
    form.submit(status=422)
    school.as_("docente").get(f"{path(school)}/1", status=404)
    with school.session() as session:
        assert session.scalars(select(Evacuation)).all() == []


@pytest.mark.parametrize(("who", "status"), [("mamma", 404), ("anna", 404), ("segreteria", 200)])
def test_who_fills_it(who: str, status: int, school: TestSchool) -> None:
    school.as_(who).get(path(school), status=status)
    school.as_("estraneo").get(path(school), status=200)
    school.as_("mamma").get("/evacuation", status=403)


def test_the_school_s_page_has_a_fixed_number_of_queries(school: TestSchool, rolls: Any) -> None:
    def count() -> int:
        browser = school.as_("dirigente")
        with school.queries() as seen:
            browser.get("/evacuation")
        return len(seen)

    few = count()
    rolls.call(1, anna="A", bruno="A")
    sheet(school)[1].submit(status=303)
    # the list of the missing, once there is a sheet
    assert count() <= few + 1
