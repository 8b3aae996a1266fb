"""Who has not signed: for the head everybody, for a teacher oneself."""

from datetime import date
from typing import Any

from registro_core.api import SYSTEM
from registro_core.testing import TestSchool
from registro_lessons.services.cancellations import cancel_hours
from registro_lessons.services.missing import missing_hours

TUESDAY = date(2026, 11, 24)


def missing(school: TestSchool, **more: Any) -> list[tuple[str, int, str]]:
    with school.session() as session:
        found = missing_hours(session, TUESDAY, TUESDAY, school.clock.now, **more)
    return [(hour.place, hour.slot.number, hour.teacher) for hour in found]


def end_of_day(school: TestSchool) -> None:
    school.clock.advance(hours=8)


def test_an_hour_counts_when_it_is_over(school: TestSchool, timetable: int) -> None:
    assert missing(school) == [("1A", 1, "Russo Franco"), ("2A", 1, "Rossi Paola")]


def test_each_co_teacher_owes_a_signature(school: TestSchool, timetable: int, desk: Any) -> None:
    end_of_day(school)
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
    assert ("1A", 2, "Greco Silvia") in missing(school)
    assert ("1A", 2, "Rossi Paola") not in missing(school)


def test_the_replaced_teacher_owes_nothing(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "estraneo", "1A", 1, desk.supply("coordinatore"))
        desk.sign(session, "religione", "2A", 1, desk.supply())
    assert missing(school) == []


def test_cancelled_hours_are_owed_by_nobody(school: TestSchool, timetable: int) -> None:
    with school.session() as session:
        ids = list(school.classes.values())
        cancel_hours(session, SYSTEM, ids, TUESDAY, [1], "Sciopero", school.clock.now)
    assert missing(school) == []


def test_filters(school: TestSchool, timetable: int) -> None:
    end_of_day(school)
    assert {place for place, _, _ in missing(school, class_id=school.classes["2A"])} == {"2A"}
    own = missing(school, teacher_id=school.people["docente"])
    assert {name for _, _, name in own} == {"Rossi Paola"}
    assert len(own) == 4


def test_the_head_sees_all_and_downloads(school: TestSchool, timetable: int) -> None:
    browser = school.as_("dirigente")
    page = browser.get("/lessons/missing")
    assert "Russo Franco" in page
    table = browser.get("/lessons/missing?format=csv")
    assert table.content_type == "text/csv"
    assert "24/11/2026;1;1A;Italiano;Russo Franco" in table.text


def test_a_teacher_sees_only_the_own_ones(school: TestSchool, timetable: int) -> None:
    other = school.people["coordinatore"]
    page = school.as_("docente").get(f"/lessons/missing?teacher={other}&from=2026-11-24")
    assert "Russo" not in page
    assert "/lessons/2026-11-24/1" in page


def test_a_teacher_sees_those_since_the_year_began(school: TestSchool, timetable: int) -> None:
    assert "2026-09-15/1" in school.as_("docente").get("/lessons/missing")


def test_statements_do_not_grow_with_the_period(school: TestSchool, timetable: int) -> None:
    browser = school.as_("dirigente")
    browser.get("/lessons/missing")
    counts = []
    for first in ("2026-11-24", "2026-11-01"):
        with school.queries() as seen:
            browser.get(f"/lessons/missing?from={first}")
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_heads_home_shows_todays(school: TestSchool, timetable: int) -> None:
    assert "Ore non firmate oggi" in school.as_("dirigente").get("/")
    assert "1A, 1ª" in school.as_("dirigente").get("/")
    assert "Ore non firmate oggi" not in school.as_("docente").get("/")
