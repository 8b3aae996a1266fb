"""What one may write in a cell: numbers, codes, judgements by year and order (G1, G5, G8, G11, P1, P2)."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from registro_core.api import SchoolClass, SchoolOrder
from registro_grades.models import Code, Scale, ScaleLevel, ScaleUse, Tone
from registro_grades.scales.reading import vocabularies
from registro_grades.scales.vocabulary import (
    NOTHING,
    CodeShown,
    Level,
    UnknownMark,
    Value,
    Vocabulary,
)
from registro_grades.values import VALUES, Style

CODES = tuple(
    CodeShown(number, short, short, Tone.NEUTRAL, None, for_family=True, for_absent=short == "A")
    for number, short in enumerate(("I", "+", "-", "NC", "A", "MD"), 1)
)
LEVELS = tuple(
    Level(number, short, name, number, number > 1, 1)
    for number, (short, name) in enumerate(
        [
            ("NS", "Non sufficiente"),
            ("Suff", "Sufficiente"),
            ("Disc", "Discreto"),
            ("Buono", "Buono"),
            ("Dist", "Distinto"),
            ("Ott", "Ottimo"),
        ],
        1,
    )
)
ALL = Vocabulary(numbers=True, levels=LEVELS, codes=CODES)


@pytest.mark.parametrize("style", Style)
def test_what_is_written_is_read_back(style):
    words = Vocabulary(True, LEVELS, CODES, style)
    values = [
        *(Value(quarters=quarters) for quarters in VALUES),
        *(Value(level_id=level.id) for level in LEVELS),
        *(Value(code_id=code.id) for code in CODES),
        NOTHING,
    ]
    assert [words.read(words.write(value)) for value in values] == values


@given(st.text(max_size=10))
def test_any_text_says_a_value_or_is_refused(text):
    with suppress(UnknownMark):
        value = ALL.read(text)
        assert value.quarters is None or value.quarters in VALUES
        assert bool(value) == bool(text.strip())


@pytest.mark.parametrize(
    ("typed", "level"), [("ott", 6), ("OTTIMO", 6), ("o", 6), ("dist", 5), ("non", 1), ("ns", 1)]
)
def test_g11_a_judgement_may_be_begun(typed, level):
    assert ALL.read(typed) == Value(level_id=level)


@pytest.mark.parametrize("typed", ["di", "x", "ottimissimo"])
def test_g11_what_might_be_two_is_refused(typed):
    with pytest.raises(UnknownMark):
        ALL.read(typed)


def test_g7_the_code_of_absence_alone_is_for_the_absent():
    assert [ALL.for_absent(ALL.read(text)) for text in ("A", "I", "7", "Ott", "")] == [
        *(True, False, False, False, False)
    ]


class TestStored:
    """Scales as data, by school year and order (P1, P2)."""

    def shorts(self, marks, day, subject="MAT"):
        with marks.school.session() as session:
            words = vocabularies(session, marks.course(subject), day, day).on(day)
        return [level.short for level in words.levels]

    def primary(self, marks):
        with marks.school.session() as session:
            session.execute(update(SchoolClass).values(order=SchoolOrder.PRIMARY))

    def test_p1_primary_school_has_six_judgements(self, marks):
        self.primary(marks)
        expected = ["NS", "Suff", "Disc", "Buono", "Dist", "Ott"]
        assert self.shorts(marks, date(2026, 11, 24)) == expected

    def test_p2_the_descriptive_ones_hold_in_older_years(self, marks):
        self.primary(marks)
        assert self.shorts(marks, date(2022, 11, 24)) == ["PA", "Base", "Int", "Av"]
        assert self.shorts(marks, date(2025, 1, 31)) == ["PA", "Base", "Int", "Av"]
        assert self.shorts(marks, date(2025, 2, 1))[0] == "NS"

    def test_g12_in_the_year_a_teacher_of_primary_school_writes_as_they_choose(self, marks, grid):
        self.primary(marks)
        test = marks.test()
        open_grid = grid(test).write(test, anna="ott", bruno="7")
        open_grid.write(test, comment=True, carla="Ha capito").save()
        [anna], [bruno], [carla] = (marks.of(name) for name in ("anna", "bruno", "carla"))
        assert anna.level_id is not None
        assert bruno.quarters == 28
        assert carla.comment == "Ha capito"

    def test_upper_secondary_school_has_none(self, marks):
        assert self.shorts(marks, date(2026, 11, 24)) == []

    def test_an_order_s_own_scale_comes_before_a_general_one(self, marks):
        with marks.school.session() as session:
            for name, order in (("Di tutti", None), ("Nostra", SchoolOrder.UPPER_SECONDARY)):
                scale = Scale(
                    name=name,
                    use=ScaleUse.SUBJECTS,
                    order=order,
                    starts_on=date(2026, 9, 1),
                )
                session.add(scale)
                session.flush()
                session.add(
                    ScaleLevel(
                        scale_id=scale.id, position=1, name=name, short=name[:3], passing=True
                    )
                )
        assert self.shorts(marks, date(2026, 11, 24)) == ["Nos"]

    def test_g8_a_retired_code_is_not_given_any_more(self, marks, grid):
        with marks.school.session() as session:
            session.execute(
                update(Code).where(Code.short == "MD").values(retired_on=date(2026, 11, 20))
            )
        old, new = marks.test(day=date(2026, 11, 19)), marks.test()
        grid().write(old, anna="MD").save()
        grid().write(new, anna="MD").save(status=422)

    def test_g8_a_mark_goes_on_saying_it(self, marks, grid):
        test = marks.test()
        marks.give(test, "anna", "MD", "draft")
        with marks.school.session() as session:
            session.execute(
                update(Code).where(Code.short == "MD").values(retired_on=date(2026, 11, 20))
            )
        open_grid = grid(test)
        assert open_grid.form[open_grid.name(test, "anna")].value == "MD"
        open_grid.write(test, comment=True, anna="Senza quaderno").save()
        [mark] = marks.of("anna")
        assert (mark.code_id is not None, mark.comment) == (True, "Senza quaderno")
