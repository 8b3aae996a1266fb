"""A student's attendance page: figures, calendar, warnings with receipt; who may see it."""

from datetime import date, datetime, time
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import select

from registro_attendance.models import (
    Derogation,
    DerogationKind,
    EarlyWarning,
    Event,
    EventKind,
    PreviousHours,
    WarningReceipt,
)
from registro_attendance.statistics.facts import alerts, summaries
from registro_attendance.statistics.services import rule_of, settings_of, standings
from registro_attendance.warnings.services import issue_warnings
from registro_core.api import Enrolment, SchoolYear, each_day
from registro_core.testing import NOW, TestSchool


def absent_on(school: TestSchool, name: str, *days: date, class_name: str = "1A") -> None:
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


def school_days(first: date, last: date) -> list[date]:
    """Days of a period but Sundays: the small school has school on all others."""
    return [day for day in each_day(first, last) if day.isoweekday() != 7]


def standing(school: TestSchool, name: str) -> Any:
    """A student's standing today."""
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        rule = rule_of(year, settings_of(session))
        student = school.people[name]
        return standings(session, [student], rule, date(2026, 11, 24))[student]


def page(school: TestSchool, who: str, name: str = "anna", **more: Any) -> Any:
    return school.as_(who).get(f"/students/{school.people[name]}/attendance", **more)


def test_a1_the_base_is_the_week_by_the_weeks(school: TestSchool) -> None:
    """Six days of four hours and 5/6: 29 hours a week."""
    assert standing(school, "anna").yearly.hours == 29 * 33
    assert standing(school, "anna").yearly.limit == Fraction("239.25")


def test_a4_who_leaves_in_the_hour_of_religion_has_a_smaller_base(school: TestSchool) -> None:
    assert standing(school, "bruno").yearly.hours == 28 * 33


def test_a6_a7_days_missed_in_units_against_hours_held(school: TestSchool) -> None:
    absent_on(school, "anna", date(2026, 11, 23), date(2026, 11, 24))
    found = standing(school, "anna")
    assert found.missed == 2 * Fraction(29, 6)
    assert found.held == 62 * Fraction(29, 6)
    assert found.unsigned == found.held, "nobody signs without the class register"
    assert found.counters.absences == 2


def test_a7_a_holiday_is_not_held(school: TestSchool) -> None:
    school.clock.set(NOW)
    absent_on(school, "anna", date(2026, 12, 8))
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        student = school.people["anna"]
        rule = rule_of(year, settings_of(session))
        found = standings(session, [student], rule, date(2026, 12, 10))[student]
    assert found.missed == 0


def test_a9_hours_of_another_class_count_as_held_there(school: TestSchool) -> None:
    with school.session() as session:
        stay = session.scalars(
            select(Enrolment).where(Enrolment.student_id == school.people["anna"])
        ).one()
        stay.ends_on = date(2026, 10, 31)
        session.add(
            Enrolment(
                student_id=school.people["anna"],
                class_id=school.classes["2A"],
                starts_on=date(2026, 11, 1),
            )
        )
    absent_on(school, "anna", date(2026, 10, 5))
    absent_on(school, "anna", date(2026, 11, 5), class_name="2A")
    found = standing(school, "anna")
    assert found.missed == 2 * Fraction(29, 6)
    assert found.held == 62 * Fraction(29, 6)


def test_a4_who_came_in_the_middle_of_the_year(school: TestSchool) -> None:
    with school.session() as session:
        stay = session.scalars(
            select(Enrolment).where(Enrolment.student_id == school.people["anna"])
        ).one()
        stay.starts_on = date(2026, 11, 2)
    days = school_days(date(2026, 9, 14), date(2027, 6, 8))
    days.remove(date(2026, 12, 8))
    there = [day for day in days if day >= date(2026, 11, 2)]
    found = standing(school, "anna")
    assert found.yearly.hours == 29 * 33 * Fraction(len(there), len(days))
    assert found.held == 20 * Fraction(29, 6)
    # A16: who brings the hours of another school answers for the whole year
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        session.add(
            PreviousHours(
                student_id=school.people["anna"],
                year_id=year.id,
                hours=Fraction("31.5"),
                source="nulla osta prot. 12",
                recorded_at=NOW,
            )
        )
    found = standing(school, "anna")
    assert found.yearly.hours == 29 * 33
    assert found.absent == Fraction("31.5")


def test_a13_gross_and_net(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 11, 2), date(2026, 11, 7)))
    with school.session() as session:
        session.add(
            Derogation(
                student_id=school.people["anna"],
                first_day=date(2026, 11, 3),
                last_day=date(2026, 11, 4),
                kind=DerogationKind.ILLNESS,
                recorded_at=NOW,
            )
        )
    found = standing(school, "anna")
    assert (found.absent, found.excused, found.net) == (29, Fraction(29, 3), Fraction(58, 3))
    text = page(school, "mamma").text
    assert "Decide il consiglio di classe" in text


def test_a10_short_lates_are_counted_apart(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="R 8:10", bruno="R 8:11")
    assert standing(school, "anna").counters.short_lates == 1
    assert standing(school, "anna").counters.lates == 0
    assert standing(school, "bruno").counters.lates == 1


def test_the_family_reads_figures_and_the_way_to_the_limit(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 11, 2), date(2026, 11, 20)))
    text = page(school, "mamma").text
    assert "Ore di assenza" in text
    assert "82,2" in text
    assert "239,25" in text
    assert "il limite viene superato il" in text


def test_a1_primary_school_shows_no_limit(school: TestSchool) -> None:
    with school.session() as session:
        session.execute(
            SchoolYear.__table__.metadata.tables["school_class"]
            .update()
            .values(school_order="primaria")
        )
    assert "non c’è un limite" in page(school, "mamma").text


def test_the_calendar_shows_a_month_and_turns(school: TestSchool) -> None:
    absent_on(school, "anna", date(2026, 10, 12))
    mamma = school.as_("mamma")
    path = f"/students/{school.people['anna']}/attendance"
    assert "ottobre 2026" in mamma.get(f"{path}?month=2026-10").text
    assert "novembre 2026" in mamma.get(f"{path}?month=nonsense").text


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("mamma", 200),
        ("papa", 200),
        ("anna", 200),
        ("docente", 200),
        ("coordinatore", 200),
        ("dirigente", 200),
        ("vicario", 200),
        ("segreteria", 200),
        ("altra", 404),
        ("bruno", 404),
        ("ristretto", 404),
        ("estraneo", 403),
        ("bidella", 404),
        ("admin", 403),
    ],
)
def test_who_may_see_a_student(school: TestSchool, who: str, status: int) -> None:
    page(school, who, status=status)


def test_v1_a_restricted_parent_sees_nothing(school: TestSchool) -> None:
    page(school, "ristretto", "bruno", status=404)


# ---- warnings (A11, A15) ---------------------------------------------------------


def at(day: date) -> datetime:
    return datetime.combine(day, time(14), NOW.tzinfo)


def test_a15_families_are_warned_once_a_threshold_with_receipt(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 9, 14), date(2026, 10, 21)))
    with school.session() as session:
        assert issue_warnings(session, NOW) == 1
    with school.session() as session:
        assert issue_warnings(session, NOW) == 0, "once"
        warning = session.scalars(select(EarlyWarning)).one()
        assert (warning.threshold, warning.told) == (15, "159,5 / 957 h")
        people = set(session.scalars(select(WarningReceipt.person_id)))
        assert people == {school.people["mamma"], school.people["papa"]}
    shown = page(school, "mamma")
    form = next(f for f in shown.forms.values() if f.action.endswith("/warnings"))
    form.submit(status=303)
    with school.session() as session:
        read = select(WarningReceipt.person_id).where(WarningReceipt.seen_at.is_not(None))
        assert list(session.scalars(read)) == [school.people["mamma"]]
    assert "letto da Villa Maria" in page(school, "coordinatore").text
    assert "Ho letto" in page(school, "papa").text


def test_a11_lates_and_exits_have_thresholds_of_their_own(school: TestSchool) -> None:
    with school.session() as session:
        session.add_all(
            Event(
                student_id=school.people["anna"],
                class_id=school.classes["1A"],
                day=day,
                kind=EventKind.LATE,
                ends_at=time(8, 30),
                recorded_at=NOW,
            )
            for day in school_days(date(2026, 10, 1), date(2026, 10, 12))
        )
    with school.session() as session:
        assert issue_warnings(session, NOW) == 1
        warning = session.scalars(select(EarlyWarning)).one()
        assert (str(warning.kind), warning.threshold) == ("lates", 10)


def test_a11_the_coordinator_is_told_who_was_warned(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 9, 14), date(2026, 10, 21)))
    with school.session() as session:
        issue_warnings(session, NOW)
    inbox = school.as_("coordinatore").get("/notices").text
    assert "1A: avvisi sulle assenze" in inbox
    assert "1A: avvisi sulle assenze" not in school.as_("docente").get("/notices").text


def test_a_student_cannot_give_the_receipt_of_a_parent(school: TestSchool) -> None:
    path = f"/students/{school.people['anna']}/attendance/warnings"
    browser = school.as_("anna")
    token = page(school, "anna").html
    assert token
    browser.post(path, status=(400, 403))


def test_facts_for_other_plugins(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 9, 14), date(2026, 10, 21)))
    with school.session() as session:
        year = session.scalars(select(SchoolYear)).one()
        day = date(2026, 11, 24)
        summary = (summaries(session, [school.people["anna"]], year.id, day) or {})[
            school.people["anna"]
        ]
        assert (summary.scheduled, summary.absent) == (957, Fraction("159.5"))
        found = alerts(session, school.classes["1A"], day)
        assert [alert.student_id for alert in found] == [school.people["anna"]]
        assert summaries(session, [], 999, day) is None


def test_who_may_not_read_absences_finds_no_alert_on_the_class_page(school: TestSchool) -> None:
    absent_on(school, "anna", *school_days(date(2026, 9, 14), date(2026, 10, 21)))
    path = f"/classes/{school.classes['1A']}"
    assert "limite di assenze" in school.as_("docente").get(path)
    # who looks after the installation opens the class, and reads nobody's absences
    assert "limite di assenze" not in school.as_("admin").get(path)
