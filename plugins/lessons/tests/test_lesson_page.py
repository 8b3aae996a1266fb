"""The part of the lesson page: what it proposes, what it keeps, what it asks the database."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.testing import TestSchool
from registro_lessons.models import Lesson, Signature

Signed = Callable[[], list[tuple[str, int, str]]]


def page(school: TestSchool, who: str, slot: int = 2, name: str = "1A", query: str = "") -> Any:
    address = f"/classes/{school.classes[name]}/lessons/2026-11-24/{slot}{query}"
    return school.as_(who).get(address)


def test_the_planned_teacher_signs_with_one_click(
    school: TestSchool, timetable: int, signed: Signed, form_of: Any
) -> None:
    form = form_of(page(school, "docente"))
    assert form["lessons-sign"].value == f"curricular:{school.subjects['MAT']}"
    assert form["lessons-hours"].value == "2", "two hours in a row in the timetable"
    form["lessons-topic"] = "Equazioni di primo grado"
    form.submit().follow()
    assert signed() == [("docente", 2, "curricular"), ("docente", 3, "curricular")]


def test_a_colleague_does_not_sign_by_mistake(
    school: TestSchool, timetable: int, signed: Signed, form_of: Any
) -> None:
    form = form_of(page(school, "coordinatore"))
    assert form["lessons-sign"].value == ""
    form.submit().follow()
    assert signed() == []


def test_a_topic_without_signature_is_not_lost_silently(
    school: TestSchool, timetable: int, form_of: Any
) -> None:
    form = form_of(page(school, "coordinatore"))
    form["lessons-topic"] = "Dante"
    response = form.submit(status=422)
    assert "Scegli come firmi" in response
    assert form_of(response)["lessons-topic"].value == "Dante"


def test_substitution_preselects_the_replaced_teacher(
    school: TestSchool, timetable: int, signed: Signed, form_of: Any
) -> None:
    form = form_of(page(school, "estraneo", slot=1, query="?as=substitution"))
    assert form["lessons-sign"].value == "substitution:whole"
    assert form["lessons-replaces"].value == str(school.people["coordinatore"])
    form.submit().follow()
    assert signed() == [("estraneo", 1, "substitution")]


def test_conflict_shows_both_texts_and_keeps_the_typed_one(
    school: TestSchool, timetable: int, desk: Any, form_of: Any
) -> None:
    form = form_of(page(school, "docente"))
    with school.session() as session:
        desk.sign(session, "coordinatore", "1A", 2, desk.own("ITA"), topic="Lettura di Dante")
    form["lessons-topic"] = "Equazioni"
    response = form.submit(status=409)
    assert "Lettura di Dante" in response
    again = form_of(response)
    assert again["lessons-topic"].value == "Equazioni"
    again.submit().follow()
    with school.session() as session:
        hour = session.scalars(select(Lesson).where(Lesson.slot == 2)).one()
        assert hour.topic == "Equazioni"


def test_conflict_in_a_later_hour_shows_that_hour(
    school: TestSchool, timetable: int, desk: Any, form_of: Any
) -> None:
    form = form_of(page(school, "docente"))
    with school.session() as session:
        desk.sign(session, "coordinatore", "1A", 3, desk.own("ITA"), topic="Lettura di Dante")
    form["lessons-topic"] = "Equazioni"
    response = form.submit(status=409)
    assert "Lettura di Dante" in response
    assert "<dd>3ª</dd>" in response


def test_pressing_save_twice_signs_once(
    school: TestSchool, timetable: int, signed: Signed, form_of: Any
) -> None:
    form = form_of(page(school, "docente"))
    form["lessons-hours"] = "1"
    form.submit().follow()
    form.submit().follow()
    assert signed() == [("docente", 2, "curricular")]


def test_a_signature_is_taken_back_on_the_page(
    school: TestSchool, timetable: int, desk: Any, signed: Signed, form_of: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"))
    form = form_of(page(school, "docente"))
    browser = school.as_("docente")
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2/withdraw"
    assert 'formaction="' + address in page(school, "docente")
    fields = [(name, value) for name, value in form.submit_fields()]
    token = form_of(browser.get(address.removesuffix("/withdraw")))["csrf_token"].value
    fields = [(n, token if n == "csrf_token" else v) for n, v in fields]
    assert "tolta" in browser.post(address, fields).follow()
    assert signed() == []


def test_who_signed_elsewhere_is_told_where(
    school: TestSchool, timetable: int, desk: Any, form_of: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "2A", 2, desk.own("MAT"))
    response = form_of(page(school, "docente")).submit(status=422)
    assert "Hai già firmato la 2ª ora in 2A" in response


def test_the_head_reads_and_does_not_write(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
    response = page(school, "dirigente")
    assert "Frazioni" in response
    assert "lessons-sign" not in response


def test_future_days_cannot_be_signed(school: TestSchool, timetable: int) -> None:
    address = f"/classes/{school.classes['1A']}/lessons/2026-12-01/2"
    assert "lessons-sign" not in school.as_("docente").get(address)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("lessons-sign", "curricular:999999"),
        ("lessons-sign", "nonsense"),
        ("lessons-hours", "99"),
        ("lessons-hours", "x"),
        ("lessons-replaces", "1; DROP TABLE"),
        ("lessons-module", "marks"),
        ("lessons-topic", "x" * 5000),
    ],
)
def test_nonsense_is_refused_and_nothing_changes(
    school: TestSchool, timetable: int, field: str, value: str, signed: Signed, form_of: Any
) -> None:
    browser = school.as_("docente")
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2"
    form = form_of(browser.get(address))
    fields = [(n, value if n == field else v) for n, v in form.submit_fields()]
    browser.post(address, fields, status=422)
    assert signed() == []


def test_the_part_costs_at_most_two_statements(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    from registro_lessons.services.desk import open_desk  # noqa: PLC0415

    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
    ref = desk.ref("1A", 2)
    with school.session() as session, school.queries() as seen:
        open_desk(session, ref, school.people["docente"])
    assert len([s for s in seen if s.startswith("SELECT")]) <= 2


def test_the_last_topic_is_offered(school: TestSchool, timetable: int, desk: Any) -> None:
    from datetime import date  # noqa: PLC0415

    with school.session() as session:
        monday = date(2026, 11, 23)
        desk.sign(session, "docente", "1A", 3, desk.own("MAT"), topic="Le potenze", day=monday)
    assert "Le potenze" in page(school, "docente")


def test_a_module_is_recorded(school: TestSchool, timetable: int, form_of: Any) -> None:
    form = form_of(page(school, "docente"))
    form["lessons-module"] = "orientation"
    form.submit().follow()
    with school.session() as session:
        assert {m.value for m in session.scalars(select(Lesson.module)) if m} == {"orientation"}
        assert session.query(Signature).count() == 2


def test_l8_the_page_asks_for_the_reason(
    school: TestSchool, timetable: int, desk: Any, form_of: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
    assert "lessons-reason" not in page(school, "docente")
    school.clock.advance(hours=25)
    form = form_of(page(school, "docente"))
    form["lessons-topic"] = "Potenze"
    refused = form.submit(status=422)
    assert "scrivi il motivo" in refused
    form = form_of(refused)
    assert form["lessons-topic"].value == "Potenze"
    form["lessons-reason"] = "Argomento di un’altra classe"
    form.submit().follow()
    with school.session() as session:
        assert session.scalars(select(Lesson.topic)).one() == "Potenze"


def test_the_save_costs_a_fixed_number_of_statements(
    school: TestSchool, timetable: int, form_of: Any
) -> None:
    form = form_of(page(school, "docente"))
    form["lessons-hours"] = "1"
    with school.queries() as seen:
        form.submit()
    assert len([s for s in seen if s.split()[0] in {"SELECT", "INSERT", "UPDATE"}]) <= 30


def test_l8_the_history_stands_next_to_the_lesson(
    school: TestSchool, timetable: int, desk: Any
) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni")
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Potenze", seen=1)
    address = f"/classes/{school.classes['1A']}/lessons/2026-11-24/2/history"
    assert address in page(school, "coordinatore")
    history = school.as_("coordinatore").get(address)
    for text in ("Rossi Paola", "Frazioni", "Potenze"):
        assert text in history
    assert address not in page(school, "estraneo")
