"""What may no longer be marked or changed (L7): closed terms, old days, and the head's unlock."""

from datetime import date

import pytest

from registro_core.testing import close_term, reopen_term, unlock_day

OLD = date(2026, 11, 17)
CLOSED = "chiuso per lo scrutinio"


@pytest.fixture
def old(marks):
    """A class test of a week ago, with a draft of Anna's in it."""
    test = marks.test(day=OLD)
    marks.give(test, "anna", "7", "draft")
    return test


def quarters(marks, name):
    return [mark.quarters for mark in marks.of(name) if mark.cancelled_at is None]


def test_l7a_a_term_closed_meanwhile_marks_the_cell_and_keeps_what_was_typed(marks, grid, old):
    mine = grid(old).write(old, anna="8")
    close_term(marks.school, "1A")
    assert CLOSED in mine.save(status=422)
    assert mine.form[mine.name(old, "anna")].value == "8"
    assert quarters(marks, "anna") == [28]
    reopen_term(marks.school, "1A")
    mine.save()
    assert quarters(marks, "anna") == [32]


def test_l7a_a_closed_term_has_no_fields(marks, grid, old):
    close_term(marks.school, "1A")
    for page in (grid(old).page, grid().page):
        assert CLOSED in page.html.find("p", class_="is-warn").text
        assert f"m-{old}-{marks.school.people['anna']}" not in page
        assert page.html.find("button", attrs={"name": "act"}) is None


def test_l7a_drafts_of_a_closed_term_stay_drafts(marks, grid, old):
    mine = grid()
    close_term(marks.school, "1A")
    mine.save("publish")
    assert marks.of("anna")[0].publish_at is None


def test_l7a_another_class_is_not_closed(marks, grid, old):
    close_term(marks.school, "2A")
    grid(old).write(old, anna="8").save()
    assert quarters(marks, "anna") == [32]


def test_l7a_a_test_of_a_closed_term_is_not_cancelled(marks, old):
    path = marks.path("MAT", "1A", "tests", old, "cancel")
    page = marks.school.as_("docente").get(path)
    close_term(marks.school, "1A")
    form = next(form for form in page.forms.values() if "reason" in form.fields)
    form["reason"] = "Errore"
    assert CLOSED in form.submit(status=422)
    assert quarters(marks, "anna") == [28]


def test_l7a_a_test_does_not_move_out_of_a_closed_term(marks, grid, old):
    mine = grid(old).fill(day="2026-11-24")
    close_term(marks.school, "1A")
    assert CLOSED in mine.save(status=422)


def test_l7a_a_group_is_closed_with_any_of_its_classes(marks):
    group = marks.group("Tedesco", "1A", "anna")
    marks.group_of_another_class(group, "2A")
    marks.teach("docente", "MAT", group_id=group)
    token = f"{marks.school.subjects['MAT']}-g{group}"
    path = f"/classes/{marks.school.classes['1A']}/marks/{token}/oral"
    page = marks.school.as_("docente").get(path)
    form = next(form for form in page.forms.values() if "oral-student" in form.fields)
    form["oral-student"] = str(marks.school.people["anna"])
    form["oral-value"] = "7"
    close_term(marks.school, "2A")
    assert CLOSED in form.submit(status=422)
    assert marks.of("anna") == []


@pytest.mark.parametrize(("days", "status"), [(6, 422), (7, 303), (0, 303)])
def test_l7b_days_back_are_the_school_s_choice(marks, grid, old, days, status):
    mine = grid(old).write(old, anna="8")
    marks.choose({"grades.lock_days": days})
    mine.save(status=status)
    assert quarters(marks, "anna") == [28 if status == 422 else 32]


def test_l7c_the_head_s_unlock_frees_the_day_for_the_teacher(marks, grid, old):
    close_term(marks.school, "1A")
    unlock_day(marks.school, "1A", OLD, "docente")
    grid(old).write(old, anna="8").save()
    assert quarters(marks, "anna") == [32]


class TestLessonPage:
    """The part of an hour says why, and has nothing to tap."""

    @pytest.fixture
    def lesson(self, marks):
        def run():
            path = f"/classes/{marks.school.classes['1A']}/lessons/2026-11-24/2"
            return marks.school.as_("docente").get(path)

        return run

    def test_l7a_it_says_why_without_a_picker(self, marks, lesson):
        close_term(marks.school, "1A")
        part = lesson().html.find("section", class_="g-oral-part")
        assert CLOSED in part.text
        assert part.find("input") is None

    def test_l7a_closed_meanwhile_nothing_is_stored_and_what_was_tapped_is_there(
        self, marks, lesson
    ):
        page = lesson()
        people = marks.school.people
        form = page.forms["lesson"]
        fields = [*form.submit_fields(), (f"oral-text-{people['anna']}", "6+")]
        close_term(marks.school, "1A")
        answer = page.test_app.post(form.action, fields, status=422)
        assert CLOSED in answer
        assert answer.html.find("input", id=f"oral-text-{people['anna']}")["value"] == "6+"
        assert marks.of("anna") == []
