"""What the timetable plans, what was held, what was cancelled: the fact others ask for."""

from datetime import date, timedelta
from typing import Any

import pytest

from registro_core.api import SYSTEM, Holiday, ScheduledLesson
from registro_core.testing import TestSchool
from registro_lessons.services.cancellations import cancel_hours
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.scheduled import scheduled_lessons

TUESDAY = date(2026, 11, 24)


def planned(
    school: TestSchool, first: date = TUESDAY, last: date = TUESDAY, name: str = "1A"
) -> list[ScheduledLesson]:
    with school.session() as session:
        return scheduled_lessons(session, [school.classes[name]], first, last)


def test_nobody_plans_without_a_timetable(school: TestSchool) -> None:
    assert planned(school) == []


def test_hours_in_order_with_co_teachers_together(school: TestSchool, timetable: int) -> None:
    found = planned(school)
    assert [x.ref.slot for x in found] == [1, 2, 3, 4, 5]
    second = found[1]
    assert second.subject_name == "Matematica"
    assert second.teacher_ids == (school.people["docente"], school.people["sostegno"])
    assert not second.signed


def test_one_statement_for_a_month_of_two_classes(school: TestSchool, timetable: int) -> None:
    with school.session() as session, school.queries() as seen:
        ids = list(school.classes.values())
        scheduled_lessons(session, ids, TUESDAY, TUESDAY + timedelta(days=30))
    assert len([s for s in seen if "SELECT" in s]) == 1


def test_a_later_version_takes_over_and_changes_nothing_before(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.timetable(session, [("1A", 1, "STO", "docente.genitore")], date(2026, 12, 1))
    assert len(planned(school)) == 5
    later = planned(school, date(2026, 12, 1), date(2026, 12, 1))
    assert [(x.ref.slot, x.subject_name) for x in later] == [(1, "Storia")]


def test_no_hours_outside_the_year_on_sundays_and_on_holidays(
    school: TestSchool, timetable: int
) -> None:
    assert planned(school, date(2026, 9, 8), date(2026, 9, 8)) == []
    assert planned(school, date(2027, 6, 15), date(2027, 6, 15)) == []
    assert planned(school, date(2026, 12, 8), date(2026, 12, 8)) == []
    assert planned(school, date(2026, 11, 22), date(2026, 11, 22)) == []


def test_a_holiday_of_another_site_does_not_count(school: TestSchool, timetable: int) -> None:
    from registro_core.api import Site  # noqa: PLC0415

    with school.session() as session:
        other = Site(code="FIPS00000B", name="Succursale")
        session.add(other)
        session.flush()
        session.add(Holiday(day=TUESDAY, description="Patrono", site_id=other.id))
    assert len(planned(school)) == 5


def test_signed_hours_say_so_and_extra_ones_are_there(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    monday = TUESDAY - timedelta(days=1)
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
        desk.sign(session, "docente", "1A", 3, desk.own("MAT"), day=monday)
    found = planned(school, monday, TUESDAY)
    assert [(x.ref.day, x.ref.slot) for x in found if x.signed] == [(monday, 3), (TUESDAY, 2)]


def test_a_supply_counts_as_held_in_the_planned_subject(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "estraneo", "1A", 2, desk.supply("docente"))
    second = planned(school)[1]
    assert (second.signed, second.ref.subject_id) == (True, school.subjects["MAT"])
    assert school.people["estraneo"] in second.teacher_ids


def test_a_supply_with_the_whole_class_covers_religion(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "estraneo", "1A", 4, desk.supply("religione"))
    fourth = [x for x in planned(school) if x.ref.slot == 4]
    assert [x.signed for x in fourth] == [True]


def cancel(school: TestSchool, name: str = "1A", slots: tuple[int, ...] = (4, 5)) -> int:
    with school.session() as session:
        return cancel_hours(
            session,
            SYSTEM,
            [school.classes[name]],
            TUESDAY,
            slots,
            "Assemblea",
            school.clock.now,
        )


def test_a7_cancelled_hours_are_marked(school: TestSchool, timetable: int) -> None:
    assert cancel(school) == 2
    assert cancel(school) == 0, "a second time changes nothing"
    assert [x.ref.slot for x in planned(school) if x.cancelled] == [4, 5]


def test_a7_what_was_signed_is_not_cancelled(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
    with pytest.raises(RefusedError, match="firmate"):
        cancel(school, slots=(2,))


def test_a7_cancelled_and_restored_on_the_page(school: TestSchool, timetable: int) -> None:
    browser = school.as_("segreteria")
    form = next(
        f for f in browser.get("/lessons/cancellations").forms.values() if "first_slot" in f.fields
    )
    form["day"] = "2026-11-24"
    form["first_slot"], form["last_slot"] = "4", "5"
    form["reason"] = "Assemblea d’istituto"
    page = form.submit().follow()
    assert "Ore annullate: 4" in page, "two hours of both classes"
    assert "Annullata" in school.as_("docente").get("/lessons?day=2026-11-24")
    restore = next(f for f in page.forms.values() if "restore" in f.fields)
    assert "di nuovo in orario" in restore.submit("restore").follow()
    assert len([x for n in ("1A", "2A") for x in planned(school, name=n) if x.cancelled]) == 2
