"""What families and students see and do; the load that the council sees; what a person may take along."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from registro_core.api import SchoolClass, SchoolOrder
from registro_core.testing import TestSchool
from registro_homework import privacy
from registro_homework.models import Done

from .conftest import Homework


def test_the_list_is_in_stretches_and_filters_by_subject(homework: Homework) -> None:
    homework.assign(day="2026-11-25", text="Il più vicino")
    homework.assign(day="2026-11-27", text="Per venerdì")
    homework.assign("coordinatore", day="2026-12-15", text="Per dicembre")
    page = homework.opens("anna")
    headings = [h.get_text(strip=True) for h in page.html.select("section.r-card h2")]
    assert headings == ["Per domani", "Questa settimana", "Più avanti"]
    only = homework.opens("anna", query=f"?subject={homework.school.subjects['ITA']}")
    assert "Per dicembre" in only
    assert "Per venerdì" not in only
    homework.school.clock.set(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    assert "Il più vicino" not in homework.opens("anna")
    assert "Il più vicino" in homework.opens("anna", query="?past=1")


def test_the_student_ticks_and_the_parent_of_a_grown_student_does_not(homework: Homework) -> None:
    homework.assign()
    path = homework.student_path("anna")
    for shown in ("Fatto", "Segna come fatto"):
        homework.form("anna", path, "done").submit(status=303)
        assert shown in homework.opens("anna").html.select_one(".h-tick").get_text()
    page = homework.opens("mamma")
    assert not any("done" in form.fields for form in page.forms.values())


def test_in_the_first_cycle_the_parent_ticks_and_hands_in(homework: Homework) -> None:
    """V3."""
    with homework.school.session() as session:
        row = session.get(SchoolClass, homework.school.classes["1A"])
        row.order = SchoolOrder.PRIMARY
    homework.assign(hand_in=True)
    homework.form("mamma", homework.student_path("anna"), "done").submit(status=303)
    with homework.school.session() as session:
        assert session.scalar(select(func.count()).select_from(Done)) == 1


def hand_in(homework: Homework, text: str, who: str = "anna", status: int = 303):
    form = homework.form(who, homework.student_path(who, homework.last()))
    form["text"] = text
    return form.submit(status=status)


def test_what_is_handed_in_comes_back_with_a_comment(homework: Homework) -> None:
    homework.assign(hand_in=True)
    hand_in(homework, "Il mio lavoro")
    number = homework.last()
    page = homework.school.as_("docente").get(homework.class_path("1A", number, "hand-ins"))
    assert "Hanno consegnato 1 su 4" in page
    assert "in ritardo" not in page
    one = page.click("Abate Anna")
    assert "Il mio lavoro" in one
    form = next(form for form in one.forms.values() if "comment" in form.fields)
    form["comment"] = "Bene, rivedi il punto 3."
    form.submit(status=303)
    thing = homework.school.as_("mamma").get(homework.student_path("anna", number))
    assert "rivedi il punto 3" in thing
    assert homework.told("anna")[-1][0] == "Anna: compito di Matematica restituito"
    assert all("punto 3" not in subject for subject, _at in homework.told("mamma"))
    # handed in again, the comment stays: it is what the student works by
    hand_in(homework, "Il punto 3, rivisto")
    again = homework.school.as_("anna").get(homework.student_path("anna", number))
    assert "rivedi il punto 3" in again
    assert "Il docente l’ha restituito" not in again


def test_late_is_what_comes_after_the_day(homework: Homework) -> None:
    homework.assign(hand_in=True)
    homework.school.clock.set(datetime(2026, 11, 26, 22, 30, tzinfo=UTC))
    homework.school.clock.set(datetime(2026, 11, 26, 23, 30, tzinfo=UTC))
    hand_in(homework, "Dopo mezzanotte")
    page = homework.school.as_("docente").get(
        homework.class_path("1A", homework.last(), "hand-ins")
    )
    assert "in ritardo" in page
    assert "in ritardo" in page.click("Abate Anna")


def test_handing_in_over_what_the_teacher_gave_back_meanwhile_is_a_conflict(
    homework: Homework,
) -> None:
    homework.assign(hand_in=True)
    hand_in(homework, "Prima versione")
    number = homework.last()
    slow = homework.form("anna", homework.student_path("anna", number))
    hand_in(homework, "Seconda versione")
    slow["text"] = "Terza versione"
    answer = slow.submit(status=409)
    assert "Seconda versione" in answer
    assert "Terza versione" in answer


def test_hand_ins_are_read_by_who_teaches_the_subject_and_the_family(homework: Homework) -> None:
    homework.assign(hand_in=True)
    hand_in(homework, "Segreto di Anna")
    number = homework.last()
    for who in ("coordinatore", "dirigente", "segreteria"):
        homework.school.as_(who).get(homework.class_path("1A", number, "hand-ins"), status=403)
    # who reads the list of a student does not read what they handed in
    thing = homework.school.as_("coordinatore").get(homework.student_path("anna", number))
    assert "Segreto di Anna" not in thing
    assert "Segreto di Anna" in homework.school.as_("papa").get(
        homework.student_path("anna", number)
    )


def test_the_council_sees_the_load_of_a_week(homework: Homework) -> None:
    homework.assign(minutes="90")
    homework.assign("coordinatore", minutes="60", day="2026-11-26")
    homework.assign("coordinatore", kind="written", day="2026-11-27")
    homework.assign(minutes="60", students=["anna"], day="2026-11-25")
    page = homework.school.as_("docente.genitore").get(homework.class_path())
    rows = {
        li.select_one(".h-load-d").get_text(strip=True): li.get_text(" ", strip=True)
        for li in page.html.select(".h-load li")
    }
    assert "2 h 30 min" in rows["gio 26"]
    assert "pesante" in rows["gio 26"]
    assert "una verifica" in rows["ven 27"]
    assert "niente" in rows["mer 25"]
    homework.school.as_("anna").get(homework.class_path(), status=404)


@pytest.mark.once
@pytest.mark.parametrize("week", ["nonsense", "2026-02-30", "9999-12-31", "2026-12-07"])
def test_any_week_can_be_asked_for(homework: Homework, week: str) -> None:
    homework.school.as_("docente").get(f"{homework.class_path()}?week={week}", status=200)


@pytest.mark.once
def test_home_menu_and_own_page(homework: Homework) -> None:
    homework.assign(day="2026-11-25")
    home = homework.school.as_("mamma").get("/")
    assert homework.student_path("anna", homework.last()) in home
    menu = homework.school.as_("mamma").get("/menu")
    assert f'href="{homework.student_path("anna")}"' in menu
    assert "Esercizi 1-6" in homework.school.as_("docente").get("/homework")
    homework.school.as_("mamma").get("/homework", status=403)


def test_a_long_list_asks_no_more_than_a_short_one(homework: Homework, school: TestSchool) -> None:
    homework.assign(day="2026-11-25")
    paths = [
        ("anna", homework.student_path()),
        ("docente", homework.class_path()),
        ("docente", "/homework"),
        ("mamma", "/"),
    ]

    def statements() -> list[int]:
        counted = []
        for who, path in paths:
            browser = school.as_(who)
            with school.queries() as seen:
                browser.get(path, status=200)
            counted.append(len(seen))
        return counted

    before = statements()
    for number in range(4):
        homework.assign(day=f"2026-12-0{number + 1}")
        homework.assign("coordinatore", kind="oral", day=f"2026-12-0{number + 1}")
    assert statements() == before


def test_one_takes_along_what_is_held_and_ticks_can_be_forgotten(homework: Homework) -> None:
    homework.assign(hand_in=True, students=["anna"])
    homework.form("anna", homework.student_path("anna"), "done").submit(status=303)
    hand_in(homework, "Il mio lavoro")
    anna, docente = (homework.school.people[name] for name in ("anna", "docente"))
    with homework.school.session() as session:
        titles = [str(part.title) for part in privacy.personal_data(session, anna)]
        assert titles == [
            "Compiti per singoli studenti",
            "Compiti segnati come fatti",
            "Compiti consegnati",
        ]
        assert len(privacy.personal_data(session, docente)) == 1
        privacy.erase_person(session, anna)
        assert len(privacy.personal_data(session, anna)) == 2


@pytest.mark.once
def test_it_speaks_english(homework: Homework) -> None:
    homework.assign()
    browser = homework.school.as_("anna")
    browser.set_cookie("_LOCALE_", "en")
    page = browser.get(homework.student_path())
    assert "Mark as done" in page
