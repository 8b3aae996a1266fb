"""The grid: typed, checked, saved at once; nothing lost (G1, G3, G5, G6, G7, G9)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from registro_core.audit.models import AuditEntry
from registro_grades.models import Assessment, Correction

DAY = date(2026, 11, 24)


def quarters(marks, name):
    return [mark.quarters for mark in marks.of(name) if mark.cancelled_at is None]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("7+", 29), ("7,5", 30), ("7 1/2", 30), ("7½", 30), ("8-", 31), ("10", 40), ("6.25", 25)],
)
def test_g1_a_mark_is_typed_in_any_way(marks, grid, typed, stored):
    test = marks.test()
    grid().write(test, anna=typed).save()
    assert quarters(marks, "anna") == [stored]


@pytest.mark.parametrize("typed", ["I", "i", "NC", "nc", "A", "+", "-", "−", "MD"])
def test_g8_a_code_is_typed_in_any_case(marks, grid, typed):
    test = marks.test()
    grid().write(test, anna=typed).save()
    [mark] = marks.of("anna")
    assert (mark.quarters, mark.code_id is not None) == (None, True)


def test_a_bad_cell_marks_that_cell_and_nothing_is_lost(marks, grid):
    first, second = marks.test(), marks.test(day=date(2026, 11, 20))
    open_grid = grid().write(first, anna="7", bruno="settimo").write(second, carla="11")
    page = open_grid.save(status=422)
    assert marks.of("anna") == []
    assert "«settimo» non è un voto" in page
    people = marks.school.people
    assert open_grid.form[f"m-{first}-{people['anna']}"].value == "7"
    assert open_grid.form[f"m-{first}-{people['bruno']}"].value == "settimo"
    wrong = page.html.find_all("td", class_="is-wrong")
    assert [cell.input["name"] for cell in wrong] == [
        f"m-{first}-{people['bruno']}",
        f"m-{second}-{people['carla']}",
    ]
    open_grid.write(first, bruno="7-").write(second, carla="10").save()
    assert [quarters(marks, n) for n in ("anna", "bruno", "carla")] == [[28], [27], [40]]


def test_a_cell_that_nobody_touched_stays_as_it_is(marks, grid):
    test = marks.test()
    marks.give(test, "anna", "7", comment="Brava")
    grid().write(test, bruno="6").save()
    [mark] = marks.of("anna")
    assert (mark.version, mark.comment) == (1, "Brava")


def test_an_emptied_draft_is_cancelled_and_stays(marks, grid):
    test = marks.test()
    marks.give(test, "anna", "7", "draft")
    grid().write(test, anna="").save()
    [mark] = marks.of("anna")
    assert mark.cancelled_at == marks.school.clock.now
    assert mark.quarters == 28
    grid().write(test, anna="8").save()
    [mark] = marks.of("anna")
    assert (mark.cancelled_at, mark.quarters, mark.publish_at) == (None, 32, None)


class TestTwoAtOnce:
    """Two teachers at the same cell (D8): the second is told, and loses nothing."""

    @pytest.fixture
    def colleague(self, marks):
        """Somebody who teaches the same subject in the class."""
        marks.teach("estraneo", "MAT")
        return "estraneo"

    def test_the_second_sees_both_values_and_keeps_what_was_typed(self, marks, grid, colleague):
        test = marks.test()
        mine, theirs = grid(), grid(who=colleague)
        theirs.write(test, anna="6").save()
        page = mine.write(test, anna="8", bruno="7").save(status=409)
        assert "Nel frattempo Ugo Marino ha scritto «6»." in page
        assert quarters(marks, "anna") == [24]
        assert marks.of("bruno") == []
        assert mine.form[mine.name(test, "anna")].value == "8"
        assert mine.form[mine.name(test, "bruno")].value == "7"

    def test_saved_again_it_takes_the_other_s_place(self, marks, grid, colleague):
        test = marks.test()
        mine = grid()
        grid(who=colleague).write(test, anna="6").save()
        mine.write(test, anna="8").save(status=409)
        mine.save()
        assert quarters(marks, "anna") == [32]

    def test_at_the_same_instant_one_is_stored_and_the_other_told(self, marks, grid, colleague):
        test, together = marks.test(), Barrier(2)
        grids = {"6": grid(), "8": grid(who=colleague)}
        for typed, open_grid in grids.items():
            open_grid.write(test, anna=typed)

        def save(open_grid):
            together.wait(30)
            return open_grid.save("publish", status="*").status_int

        with ThreadPoolExecutor(2) as pool:
            answers = dict(zip(grids, pool.map(save, grids.values()), strict=True))
        assert sorted(answers.values()) == [303, 409]
        (stored,) = (typed for typed, status in answers.items() if status == 303)
        (told,) = (typed for typed, status in answers.items() if status == 409)
        assert quarters(marks, "anna") == [4 * int(stored)]
        assert f"ha scritto «{stored}»" in grids[told].page
        assert grids[told].form[grids[told].name(test, "anna")].value == told

    def test_two_different_cells_are_no_conflict(self, marks, grid, colleague):
        test = marks.test()
        mine, theirs = grid(), grid(who=colleague)
        theirs.write(test, anna="6").save()
        mine.write(test, bruno="7").save()
        assert (quarters(marks, "anna"), quarters(marks, "bruno")) == ([24], [28])

    def test_the_same_value_is_no_conflict(self, marks, grid, colleague):
        test = marks.test()
        mine, theirs = grid(), grid(who=colleague)
        theirs.write(test, anna="6").save()
        mine.write(test, anna="6").save()
        assert [mark.version for mark in marks.of("anna")] == [1]

    def test_a_test_cancelled_meanwhile_loses_nothing_that_was_typed(self, marks, grid, colleague):
        test = marks.test()
        mine = grid()
        page = marks.school.as_(colleague).get(marks.path("MAT", "1A", "tests", test, "cancel"))
        next(f for f in page.forms.values() if "reason" in f.fields).submit(status=303)
        assert "8½" in mine.write(test, anna="8½").save(status=409)

    def test_it_is_so_for_what_is_said_of_a_test_too(self, marks, grid, colleague):
        test = marks.test()
        mine, theirs = grid(test), grid(test, who=colleague)
        theirs.fill(weight="50").save()
        page = mine.fill(title="Equazioni e sistemi").save(status=409)
        assert "Equazioni · Scritto · 24/11/2026 · 50%" in page
        assert mine.form["title"].value == "Equazioni e sistemi"
        mine.save()
        with marks.school.session() as session:
            assert session.get_one(Assessment, test).title == "Equazioni e sistemi"


class TestAfterPublication:
    """G9, L8: what families saw changes with a reason, and is shown as changed."""

    def test_it_needs_a_reason(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7")
        open_grid = grid().write(test, anna="8", bruno="6")
        assert "la famiglia ha già visto" in open_grid.save(status=422)
        assert quarters(marks, "anna") == [28]
        assert marks.of("bruno") == []

    def test_the_family_keeps_both_values_and_the_reason(self, marks, grid):
        test = marks.test()
        mark = marks.give(test, "anna", "7", comment="Bene")
        open_grid = grid().write(test, anna="8")
        open_grid.save(status=422)
        open_grid.fill(reason="Errore di somma").save()
        with marks.school.session() as session:
            [row] = session.scalars(select(Correction).where(Correction.mark_id == mark))
            assert (row.before, row.after, row.reason) == (
                "7 · Bene",
                "8 · Bene",
                "Errore di somma",
            )
            assert row.by_id == marks.school.people["docente"]
            entry = session.scalars(
                select(AuditEntry).where(AuditEntry.act == "grades.mark.changed")
            ).one()
            assert entry.reason == "Errore di somma"

    def test_a_draft_and_a_scheduled_mark_need_none(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7", "draft")
        marks.give(test, "bruno", "7", "later")
        grid().write(test, anna="8", bruno="8").save()
        assert (quarters(marks, "anna"), quarters(marks, "bruno")) == ([32], [32])
        with marks.school.session() as session:
            assert session.scalar(select(func.count()).select_from(Correction)) == 0

    def test_it_can_never_become_a_draft_again(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7")
        open_grid = grid().write(test, anna="8")
        open_grid.save(status=422)
        open_grid.fill(reason="Errore").save("draft")
        assert marks.of("anna")[0].publish_at == marks.school.clock.now

    def test_emptied_it_is_cancelled_with_the_reason(self, marks, grid):
        test = marks.test()
        mark = marks.give(test, "anna", "7")
        open_grid = grid().write(test, anna="")
        open_grid.save(status=422)
        open_grid.fill(reason="Era di un’altra").save()
        [row] = marks.of("anna")
        assert (row.cancel_reason, row.quarters) == ("Era di un’altra", 28)
        with marks.school.session() as session:
            [correction] = session.scalars(select(Correction).where(Correction.mark_id == mark))
            assert (correction.before, correction.after) == ("7", "—")


class TestPublishing:
    """G9: draft, scheduled, published."""

    def test_saved_a_mark_is_a_draft(self, marks, grid):
        test = marks.test()
        grid().write(test, anna="7").save()
        assert marks.of("anna")[0].publish_at is None

    def test_published_it_is_visible_at_once(self, marks, grid):
        test = marks.test()
        grid().write(test, anna="7").save("publish")
        assert marks.of("anna")[0].publish_at == marks.school.clock.now

    @pytest.mark.parametrize("hours", [1, 48, 72])
    def test_never_before_the_delay_that_the_school_chose(self, marks, grid, hours):
        marks.choose({"grades.publish_delay_hours": hours})
        test = marks.test()
        open_grid = grid().write(test, anna="7").fill(publish_on="2026-11-24T10:00")
        open_grid.save("publish")
        assert marks.of("anna")[0].publish_at == marks.school.clock.now + timedelta(hours=hours)

    def test_on_a_day_and_hour_by_the_clock_on_the_wall(self, marks, grid):
        test = marks.test()
        grid().write(test, anna="7").fill(publish_on="2026-11-26T08:00").save("publish")
        assert marks.of("anna")[0].publish_at.isoformat() == "2026-11-26T07:00:00+00:00"

    @pytest.mark.parametrize(
        "text", ["domani", "2026-11-26", "9999-12-31T23:59", "0001-01-01T00:00"]
    )
    def test_what_is_no_day_and_hour_is_refused_at_its_field(self, marks, grid, text):
        test = marks.test()
        open_grid = grid().write(test, anna="7").fill(publish_on=text)
        open_grid.save("publish", status=303 if text == "2026-11-26" else 422)

    def test_the_drafts_of_the_test_come_along(self, marks, grid):
        first, other = marks.test(), marks.test(day=date(2026, 11, 20))
        marks.give(first, "anna", "7", "draft")
        marks.give(other, "anna", "5", "draft")
        grid().write(first, bruno="6").save("publish")
        assert [mark.publish_at is not None for mark in marks.of("anna")] == [True, False]

    def test_with_nothing_written_all_that_is_shown_is_published(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7", "draft")
        marks.give(test, "bruno", "7", "later")
        grid().save("publish")
        now = marks.school.clock.now
        assert [marks.of(n)[0].publish_at for n in ("anna", "bruno")] == [now, now]


class TestNewTest:
    """A class test with one description for all (row 65)."""

    def test_test_and_marks_are_made_together(self, marks, grid):
        open_grid = grid("new").fill(title="Sistemi", weight="80")
        open_grid.write(0, anna="7+", bruno="NC").write(0, comment=True, anna="Ordinata")
        open_grid.save("publish")
        with marks.school.session() as session:
            test = session.scalars(select(Assessment)).one()
            assert (test.title, test.weight, str(test.kind), test.day) == (
                *("Sistemi", 80, "written"),
                DAY,
            )
            assert test.teacher_id == marks.school.people["docente"]
        assert [(m.quarters, m.comment) for m in marks.of("anna")] == [(29, "Ordinata")]

    def test_a_bad_cell_makes_neither(self, marks, grid):
        open_grid = grid("new").fill(title="Sistemi").write(0, anna="7", bruno="x")
        open_grid.save(status=422)
        assert marks.of("anna") == []
        with marks.school.session() as session:
            assert session.scalars(select(Assessment)).all() == []
        assert open_grid.form["title"].value == "Sistemi"
        assert open_grid.form[open_grid.name(0, "anna")].value == "7"

    def test_without_a_description_it_is_refused_and_nothing_is_lost(self, marks, grid):
        open_grid = grid("new").write(0, anna="7")
        open_grid.save(status=422)
        assert open_grid.form[open_grid.name(0, "anna")].value == "7"

    @pytest.mark.parametrize(
        ("field", "value"),
        [("weight", "101"), ("weight", "-1"), ("weight", "x"), ("day", "2026-13-01"), ("day", "")],
    )
    def test_g3_what_is_out_of_bounds_is_refused_at_its_field(self, marks, grid, field, value):
        page = grid("new").fill(title="Sistemi", **{field: value}).save(status=422)
        assert page.html.find(id=f"{field}-error") is not None

    def test_a9_none_in_the_future(self, marks, grid):
        page = (
            grid("new").fill(title="Sistemi", day="2026-11-25").write(0, anna="7").save(status=422)
        )
        assert "giorno futuro" in page

    def test_a9_none_before_the_year(self, marks, grid):
        page = (
            grid("new").fill(title="Sistemi", day="2026-08-31").write(0, anna="7").save(status=422)
        )
        assert "anno scolastico" in page

    def test_pressed_twice_it_is_made_once(self, marks, grid):
        open_grid = grid("new").fill(title="Sistemi").write(0, anna="7")
        form = open_grid.open
        form.submit("act", value="draft", status=303)
        form.submit("act", value="draft", status=303)
        with marks.school.session() as session:
            assert session.scalar(select(func.count()).select_from(Assessment)) == 1


class TestStoredTest:
    """A class test that is there."""

    def test_a_new_weight_after_publication_needs_a_reason_and_is_told(self, marks, grid):
        test = marks.test()
        mark = marks.give(test, "anna", "7")
        open_grid = grid(test).fill(weight="50")
        open_grid.save(status=422)
        open_grid.fill(reason="Valeva la metà").save()
        with marks.school.session() as session:
            [row] = session.scalars(select(Correction).where(Correction.mark_id == mark))
            assert row.before == "Scritto · 24/11/2026 · 100%"
            assert row.after == "Scritto · 24/11/2026 · 50%"

    def test_a_new_title_needs_none(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7")
        grid(test).fill(title="Equazioni di primo grado").save()
        with marks.school.session() as session:
            assert session.get_one(Assessment, test).title == "Equazioni di primo grado"

    def test_moved_to_another_day_the_students_of_that_day_are_asked(self, marks, grid):
        test = marks.test()
        marks.leave("anna", date(2026, 11, 20))
        page = grid(test).fill(day="2026-11-23").write(test, bruno="6").save()
        assert page.status_int == 303

    def test_cancelled_with_its_marks_which_stay(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "7")
        marks.give(test, "bruno", "6", "draft")
        browser = marks.school.as_("docente")
        page = browser.get(marks.path("MAT", "1A", "tests", test, "cancel"))
        form = next(f for f in page.forms.values() if "reason" in f.fields)
        form.submit(status=422)
        form["reason"] = "Prova da rifare"
        form.submit(status=303)
        assert marks.of("anna")[0].cancel_reason == "Prova da rifare"
        assert marks.of("bruno")[0].cancelled_at is not None
        browser.get(marks.path("MAT", "1A", "tests", test), status=404)


class TestStudents:
    """G7, A9: only who was in the course that day."""

    def test_who_came_later_has_no_cell(self, marks, grid):
        test = marks.test(day=date(2026, 11, 10))
        marks.join("carla", date(2026, 11, 15))
        open_grid = grid()
        assert open_grid.name(test, "carla") not in open_grid.form.fields

    def test_a_tampered_form_is_refused_at_the_cell(self, marks, grid):
        test = marks.test(day=date(2026, 11, 10))
        marks.join("carla", date(2026, 11, 15))
        open_grid = grid()
        fields = dict(open_grid.form.submit_fields())
        fields[open_grid.name(test, "carla")] = "7"
        page = open_grid.browser.post(marks.path("MAT", "1A", "grid"), fields, status=422)
        assert "non era in questa classe" in page
        assert marks.of("carla") == []

    def test_students_of_other_classes_are_not_read(self, marks, grid):
        test = marks.test()
        open_grid = grid()
        fields = dict(open_grid.form.submit_fields())
        fields[open_grid.name(test, "luca")] = "7"
        open_grid.browser.post(marks.path("MAT", "1A", "grid"), fields, status=303)
        assert marks.of("luca") == []

    def test_tests_of_other_courses_are_not_written(self, marks, grid):
        marks.test()
        other = marks.test("ITA", teacher="coordinatore")
        open_grid = grid()
        fields = dict(open_grid.form.submit_fields())
        fields |= {f"seen-{other}": "", open_grid.name(other, "anna"): "2"}
        open_grid.browser.post(marks.path("MAT", "1A", "grid"), fields, status=409)
        assert marks.of("anna") == []


class TestBudgets:
    """performance.md: statements never grow with students, tests or marks."""

    def many(self, marks, tests, students, publish="now"):
        names = marks.crowd(students)
        made = [marks.test(day=date(2026, 11, 1) + timedelta(days=n % 20)) for n in range(tests)]
        return made, names

    def test_a_grid_of_25_by_10_is_10_statements(self, marks, grid):
        tests, names = self.many(marks, 10, 21)
        marks.fill(tests, [*names, "anna", "bruno", "carla", "dario"])
        open_grid = grid()
        with marks.school.queries() as seen:
            open_grid.browser.get(marks.path("MAT", "1A", "grid"))
        assert len([n for n in open_grid.form.fields if n and n.startswith("m-")]) == 250
        assert len(seen) <= 10, "\n".join(seen)

    def test_the_register_of_25_by_30_is_9_statements(self, marks, grid):
        tests, names = self.many(marks, 30, 21)
        marks.fill(tests, [*names, "anna", "bruno", "carla", "dario"])
        browser = marks.school.as_("docente")
        browser.get(marks.path())
        with marks.school.queries() as seen:
            browser.get(marks.path())
        assert len(seen) <= 9, "\n".join(seen)

    @pytest.mark.slow
    def test_a_grid_of_30_by_30_saves_in_one_request_as_a_small_one_does(self, marks, grid):
        tests, names = self.many(marks, 30, 26)
        everybody = [*names, "anna", "bruno", "carla", "dario"]
        small = grid().write(tests[0], anna="7")
        with marks.school.queries() as few:
            small.save("publish")
        big = grid()
        for test in tests[1:]:
            big.write(test, **dict.fromkeys(everybody, "7½"))
        # All or nothing: one bad cell of 870 stores none, and is the one that is marked.
        page = big.write(tests[1], anna="settimo").save("publish", status=422)
        assert len(page.html.find_all("td", class_="is-wrong")) == 1
        assert sum(quarters(marks, name).count(30) for name in everybody) == 0
        big.write(tests[1], anna="7½")
        with marks.school.queries() as many:
            big.save("publish")
        assert sum(quarters(marks, name).count(30) for name in everybody) == 870
        # Three of them take back what was published by the small one.
        assert len(many) <= len(few) + 3, "\n".join(many)
        assert len(many) <= 30
