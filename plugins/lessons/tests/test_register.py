"""Two registers on the same lessons: the class's diary and the teacher's journal (L9)."""

from collections.abc import Mapping
from typing import Any

import pytest

from registro_core.api import Presence, PresenceState
from registro_core.testing import TestSchool


@pytest.fixture
def lessons(school: TestSchool, timetable: int, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "docente", "1A", 2, desk.own("MAT"), topic="Frazioni", activity="Gara")
        desk.sign(session, "docente", "2A", 1, desk.own("MAT"), topic="Parabole")
        desk.sign(session, "coordinatore", "1A", 1, desk.own("ITA"), topic="Dante")
        desk.sign(session, "estraneo", "1A", 3, desk.supply("docente"), topic="Film")


def test_l9_the_diary_is_of_one_class_and_all_teachers(school: TestSchool, lessons: None) -> None:
    page = school.as_("coordinatore").get(f"/classes/{school.classes['1A']}/register")
    for text in ("Frazioni", "Gara", "Dante", "Film", "Rossi P.", "al posto di", "Nessuna firma"):
        assert text in page
    assert "Parabole" not in page


def test_l9_the_journal_is_of_one_teacher_and_all_classes(
    school: TestSchool, lessons: None
) -> None:
    path = f"/teachers/{school.people['docente']}/journal"
    page = school.as_("docente").get(path)
    assert "Frazioni" in page
    assert "Parabole" in page
    assert "Dante" not in page
    one_class = school.as_("docente").get(f"{path}?class={school.classes['2A']}")
    assert "Frazioni" not in one_class


def test_the_week_has_every_day(school: TestSchool, lessons: None) -> None:
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/register?view=week")
    assert page.text.count("<caption>") == 6
    assert "?day=2026-11-17&amp;view=week" in page


def test_a_holiday_says_so(school: TestSchool, lessons: None) -> None:
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/register?day=2026-12-08")
    assert "Nessuna lezione in queste date" in page


def test_absentees_come_from_whoever_knows(
    school: TestSchool, lessons: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import time  # noqa: PLC0415

    found: Mapping[int, Presence] = {
        school.people["anna"]: Presence(PresenceState.ABSENT),
        school.people["bruno"]: Presence(PresenceState.LATE, time(8, 20)),
        school.people["carla"]: Presence(PresenceState.PRESENT),
    }
    plugins = school.platform.plugins
    first = plugins.first

    def answer(hook: str, **arguments: Any) -> Any:
        return found if hook == "registro_presence" else first(hook, **arguments)

    monkeypatch.setattr(plugins, "first", answer)
    page = school.as_("docente").get(f"/classes/{school.classes['1A']}/register")
    assert "Abate Anna, Bianchi Bruno (R 8:20)" in page
    assert "Conti Carla" not in page


@pytest.fixture
def children(school: TestSchool, lessons: None) -> Any:
    return school.as_("mamma").get("/")


def test_a_parent_sees_what_all_children_did(school: TestSchool, children: Any) -> None:
    for text in ("Abate Anna", "Frazioni", "Abate Luca", "Parabole"):
        assert text in children
    for text in ("Rossi", "Russo", "Bianchi"):
        assert text not in children


def test_a_student_sees_the_own_class(school: TestSchool, lessons: None) -> None:
    page = school.as_("luca").get("/")
    assert "Parabole" in page
    assert "Frazioni" not in page


def test_the_days_of_a_student_by_week(school: TestSchool, lessons: None) -> None:
    page = school.as_("mamma").get(f"/students/{school.people['anna']}/lessons")
    assert "Frazioni" in page
    before = school.as_("mamma").get(f"/students/{school.people['anna']}/lessons?day=2026-11-17")
    assert "Nessuna lezione in questa settimana" in before


def test_of_religion_a_family_sees_the_own_share(school: TestSchool, desk: Any) -> None:
    with school.session() as session:
        desk.sign(session, "religione", "1A", 4, desk.own("REL"), topic="La Bibbia")
    assert "La Bibbia" in school.as_("anna").get("/")
    assert "La Bibbia" not in school.as_("bruno").get("/")


def test_a_home_card_of_topics_costs_three_statements(school: TestSchool, lessons: None) -> None:
    browser = school.as_("mamma")
    browser.get("/")
    with school.queries() as two:
        browser.get("/")
    browser = school.as_("altra")
    with school.queries() as one:
        browser.get("/")
    assert len(two) - len(one) <= 1, "names, when there are several children"
