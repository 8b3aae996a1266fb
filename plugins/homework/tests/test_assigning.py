"""Assigning, changing, cancelling: who may, what is asked twice, what is refused."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text

from registro_core.testing import TestSchool
from registro_homework.models import Assignment, Kind

from .conftest import THURSDAY, Homework

EVENING = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 20, 30, tzinfo=UTC)


def test_what_a_teacher_assigns_the_family_finds(homework: Homework) -> None:
    homework.assign(minutes="30", links="https://example.org/scheda", hand_in=True)
    row = homework.row()
    assert (row.due_on, row.minutes, row.hand_in) == (date(2026, 11, 26), 30, True)
    for who in ("mamma", "papa", "anna"):
        page = homework.opens(who)
        assert "Esercizi 1-6" in page
        assert "Matematica" in page
    thing = homework.school.as_("mamma").get(homework.student_path("anna", row.id))
    assert 'href="https://example.org/scheda"' in thing


def test_nobody_else_finds_it(homework: Homework) -> None:
    homework.assign()
    number = homework.last()
    for who, student in (("altra", "anna"), ("ristretto", "bruno"), ("mamma", "bruno")):
        homework.opens(who, student, status=404)
    homework.school.as_("anna").get(homework.class_path(), status=404)
    homework.school.as_("estraneo").get(homework.class_path(), status=403)
    homework.school.as_("estraneo").get(homework.class_path("1A", "new"), status=403)
    homework.school.as_("coordinatore").get(homework.class_path("1A", number), status=200)
    homework.school.as_("coordinatore").get(homework.class_path("1A", number, "edit"), status=403)
    homework.school.as_("dirigente").get(homework.class_path("1A", number), status=200)
    homework.school.as_("dirigente").get(homework.class_path("1A", number, "edit"), status=403)
    # a thing is found under its own class and its own students alone
    homework.school.as_("docente").get(homework.class_path("2A", number), status=404)
    homework.school.as_("mamma").get(homework.student_path("luca", number), status=404)


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": "  "}, "Scrivi che cosa c’è da fare."),
        ({"day": ""}, "Scegli per quando."),
        ({"day": "2026-11-23"}, "Scegli un giorno di quest’anno scolastico"),
        ({"day": "2027-07-01"}, "Scegli un giorno di quest’anno scolastico"),
        ({"minutes": "4"}, "Scrivi un numero di minuti da 5 a 600."),
        ({"links": "http://example.org"}, "comincia con https://"),
        ({"links": "javascript:alert(1)"}, "comincia con https://"),
        ({"links": "https://a:b@example.org/"}, "comincia con https://"),
        ({"links": "\n".join(["https://example.org"] * 6)}, "Al massimo cinque"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    homework: Homework, fields: dict[str, str], message: str
) -> None:
    answer = homework.assign(status=422, **{"text": "Mio testo", **fields})
    assert message in answer
    assert "text" in fields or "Mio testo" in answer
    assert homework.last() is None


def test_a_second_test_on_a_day_is_asked_twice(homework: Homework) -> None:
    homework.assign("coordinatore", kind="written", text="Verifica sui verbi")
    answer = homework.assign(kind="written", status=422)
    assert "ha già una verifica: Italiano" in answer
    form = next(form for form in answer.forms.values() if "sure" in form.fields)
    form["sure"] = True
    form.submit(status=303)
    assert homework.row().kind is Kind.WRITTEN


def test_homework_and_other_days_and_cancelled_tests_are_no_conflict(homework: Homework) -> None:
    homework.assign("coordinatore", kind="written")
    first = homework.last()
    homework.assign()
    homework.assign(kind="oral", day="2026-11-27")
    form = homework.form("coordinatore", homework.class_path("1A", first), "reason")
    form["reason"] = "Assemblea"
    form.submit(status=303)
    homework.assign(kind="written")


def test_where_the_school_wants_one_test_the_second_is_refused(homework: Homework) -> None:
    homework.school.choose(**{"homework.one_test_a_day": True})
    homework.assign("coordinatore", kind="written")
    answer = homework.assign(kind="written", status=422)
    assert "ha già una verifica: Italiano" in answer
    assert not any("sure" in form.fields for form in answer.forms.values())


@pytest.mark.parametrize(
    ("now", "day", "message"),
    [
        (EVENING, "2026-11-25", "Dopo le 15:00"),
        (NIGHT, THURSDAY, "ora di silenzio"),
        (EVENING, "2026-12-08", "non ha lezione"),
        (EVENING, "2026-11-29", "non ha lezione"),
    ],
)
def test_evenings_and_free_days_are_asked_twice(
    homework: Homework, now: datetime, day: str, message: str
) -> None:
    """MIM note 2443 of 28 April 2025; complaint 27."""
    homework.school.clock.set(now)
    answer = homework.assign(day=day, status=422)
    assert message in answer
    form = next(form for form in answer.forms.values() if "sure" in form.fields)
    form["sure"] = True
    form.submit(status=303)


@pytest.mark.once
def test_in_the_evening_for_a_later_day_nothing_is_asked(homework: Homework) -> None:
    homework.school.clock.set(EVENING)
    homework.assign(day=THURSDAY)


def test_who_saves_second_sees_both_texts(homework: Homework) -> None:
    homework.assign()
    number = homework.last()
    slow = homework.form("docente", homework.class_path("1A", number, "edit"))
    homework.edit("docente", number, text="Testo del primo")
    slow["text"] = "Testo del secondo"
    answer = slow.submit(status=409)
    assert "Testo del primo" in answer
    assert "Testo del secondo" in answer
    again = next(form for form in answer.forms.values() if "text" in form.fields)
    again.submit(status=303)
    assert homework.row(number).text == "Testo del secondo"


def test_cancelled_it_says_why_and_can_no_longer_change(homework: Homework) -> None:
    homework.assign()
    number = homework.last()
    homework.cancel("docente", number, "Assemblea di istituto")
    assert "Assemblea di istituto" in homework.opens("mamma")
    path = homework.class_path("1A", number, "edit")
    assert homework.school.as_("docente").get(path).status_int == 303
    with homework.school.session() as session:
        acts = session.scalars(
            text("SELECT act FROM audit_entry WHERE object_type = 'homework_assignment'")
        ).all()
    assert list(acts) == ["homework.assigned", "homework.cancelled"]


def test_pressing_twice_assigns_once(homework: Homework) -> None:
    form = homework.form("docente", homework.class_path("1A", "new"))
    form["text"], form["day"] = "Una volta", THURSDAY
    assert form.submit(status=303).location == form.submit(status=303).location
    with homework.school.session() as session:
        assert session.scalar(select(func.count(Assignment.id))) == 1


@pytest.mark.once
def test_it_is_repeated_in_a_parallel_class(homework: Homework) -> None:
    homework.assign(text="Scheda 4", minutes="45")
    number = homework.last()
    page = homework.school.as_("docente").get(homework.class_path("1A", number))
    link = page.html.find("a", string="2A")["href"]
    form = homework.form("docente", link)
    assert (form["text"].value, form["minutes"].value) == ("Scheda 4", "45")
    form["day"] = THURSDAY
    form.submit(status=303)
    assert "Scheda 4" in homework.opens("mamma", "luca")
    # and nobody copies what another assigned
    own = f"{homework.class_path('1A', 'new')}?from={number}"
    assert homework.form("coordinatore", own)["text"].value == ""


def test_who_no_longer_teaches_there_writes_no_more(homework: Homework) -> None:
    with homework.school.session() as session:
        session.execute(text("UPDATE teaching SET ends_on = '2026-11-20'"))
    homework.school.as_("docente").get(homework.class_path("1A", "new"), status=403)


class TestForWhom:
    """A class, a group, chosen students; religion and support."""

    def test_chosen_students_alone(self, homework: Homework) -> None:
        homework.assign(students=["anna"])
        assert "Esercizi 1-6" in homework.opens("anna")
        assert "Esercizi 1-6" not in homework.opens("bruno", "bruno")
        homework.school.as_("bruno").get(
            homework.student_path("bruno", homework.last()), status=404
        )
        assert "solo per" in homework.school.as_("coordinatore").get(homework.class_path())
        assert "Abate" not in homework.opens("anna").html.find("main").get_text().replace(
            "Anna Abate", ""
        )

    def test_a_group_of_two_classes(self, homework: Homework) -> None:
        group = homework.group("Recupero", "anna", "luca")
        course = f"{homework.school.subjects['MAT']}-g{group}"
        homework.assign(course=course)
        assert "Esercizi 1-6" in homework.opens("mamma", "anna")
        assert "Esercizi 1-6" in homework.opens("mamma", "luca")
        assert "Esercizi 1-6" not in homework.opens("altra", "bruno")
        # the council of the other class finds it too
        page = homework.school.as_("religione").get(homework.class_path("2A"))
        assert "Recupero" in page
        page.click("Matematica", href="/homework/").mustcontain("Esercizi 1-6")

    def test_religion_is_for_who_chose_it(self, homework: Homework) -> None:
        """L4."""
        homework.assign("religione", text="Leggere Isaia")
        assert "Isaia" in homework.opens("anna")
        assert "Isaia" not in homework.opens("bruno", "bruno")

    def test_support_assigns_to_its_student_alone(self, homework: Homework) -> None:
        """L3."""
        homework.assign("sostegno", text="Mappa semplificata")
        assert "Mappa" in homework.opens("dario", "dario")
        assert "Mappa" not in homework.opens("anna")
        # changed, it is still for its student, and for nobody else
        number = homework.last()
        form = homework.form("sostegno", homework.class_path("1A", number, "edit"))
        assert "students" not in form.fields
        form["text"] = "Mappa nuova"
        form.submit(status=303)
        assert "Mappa nuova" in homework.opens("dario", "dario")
        assert "Mappa" not in homework.opens("anna")

    def test_who_joins_later_finds_what_is_still_due(
        self, homework: Homework, school: TestSchool
    ) -> None:
        """A9."""
        homework.assign()
        homework.assign(day="2026-11-30", text="Più tardi")
        with school.session() as session:
            session.execute(
                text("UPDATE enrolment SET starts_on = '2026-11-28' WHERE student_id = :anna"),
                {"anna": school.people["anna"]},
            )
        page = homework.opens("mamma")
        assert "Più tardi" in page
        assert "Esercizi 1-6" not in page
