"""Closed terms, days too far back and unlocks: the core's rule, whatever plugins are on (L7)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from registro_core.items import SYSTEM
from registro_core.school.locks import services
from registro_core.school.locks.rules import (
    Lock,
    LockRules,
    day_unlocked,
    lock_of,
    locks_of,
    term_closed,
)
from registro_core.school.models import SchoolClass, Term
from registro_core.testing import TODAY, TestSchool, close_term, reopen_term, unlock_day

OLD = date(2026, 11, 17)


def lock(
    school: TestSchool, day: date = OLD, days: int = 0, class_name: str = "1A", who: str = "docente"
) -> Lock | None:
    rules = LockRules(TODAY, school.clock.now, days)
    with school.session() as session:
        classes = [school.classes[class_name]]
        return lock_of(session, rules, classes, school.people[who], day)


@pytest.mark.parametrize(("days", "found"), [(0, None), (6, Lock.TOO_OLD), (7, None), (365, None)])
def test_l7b_so_many_days_back(school: TestSchool, days: int, found: Lock | None) -> None:
    assert lock(school, OLD, days) is found


def test_l7a_from_its_first_to_its_last_day_a_closed_term_is_read_only(school: TestSchool) -> None:
    close_term(school, "1A")
    first, last = date(2026, 9, 14), date(2026, 12, 22)
    assert {lock(school, day) for day in (first, OLD, last)} == {Lock.CLOSED_TERM}
    assert lock(school, last + timedelta(days=1)) is None
    assert lock(school, OLD, class_name="2A") is None


def test_l7a_a_closed_term_says_so_also_where_the_day_is_too_old(school: TestSchool) -> None:
    close_term(school, "1A")
    assert lock(school, OLD, days=1) is Lock.CLOSED_TERM


def test_l7a_reopening_frees_and_is_logged_with_its_reason(school: TestSchool) -> None:
    close_term(school, "1A")
    reopen_term(school, "1A")
    assert lock(school) is None
    with school.session() as session:
        log = session.execute(text("SELECT act, reason FROM audit_entry ORDER BY seq")).all()
    assert [tuple(row) for row in log] == [("term.closed", None), ("term.reopened", "Errore")]


def test_l7a_closing_twice_changes_and_logs_nothing(school: TestSchool) -> None:
    close_term(school, "1A")
    with school.session() as session:
        term = session.scalars(select(Term).where(Term.name == "Trimestre")).one()
        classes = list(school.classes.values())
        assert services.close_term(session, SYSTEM, term, classes, school.clock.now) == 1
        assert services.close_term(session, SYSTEM, term, classes, school.clock.now) == 0
        assert services.closed_terms(session, term.year_id) == {term.id: set(classes)}
        assert session.scalar(text("SELECT count(*) FROM audit_entry")) == 2


def test_l7c_an_unlock_frees_its_day_and_class_and_the_log_knows(school: TestSchool) -> None:
    close_term(school, "1A")
    close_term(school, "2A")
    unlock_day(school, "1A", OLD)
    assert lock(school) is None
    assert lock(school, OLD - timedelta(days=1)) is Lock.CLOSED_TERM
    assert lock(school, class_name="2A") is Lock.CLOSED_TERM
    with school.session() as session:
        last = session.execute(text("SELECT act, reason FROM audit_entry ORDER BY seq")).all()[-1]
    assert tuple(last) == ("unlock.granted", "Malattia")


def test_l7c_an_unlock_frees_days_that_are_too_old(school: TestSchool) -> None:
    unlock_day(school, "1A", OLD)
    assert lock(school, OLD, days=1) is None


def test_l7c_an_unlock_for_a_teacher_is_nobody_elses(school: TestSchool) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "docente")
    assert lock(school) is None
    assert lock(school, who="coordinatore") is Lock.CLOSED_TERM


def test_l7c_an_unlock_ends_at_its_instant(school: TestSchool) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD)
    school.clock.advance(minutes=59)
    assert lock(school) is None
    school.clock.advance(minutes=1)
    assert lock(school) is Lock.CLOSED_TERM


def test_statements_ask_for_many_classes_at_once(school: TestSchool) -> None:
    """As a list needs it: by columns of the statement around, not by numbers."""
    close_term(school, "1A")
    unlock_day(school, "2A", OLD, "docente")
    now, docente = school.clock.now, school.people["docente"]
    columns = (
        SchoolClass.name,
        term_closed([SchoolClass.id], OLD),
        day_unlocked([SchoolClass.id], docente, OLD, now),
    )
    with school.session() as session:
        rows = session.execute(select(*columns).order_by(SchoolClass.name)).all()
    assert [(name, bool(a), bool(b)) for name, a, b in rows] == [
        ("1A", True, False),
        ("2A", False, True),
    ]


@pytest.mark.parametrize("days", [0, 6, 30])
def test_many_days_are_judged_as_each_of_them_is(school: TestSchool, days: int) -> None:
    """`lock_of` asks of one day in SQL, `locks_of` compares many in Python: they must agree."""
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "docente")
    unlock_day(school, "1A", OLD + timedelta(days=1))
    period = [date(2026, 9, 1) + timedelta(days=n) for n in range(130)]
    rules = LockRules(TODAY, school.clock.now, days)
    class_id = school.classes["1A"]
    with school.session() as session:
        for who in ("docente", "coordinatore"):
            person = school.people[who]
            each = {day: lock_of(session, rules, [class_id], person, day) for day in period}
            found = locks_of(session, rules, [class_id], person, period)
            assert found == {day: lock for day, lock in each.items() if lock}
