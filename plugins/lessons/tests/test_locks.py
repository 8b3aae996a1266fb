"""What may no longer be signed or changed (L7): old days, closed terms, and the head's unlock."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from registro_core.api import Actor
from registro_core.testing import TestSchool, close_term, reopen_term, unlock_day
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.withdrawing import withdraw

OLD = date(2026, 11, 17)


def sign_old(school: TestSchool, desk: Any, teacher: str = "docente") -> None:
    with school.session() as session:
        desk.sign(session, teacher, "1A", 2, desk.own("MAT"), day=OLD)


def test_l7b_no_limit_of_days_by_default(school: TestSchool, desk: Any) -> None:
    sign_old(school, desk)


@pytest.mark.parametrize(("days", "locked"), [(6, True), (7, False), (8, False)])
def test_l7b_days_back(school: TestSchool, desk: Any, days: int, locked: bool) -> None:
    desk.lock_days = days
    if locked:
        with pytest.raises(RefusedError, match="giorni"):
            sign_old(school, desk)
    else:
        sign_old(school, desk)


def test_l7a_a_closed_term_is_read_only_for_the_class(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    with pytest.raises(RefusedError, match="chiuso"):
        sign_old(school, desk)
    with school.session() as session:
        desk.sign(session, "docente", "2A", 2, desk.own("MAT"), day=OLD)


def test_l7a_reopening_needs_the_term_only(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    reopen_term(school, "1A")
    sign_old(school, desk)


def test_l7a_a_signature_of_a_closed_term_cannot_be_withdrawn(
    school: TestSchool, desk: Any
) -> None:
    sign_old(school, desk)
    close_term(school, "1A")
    ref, teacher = desk.ref("1A", 2, OLD), school.people["docente"]
    with school.session() as session, pytest.raises(RefusedError, match="chiuso"):
        withdraw(session, Actor(teacher), ref, teacher, desk.rules(), "Errore")


def test_l7c_the_heads_unlock_frees_the_day(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD)
    sign_old(school, desk)


def test_l7c_an_unlock_ends(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD)
    school.clock.advance(hours=2)
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7c_an_unlock_is_for_its_teacher(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "coordinatore")
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7c_an_unlock_is_for_its_days(school: TestSchool, desk: Any) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD + timedelta(days=1))
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7_the_page_of_a_locked_day_is_read_only(school: TestSchool) -> None:
    close_term(school, "1A")
    address = f"/classes/{school.classes['1A']}/lessons/{OLD}/2"
    page = school.as_("docente").get(address)
    assert "chiuso per lo scrutinio" in page
    assert "lessons-sign" not in page
    assert "Salva la lezione" not in page


def test_l7_the_page_of_a_day_given_free_can_be_signed(school: TestSchool) -> None:
    close_term(school, "1A")
    unlock_day(school, "1A", OLD, "docente")
    address = f"/classes/{school.classes['1A']}/lessons/{OLD}/2"
    assert "lessons-sign" in school.as_("docente").get(address)
    assert "lessons-sign" not in school.as_("coordinatore").get(address)


def test_l7_the_setting_counts_on_the_page(school: TestSchool) -> None:
    with school.session() as session:
        session.execute(
            text("UPDATE school SET settings = :s, version = version + 1"),
            {"s": '{"lessons.lock_days": 3}'},
        )
    address = f"/classes/{school.classes['1A']}/lessons/{OLD}/2"
    assert "troppi giorni" in school.as_("docente").get(address)


def test_l7b_the_head_reads_the_limit_where_unlocks_are_granted(school: TestSchool) -> None:
    page = school.as_("dirigente").get("/office/locks")
    assert "Giorni dopo i quali una lezione non si può più cambiare" in page
    assert "nessun limite" in page
