"""Who was absent in every hour of the subject that day is marked only when confirmed (G7).

What other plugins know is asked by facts: here the facts are given, in tests/journeys the
plugins are there. With nobody to ask nobody is absent.
"""

from datetime import date, time

import pytest

from registro_core.api import Absence, LessonRef, ScheduledLesson

DAY = date(2026, 11, 24)


@pytest.fixture
def facts(monkeypatch, school):
    """Answer for other plugins: absences by name, and the slots of mathematics today."""
    plugins = school.platform.plugins
    collect = plugins.collect

    def run(absences, slots=()):
        lessons = [
            ScheduledLesson(
                LessonRef(school.classes["1A"], DAY, slot, subject_id=school.subjects["MAT"])
            )
            for slot in slots
        ]
        found = [Absence(school.people[name], DAY, *span) for name, *span in absences]

        def answer(hook, /, **arguments):
            known = {"registro_absences": found, "registro_scheduled_lessons": lessons}
            return known[hook] if hook in known else collect(hook, **arguments)

        monkeypatch.setattr(plugins, "collect", answer)

    return run


def greyed(page):
    return {cell.input["name"] for cell in page.html.select("td.is-absent")}


def test_g7_an_absent_student_is_greyed(marks, grid, facts):
    test = marks.test()
    facts([("anna",)])
    open_grid = grid()
    assert greyed(open_grid.page) == {open_grid.name(test, "anna")}


def test_g7_a_mark_for_who_was_absent_is_confirmed_first(marks, grid, facts):
    test = marks.test()
    facts([("anna",)])
    open_grid = grid().write(test, anna="7", bruno="6")
    page = open_grid.save(status=422)
    assert "risulta assente" in page
    assert marks.of("anna") == marks.of("bruno") == []
    open_grid.fill(**{f"ok-{test}-{marks.school.people['anna']}": "1"}).save()
    assert [marks.of(name)[0].quarters for name in ("anna", "bruno")] == [28, 24]


def test_g7_the_code_of_absence_needs_no_confirmation(marks, grid, facts):
    test = marks.test()
    facts([("anna",)])
    grid().write(test, anna="A").save()
    assert len(marks.of("anna")) == 1


def test_g7_another_code_does(marks, grid, facts):
    test = marks.test()
    facts([("anna",)])
    grid().write(test, anna="I").save(status=422)


def test_g7_on_the_page_of_a_test_it_is_confirmed_at_once(marks, grid, facts):
    facts([("anna",)])
    open_grid = grid("new").fill(title="Sistemi").write(0, anna="7")
    open_grid.fill(**{f"ok-0-{marks.school.people['anna']}": "1"}).save()
    assert marks.of("anna")[0].quarters == 28


def test_g7_a_mark_that_is_there_is_not_asked_about_again(marks, grid, facts):
    test = marks.test()
    marks.give(test, "anna", "7", "draft")
    facts([("anna",)])
    grid().write(test, bruno="6").save()


@pytest.mark.parametrize(
    ("span", "slots", "absent"),
    [
        ((None, time(9, 10)), (1,), True),
        ((None, time(8, 50)), (1,), False),
        ((None, time(9)), (1, 2), False),
        ((time(10),), (3, 4), True),
        ((time(10, 5),), (3,), False),
        # Without a timetable nobody knows in which hours the subject was.
        ((None, time(12)), (), False),
    ],
)
def test_g7_who_came_late_or_left_early_missed_every_hour_of_it_or_not(
    marks, grid, facts, span, slots, absent
):
    test = marks.test()
    facts([("anna", *span)], slots)
    grid().write(test, anna="7").save(status=422 if absent else 303)


def test_g7_two_stretches_may_cover_the_hours_together(marks, grid, facts):
    test = marks.test()
    facts([("anna", None, time(9)), ("anna", time(11), None)], (1, 4))
    grid().write(test, anna="7").save(status=422)


def test_with_nobody_to_ask_nobody_is_absent(marks, grid):
    test = marks.test()
    open_grid = grid()
    assert greyed(open_grid.page) == set()
    open_grid.write(test, anna="7").save()


def test_g7_an_oral_mark_asks_too(marks, facts):
    facts([("anna",)])
    browser = marks.school.as_("docente")
    page = browser.get(marks.path("MAT", "1A", "oral"))
    form = next(f for f in page.forms.values() if "oral-value" in f.fields)
    form["oral-student"], form["oral-value"] = str(marks.school.people["anna"]), "7"
    page = form.submit(status=422)
    assert marks.of("anna") == []
    form = next(f for f in page.forms.values() if "oral-value" in f.fields)
    form[f"oral-sure-{marks.school.people['anna']}"] = "1"
    form.submit(status=303)
    assert marks.of("anna")[0].quarters == 28
