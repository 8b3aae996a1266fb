"""Whatever files say, planning answers with a report; and what may run runs, once for all."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registro_core.imports.files import CORE_KINDS
from registro_core.imports.report import Outcome, Report, Severity
from registro_core.imports.report_json import digest_of, from_json, to_json
from registro_core.imports.values import (
    CellError,
    read_day,
    read_email,
    read_fraction,
    read_phone,
    read_time,
)

# Words that mean something somewhere, put anywhere.
WORDS = st.sampled_from(
    [
        *("", "", "", "x", "1", "2", "7", "0", "5/6", "08:00", "09:00", "10:30"),
        *("2026-09-14", "2026-12-01", "31/01/2027", "2012-07-11", "1970-03-08", "1800-01-01"),
        *("1A LS", "1als", "1B LS", "2C", "FIPS07000A", "fips07000b", "ITA", "sos", "REL"),
        *("PPSNDR12L11F205T", "FRRMTN87D57H501W", "MRNMTT66R14A271V", "12345678901", "HUX"),
        *("Popescu", "Andrei", "Ferrara", "Martina", "Ferrara Martina", "M", "F", "S", "N", "H"),
        *("madre", "padre", "secondaria2", "primaria", "normale", "religione", "a@b.it", "368 1"),
    ]
)


@st.composite
def school_files(draw: st.DrawFn) -> dict[str, str]:
    chosen = draw(st.lists(st.sampled_from(CORE_KINDS), unique_by=lambda k: k.name, min_size=1))
    files = {}
    for kind in chosen:
        names = [column.name for column in kind.columns]
        rows = draw(st.lists(st.lists(WORDS, min_size=len(names), max_size=len(names)), max_size=4))
        files[f"{kind.name}.csv"] = "\n".join(";".join(row) for row in [names, *rows])
    return files


@st.composite
def mutations(draw: st.DrawFn) -> list[tuple[int, int, int, str]]:
    """File, row, column (all taken modulo what there is) and the word to put there."""
    place = st.integers(0, 1000)
    return draw(st.lists(st.tuples(place, place, place, WORDS), min_size=1, max_size=4))


def mutated(files: dict[str, str], changes: list[tuple[int, int, int, str]]) -> dict[str, str]:
    """The files with a few words changed; a word put in the heading's row doubles the row before."""
    tables = {name: [line.split(";") for line in text.splitlines()] for name, text in files.items()}
    for file, row, column, word in changes:
        table = list(tables.values())[file % len(tables)]
        number = row % len(table)
        if number == 0:
            table.append(list(table[-1]))
        else:
            table[number][column % len(table[0])] = word
    return {name: "\n".join(map(";".join, table)) for name, table in tables.items()}


@given(changes=mutations(), day=st.dates(date(2026, 9, 1), date(2027, 6, 30)))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_was_imported_before_the_second_run_is_empty(register, files, changes, day):
    made = mutated(files, changes)
    if register.plan(made, on=day).report.may_run:
        register.run(made, on=day)
        again = register.plan(made, on=day)
        assert register.messages(again, Severity.ERROR) == []
        assert again.report.changes == 0, again.changed


@given(made=school_files())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_file_breaks_planning_and_the_second_run_is_empty(register, made):
    plan = register.plan(made)
    assert sum(len(file.rows) for file in plan.report.files) >= plan.report.count(Outcome.REFUSED)
    assert to_json(from_json(to_json(plan.report))) == to_json(plan.report)
    if plan.report.may_run:
        register.run(made)
        assert register.run(made).report.changes == 0


READERS = [
    (read_day, date),
    (read_time, time),
    (read_fraction, Fraction),
    (read_email, str),
    (read_phone, str),
]


@pytest.mark.parametrize(("read", "kind"), READERS)
@given(text=st.one_of(st.text(max_size=30), st.text("0123456789/-.:, +@aT", max_size=12)))
def test_a_cell_is_read_or_explained(read, kind, text):
    try:
        value = read(text)
    except CellError as error:
        value = error
    assert isinstance(value, kind | CellError)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_days_are_read_in_both_ways_of_writing(day):
    assert read_day(day.isoformat()) == day
    assert read_day(f"{day:%d/%m/%Y}") == day
    assert read_day(f"{day.day}.{day.month}.{day.year} 00:00:00") == day


@given(st.fractions(0, 9, max_denominator=60))
def test_units_are_exact(units):
    assert read_fraction(f"{units.numerator}/{units.denominator}") == units


@pytest.mark.parametrize(("text", "value"), [("0,5", Fraction(1, 2)), ("1.25", Fraction(5, 4))])
def test_decimals_are_exact_too(text, value):
    assert read_fraction(text) == value


def test_another_plan_has_another_name():
    one, other = Report(), Report(changes=1)
    assert digest_of(one) == digest_of(Report())
    assert digest_of(one) != digest_of(other)
