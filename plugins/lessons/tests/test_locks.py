"""What may no longer be changed (L7): old days, closed terms, and the head's unlock."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from registro_core.api import SYSTEM, Term
from registro_core.testing import TestSchool
from registro_lessons.models import Unlock
from registro_lessons.services.entries import RefusedError
from registro_lessons.services.locks import close_term, grant_unlock, reopen_term

OLD = date(2026, 11, 17)


def sign_old(school: TestSchool, desk: Any, teacher: str = "docente") -> None:
    with school.session() as session:
        desk.sign(session, teacher, "1A", 2, desk.own("MAT"), day=OLD)


def unlock(school: TestSchool, teacher: str | None = None, **changed: Any) -> None:
    values = {
        "class_id": school.classes["1A"],
        "teacher_id": school.people[teacher] if teacher else None,
        "first_day": OLD,
        "last_day": OLD,
        "expires_at": school.clock.now + timedelta(hours=1),
        "granted_by_id": school.people["dirigente"],
        "reason": "Malattia",
        "created_at": school.clock.now,
    }
    with school.session() as session:
        grant_unlock(session, SYSTEM, Unlock(**(values | changed)))


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


def close(school: TestSchool) -> None:
    with school.session() as session:
        term = session.scalars(select(Term).where(Term.name == "Trimestre")).one()
        close_term(session, SYSTEM, term, [school.classes["1A"]], school.clock.now)


def test_l7a_a_closed_term_is_read_only_for_the_class(school: TestSchool, desk: Any) -> None:
    close(school)
    with pytest.raises(RefusedError, match="chiuso"):
        sign_old(school, desk)
    with school.session() as session:
        desk.sign(session, "docente", "2A", 2, desk.own("MAT"), day=OLD)


def test_l7a_reopening_needs_the_term_only(school: TestSchool, desk: Any) -> None:
    close(school)
    with school.session() as session:
        term = session.scalars(select(Term).where(Term.name == "Trimestre")).one()
        reopen_term(session, SYSTEM, term, school.classes["1A"], "Errore", school.clock.now)
    sign_old(school, desk)


def test_l7c_the_head_unlocks_for_a_while_and_the_log_knows(school: TestSchool, desk: Any) -> None:
    close(school)
    unlock(school)
    sign_old(school, desk)
    with school.session() as session:
        acts = session.scalars(text("SELECT act FROM audit_entry ORDER BY seq")).all()
    assert acts[:2] == ["lessons.term.closed", "lessons.unlock.granted"]


def test_l7c_an_unlock_ends(school: TestSchool, desk: Any) -> None:
    close(school)
    unlock(school)
    school.clock.advance(hours=2)
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7c_an_unlock_is_for_its_teacher(school: TestSchool, desk: Any) -> None:
    close(school)
    unlock(school, "coordinatore")
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7c_an_unlock_is_for_its_days(school: TestSchool, desk: Any) -> None:
    close(school)
    unlock(school, first_day=OLD + timedelta(days=1), last_day=OLD + timedelta(days=1))
    with pytest.raises(RefusedError):
        sign_old(school, desk)


def test_l7_the_page_of_a_locked_day_is_read_only(school: TestSchool, desk: Any) -> None:
    close(school)
    address = f"/classes/{school.classes['1A']}/lessons/{OLD}/2"
    page = school.as_("docente").get(address)
    assert "chiuso per lo scrutinio" in page
    assert "lessons-sign" not in page


def test_l7_the_setting_counts_on_the_page(school: TestSchool) -> None:
    with school.session() as session:
        session.execute(
            text("UPDATE school SET settings = :s, version = version + 1"),
            {"s": '{"lessons.lock_days": 3}'},
        )
    address = f"/classes/{school.classes['1A']}/lessons/{OLD}/2"
    assert "troppi giorni" in school.as_("docente").get(address)


def test_l7_the_head_closes_and_reopens_on_the_page(school: TestSchool, desk: Any) -> None:
    browser = school.as_("dirigente")
    form = next(f for f in browser.get("/lessons/locks").forms.values() if "term" in f.fields)
    form["class"] = str(school.classes["1A"])
    assert "Periodo chiuso per 1 classi" in form.submit("act", value="close").follow()
    form = next(f for f in browser.get("/lessons/locks").forms.values() if "term" in f.fields)
    form["class"] = str(school.classes["1A"])
    assert "serve un motivo" in form.submit("act", value="reopen").follow()
    form = next(f for f in browser.get("/lessons/locks").forms.values() if "term" in f.fields)
    form["class"] = str(school.classes["1A"])
    form["reason"] = "Ricorso"
    assert "di nuovo aperto" in form.submit("act", value="reopen").follow()
    sign_old(school, desk)


def test_l7c_the_head_unlocks_on_the_page(school: TestSchool, desk: Any) -> None:
    close(school)
    browser = school.as_("dirigente")
    page = browser.get("/lessons/locks")
    form = next(f for f in page.forms.values() if "first_day" in f.fields)
    form["class_id"] = str(school.classes["1A"])
    form["first_day"] = "2026-11-18"
    form["last_day"] = "2026-11-17"
    form["reason"] = "Malattia"
    refused = form.submit(status=422)
    assert "viene prima del primo" in refused
    form = next(f for f in refused.forms.values() if "first_day" in f.fields)
    form["first_day"] = "2026-11-17"
    assert "Malattia" in form.submit().follow()
    sign_old(school, desk)
