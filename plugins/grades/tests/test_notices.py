"""Telling families: one notice a person after the debounce, never at night, withdrawn in time (G9)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from registro_core.notices.models import (
    Delivery,
    DeliveryState,
    NoticeRecipient,
    PublishedNotice,
)

DEBOUNCE = timedelta(minutes=15)


@pytest.fixture
def notices(school):
    """What a person is told, as (kind, subject, when it leaves), without what was withdrawn."""

    def run(name):
        with school.session() as session:
            rows = session.execute(
                select(PublishedNotice.kind, PublishedNotice.subject, PublishedNotice.not_before)
                .join(NoticeRecipient, NoticeRecipient.notice_id == PublishedNotice.id)
                .where(
                    NoticeRecipient.person_id == school.people[name],
                    PublishedNotice.withdrawn_at.is_(None),
                )
                .order_by(PublishedNotice.id)
            )
            return [(kind, text_of(subject), at) for kind, subject, at in rows]

    return run


def text_of(subject):
    text = subject["msgid"]
    for name, value in subject["mapping"].items():
        text = text.replace(f"${{{name}}}", str(value))
    return text


def write(grid, test, act="publish", reason=None, status=303, **texts):
    open_grid = grid(**({"subject": texts.pop("subject")} if "subject" in texts else {}))
    open_grid.write(test, **texts)
    if reason:
        open_grid.save(act, status=422)
        open_grid.fill(reason=reason)
    return open_grid.save(act, status=status)


def test_both_parents_are_told_once_after_the_debounce(marks, grid, notices, school):
    write(grid, marks.test(), anna="7")
    leaves = school.clock.now + DEBOUNCE
    told = [("grades:mark", "Anna: nuovo voto di Matematica", leaves)]
    assert notices("mamma") == told
    assert notices("papa") == told
    assert notices("anna") == []


def test_marks_of_the_same_quarter_of_an_hour_are_one_notice(marks, grid, notices, school):
    marks.teach("docente", "STO")
    first, second, other = marks.test(), marks.test(day=date(2026, 11, 23)), marks.test("STO")
    leaves = school.clock.now + DEBOUNCE
    write(grid, first, anna="7")
    school.clock.advance(minutes=5)
    write(grid, second, anna="8")
    school.clock.advance(minutes=5)
    write(grid, other, subject="STO", anna="6")
    told = [("grades:mark", "Anna: nuovi voti di Matematica, Storia", leaves)]
    assert notices("mamma") == told


def test_what_comes_after_it_left_is_another_notice(marks, grid, notices, school):
    write(grid, marks.test(), anna="7")
    school.clock.advance(minutes=16)
    write(grid, marks.test(day=date(2026, 11, 23)), anna="8")
    assert len(notices("mamma")) == 2


def test_each_child_has_a_notice_of_their_own(marks, grid, notices):
    write(grid, marks.test(), anna="7")
    open_grid = grid("new", class_name="2A").fill(title="Sistemi").write(0, luca="6")
    open_grid.save("publish")
    assert [subject for _k, subject, _at in notices("mamma")] == [
        "Anna: nuovo voto di Matematica",
        "Luca: nuovo voto di Matematica",
    ]


def test_no_notice_says_a_mark(marks, grid, school):
    write(grid, marks.test(), anna="3", bruno="10")
    with school.session() as session:
        for row in session.scalars(select(PublishedNotice)):
            assert "3" not in text_of(row.subject) + text_of(row.body)
            assert "10" not in text_of(row.subject) + text_of(row.body)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (datetime(2026, 11, 24, 18, 40, tzinfo=UTC), datetime(2026, 11, 24, 18, 55, tzinfo=UTC)),
        (datetime(2026, 11, 24, 18, 50, tzinfo=UTC), datetime(2026, 11, 25, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 22, 0, tzinfo=UTC), datetime(2026, 11, 25, 6, 0, tzinfo=UTC)),
        (datetime(2026, 11, 25, 5, 50, tzinfo=UTC), datetime(2026, 11, 25, 6, 5, tzinfo=UTC)),
    ],
)
def test_none_leaves_in_quiet_hours(marks, grid, notices, school, now, leaves):
    school.clock.set(now)
    write(grid, marks.test(), anna="7")
    assert notices("mamma") == [("grades:mark", "Anna: nuovo voto di Matematica", leaves)]


def test_the_mark_itself_does_not_wait_for_the_morning(marks, grid, school):
    school.clock.set(datetime(2026, 11, 24, 22, 0, tzinfo=UTC))
    write(grid, marks.test(), anna="7")
    assert marks.of("anna")[0].publish_at == school.clock.now


def test_a_scheduled_mark_is_told_after_it_is_published(marks, grid, notices):
    test = marks.test()
    grid().write(test, anna="7").fill(publish_on="2026-11-26T10:00").save("publish")
    [(_kind, _subject, at)] = notices("mamma")
    assert at == datetime(2026, 11, 26, 9, 15, tzinfo=UTC)


def test_a_draft_is_told_to_nobody(marks, grid, notices):
    write(grid, marks.test(), "draft", anna="7")
    assert notices("mamma") == []


class TestInTime:
    """What changes before the notice leaves changes the notice."""

    def test_a_mark_cancelled_in_time_is_never_told(self, marks, grid, notices, school):
        test = marks.test()
        write(grid, test, anna="7")
        school.clock.advance(minutes=10)
        write(grid, test, "draft", reason="Era di Bruno", anna="")
        assert notices("mamma") == []
        with school.session() as session:
            states = session.scalars(select(Delivery.state)).all()
        assert set(states) == {DeliveryState.WITHDRAWN}

    def test_of_several_only_the_cancelled_one_leaves_the_notice(
        self, marks, grid, notices, school
    ):
        first, second = marks.test(), marks.test(day=date(2026, 11, 23))
        leaves = school.clock.now + DEBOUNCE
        open_grid = grid().write(first, anna="7").write(second, anna="8")
        open_grid.save("publish")
        write(grid, first, "draft", reason="Era di Bruno", anna="")
        assert notices("mamma") == [("grades:mark", "Anna: nuovo voto di Matematica", leaves)]

    def test_a_correction_in_time_gives_no_second_notice(self, marks, grid, notices, school):
        test = marks.test()
        leaves = school.clock.now + DEBOUNCE
        write(grid, test, anna="7")
        school.clock.advance(minutes=10)
        write(grid, test, "draft", reason="Errore", anna="8")
        assert notices("mamma") == [("grades:mark", "Anna: nuovo voto di Matematica", leaves)]

    def test_a_scheduled_mark_that_is_published_now_is_told_now(self, marks, grid, notices, school):
        test = marks.test()
        open_grid = grid().write(test, anna="7").fill(publish_on="2026-11-26T10:00")
        open_grid.save("publish")
        grid().save("publish")
        told = [("grades:mark", "Anna: nuovo voto di Matematica", school.clock.now + DEBOUNCE)]
        assert notices("mamma") == told


class TestTooLate:
    """What changes after the notice left is told as changed."""

    def test_a_correction_is_told_with_no_values(self, marks, grid, notices, school):
        test = marks.test()
        write(grid, test, anna="7")
        school.clock.advance(hours=2)
        write(grid, test, "draft", reason="Errore", anna="8")
        changed = notices("mamma")[-1]
        assert changed == (
            *("grades:changed", "Anna: un voto di Matematica è stato modificato"),
            school.clock.now + DEBOUNCE,
        )

    def test_corrected_twice_it_is_told_once(self, marks, grid, notices, school):
        test = marks.test()
        write(grid, test, anna="7")
        school.clock.advance(hours=2)
        write(grid, test, "draft", reason="Errore", anna="8")
        school.clock.advance(minutes=5)
        write(grid, test, "draft", reason="Ancora", anna="9")
        assert [kind for kind, _s, _at in notices("mamma")] == ["grades:mark", "grades:changed"]

    def test_a_new_weight_is_told_too(self, marks, grid, notices, school):
        test = marks.test()
        write(grid, test, anna="7")
        school.clock.advance(hours=2)
        open_grid = grid(test).fill(weight="50")
        open_grid.save(status=422)
        open_grid.fill(reason="Valeva la metà").save()
        assert notices("mamma")[-1][0] == "grades:changed"


class TestWhomToTell:
    """V1, V2: both parents, nobody restricted, the adult student."""

    def test_a_restricted_parent_is_not_told(self, marks, grid, notices):
        write(grid, marks.test(), bruno="7")
        assert len(notices("altra")) == 1
        assert notices("ristretto") == []

    def test_an_adult_student_is_told(self, marks, grid, notices):
        open_grid = grid("new", class_name="2A").fill(title="Sistemi").write(0, adulto="6")
        open_grid.save("publish")
        assert len(notices("adulto")) == 1
