"""The roll on the lesson page, through a browser without scripts."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text

from registro_attendance.models import Roll
from registro_core.api import Enrolment
from registro_core.testing import TestSchool

ABSENT = "absent -"


def test_it_stores_only_exceptions_and_that_the_roll_was_called(
    school: TestSchool, rolls: Any
) -> None:
    rolls.call(1, anna="A")
    assert rolls.of("anna") == [ABSENT]
    assert rolls.of("bruno") == []
    with school.session() as session:
        roll = session.scalars(select(Roll)).one()
        assert (roll.slot, roll.taken_by) == (1, school.people["docente"])


def test_a_state_is_inherited_by_the_hours_that_follow(rolls: Any) -> None:
    rolls.call(1, anna="A")
    assert rolls.shown(rolls.open(2), "anna") == "A"
    assert rolls.shown(rolls.open(2), "bruno") == "P"


def test_a8_who_turns_up_in_the_third_hour_came_late(rolls: Any) -> None:
    rolls.school.clock.advance(hours=2)
    rolls.call(1, anna="A")
    rolls.call(3, anna="P")
    assert rolls.of("anna") == ["late -10:00"]


def test_a8_with_a_time_the_late_entry_is_exact(rolls: Any) -> None:
    rolls.school.clock.advance(hours=2)
    rolls.call(1, anna="A")
    rolls.call(3, anna="R 10:20")
    assert rolls.of("anna") == ["late -10:20"]


def test_a8_several_exits_and_entries_in_one_day(rolls: Any) -> None:
    rolls.school.clock.advance(hours=4)
    rolls.call(1, anna="R 8:20")
    rolls.call(2, anna="U 9:30")
    rolls.call(3, anna="R 10:15")
    rolls.call(5, anna="U 12:40")
    assert rolls.of("anna") == ["late -8:20", "exit 9:30-10:15", "exit 12:40-"]


def test_a_student_present_earlier_and_missing_now_is_absent_from_this_hour(rolls: Any) -> None:
    rolls.call(1)
    rolls.call(2, anna="A")
    assert rolls.of("anna") == ["absent 9:00-"]


def test_a_first_roll_in_the_second_hour_speaks_for_the_first(rolls: Any) -> None:
    rolls.call(2, anna="A")
    assert rolls.of("anna") == [ABSENT]


def test_correcting_an_earlier_hour_leaves_what_later_rolls_said(rolls: Any) -> None:
    rolls.call(1)
    rolls.call(2)
    rolls.call(1, anna="A")
    assert rolls.of("anna") == ["late -9:00"]


def test_correcting_to_present_cancels_and_keeps_the_record(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    rolls.call(1, anna="P")
    assert rolls.of("anna") == []
    with school.session() as session:
        acts = session.execute(
            text("SELECT act FROM audit_entry WHERE act LIKE 'attendance.event%' ORDER BY seq")
        ).scalars()
        assert list(acts) == ["attendance.event.recorded", "attendance.event.cancelled"]


def test_saving_twice_changes_nothing(rolls: Any) -> None:
    page = rolls.open(1)
    form = rolls.fill(page, anna="A")
    form.submit(status=303)
    form.submit(status=303)
    assert rolls.of("anna") == [ABSENT]


def test_a_missing_time_is_an_error_and_nothing_typed_is_lost(rolls: Any) -> None:
    answer = rolls.call(1, status=422, anna="R", bruno="A")
    assert "Scrivi l’ora così" in answer.text
    assert rolls.shown(answer, "anna") == "R"
    assert rolls.shown(answer, "bruno") == "A"
    assert rolls.of("bruno") == []


def test_an_entry_in_the_future_is_refused(rolls: Any) -> None:
    """A9, to the minute: it is 9:05."""
    answer = rolls.call(2, status=422, anna="R 9:30")
    assert "non può essere nel futuro" in answer.text


def test_a_time_before_the_hour_is_refused(rolls: Any) -> None:
    assert "L’ora dev’essere" in rolls.call(2, status=422, anna="U 8:30").text


def test_two_teachers_the_second_is_told_who_differs_and_loses_nothing(rolls: Any) -> None:
    page = rolls.open(1)
    second = rolls.open(1, "coordinatore")
    rolls.fill(page, anna="A", carla="A").submit(status=303)
    answer = rolls.fill(second, bruno="A", carla="R 8:20").submit(status=409)
    assert "Abate Anna: un’altra persona" in answer.text
    assert "Conti Carla: un’altra persona" in answer.text
    # what the first wrote stands where the second wrote nothing; what the second typed is kept
    assert [rolls.shown(answer, name) for name in ("anna", "bruno", "carla")] == ["A", "A", "R"]
    assert rolls.of("bruno") == []
    rolls.fill(answer).submit(status=303)
    assert rolls.of("anna") == [ABSENT]
    assert rolls.of("bruno") == [ABSENT]
    assert rolls.of("carla") == ["late -8:20"]


def test_two_teachers_who_agree_do_not_disturb_each_other(rolls: Any) -> None:
    page, second = rolls.open(1), rolls.open(1, "coordinatore")
    rolls.fill(page, anna="A").submit(status=303)
    rolls.fill(second, anna="A").submit(status=303)
    assert rolls.of("anna") == [ABSENT]


def test_a9_no_roll_in_the_future(rolls: Any) -> None:
    page = rolls.open(1, day=date(2026, 11, 25))
    assert "roll-seen" not in page
    page = rolls.open(1)
    form = rolls.fill(page, anna="A")
    form.action = rolls.path(1, day=date(2026, 11, 25))
    form.submit(status=422)
    assert rolls.of("anna", date(2026, 11, 25)) == []


def test_a9_only_who_was_in_the_class_that_day(school: TestSchool, rolls: Any) -> None:
    with school.session() as session:
        stay = session.scalars(
            select(Enrolment).where(Enrolment.student_id == school.people["anna"])
        ).one()
        stay.starts_on = date(2026, 11, 24)
    assert "Abate" not in rolls.open(1, day=date(2026, 11, 23)).text
    assert "Abate" in rolls.open(1).text


def test_l8_after_a_day_a_change_needs_a_reason(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    school.clock.advance(hours=48)
    page = rolls.open(1)
    answer = rolls.fill(page, anna="P").submit(status=422)
    assert "scrivi il motivo" in answer.text
    assert rolls.shown(answer, "anna") == "P"
    rolls.fill(answer, reason="scambio di nome").submit(status=303)
    assert rolls.of("anna") == []
    with school.session() as session:
        reasons = session.execute(text("SELECT reason FROM audit_entry ORDER BY seq")).scalars()
        assert "scambio di nome" in list(reasons)


def test_l8_without_a_change_no_reason_is_asked(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A")
    school.clock.advance(hours=48)
    rolls.fill(rolls.open(1)).submit(status=303)


def test_l2_a_stranger_calls_today_but_does_not_correct_yesterday(rolls: Any) -> None:
    rolls.call(2, who="estraneo", anna="A")
    yesterday = rolls.open(1, "estraneo", day=date(2026, 11, 23))
    assert "roll-seen" not in yesterday


def test_families_may_not_even_know_the_page(rolls: Any) -> None:
    for who in ("mamma", "anna", "altra"):
        rolls.school.as_(who).get(rolls.path(1), status=404)


def test_a_student_of_another_class_cannot_be_slipped_in(school: TestSchool, rolls: Any) -> None:
    page = rolls.open(1)
    form = rolls.fill(page, anna="A")
    fields = [*form.submit_fields(), (f"roll-{school.people['luca']}", "A")]
    page.test_app.post(rolls.path(1), fields, status=303)
    assert rolls.of("luca") == []


def test_nonsense_is_refused_clearly(rolls: Any) -> None:
    for bad in ("X", "", "PA"):
        page = rolls.open(1)
        form = rolls.fill(page)
        fields = dict(form.submit_fields())
        fields[f"roll-{rolls.school.people['anna']}"] = bad
        answer = page.test_app.post(rolls.path(1), fields, status=422)
        assert "Scegli presente" in answer.text


def test_the_part_asks_four_questions_whatever_the_class(school: TestSchool, rolls: Any) -> None:
    rolls.call(1, anna="A", bruno="A")
    browser = school.as_("docente")
    with school.queries() as queries:
        browser.get(rolls.path(2))
    mine = [q for q in queries if "FROM attendance_" in q and "justif" not in q]
    assert len(mine) <= 4, "\n".join(mine)


def test_saving_asks_as_much_for_a_whole_class_as_for_one(school: TestSchool, rolls: Any) -> None:
    form = rolls.fill(rolls.open(1), anna="A")
    with school.queries() as one:
        form.submit(status=303)
    form = rolls.fill(rolls.open(2), bruno="A", carla="U 9:30", dario="A")
    with school.queries() as many:
        form.submit(status=303)
    assert len(many) <= len(one)


def test_days_long_past_stay_readable(rolls: Any) -> None:
    assert "Abate" in rolls.open(1, day=date(2026, 11, 24) - timedelta(days=28)).text
