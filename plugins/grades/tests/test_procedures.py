"""Procedures and sanctions apart from the note (B2): heard first, the right body, days that count."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from registro_core.api import Absence, absences
from registro_core.testing import TestSchool, inbox_of, school_with
from registro_grades.models import Body, Note, NoteStudent, Outcome, Procedure, Sanction
from registro_grades.procedures.rules import Decision, Removal, body_of, needs_place, problem_of

HEARD = date(2026, 11, 24)
YEAR_ENDS = date(2027, 6, 8)


# ---- the rules ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "days", "body"),
    [
        (Outcome.DISMISSED, 0, Body.CLASS),
        (Outcome.REPRIMAND, 0, Body.CLASS),
        (Outcome.REMOVAL, 1, Body.CLASS),
        (Outcome.REMOVAL, 15, Body.CLASS),
        (Outcome.REMOVAL, 16, Body.INSTITUTE),
        (Outcome.EXCLUSION, 0, Body.INSTITUTE),
    ],
)
def test_the_body_is_that_of_the_length(outcome, days, body):
    assert body_of(outcome, days) is body


@pytest.mark.parametrize(("days", "outside"), [(1, False), (2, False), (3, True), (15, True)])
def test_from_the_third_day_the_activity_is_at_a_structure(days, outside):
    assert needs_place(days) is outside


@pytest.mark.parametrize(
    ("change", "days", "field"),
    [
        ({}, 2, None),
        ({"decided_on": date(2026, 11, 23)}, 2, "decided_on"),
        ({"first": date(2026, 11, 23)}, 2, "first_day"),
        ({"last": date(2026, 11, 24)}, 2, "last_day"),
        ({"last": date(2027, 6, 9)}, 2, "last_day"),
        ({}, 0, "last_day"),
        ({"activity": ""}, 2, "activity"),
        ({}, 3, "place"),
        ({"place": "Caritas"}, 3, None),
    ],
)
def test_what_the_rules_object_to(change, days, field):
    removal = Removal(
        change.get("first", date(2026, 11, 25)),
        change.get("last", date(2026, 11, 26)),
        change.get("activity", "Riflessione guidata"),
        change.get("place"),
    )
    decision = Decision(Outcome.REMOVAL, change.get("decided_on", HEARD), "Motivi", None, removal)

    problem = problem_of(decision, HEARD, YEAR_ENDS, days)

    assert (problem and problem.field) == field


# ---- the steps ------------------------------------------------------------------------------


class Procedures:
    """Leads a procedure through its steps, as a browser without scripts does."""

    def __init__(self, school: TestSchool) -> None:
        self.school = school

    def path(self, *rest: object, student: str = "bruno") -> str:
        student_id = self.school.people[student]
        return "/".join([f"/students/{student_id}/procedures", *map(str, rest)])

    def last(self) -> int:
        with self.school.session() as session:
            return session.scalars(select(Procedure.id).order_by(Procedure.id.desc())).first()

    def open(self, who: str = "dirigente", status: int = 303, **fields: str) -> Any:
        page = self.school.as_(who).get(self.path("new"), status=200)
        form = next(form for form in page.forms.values() if "facts" in form.fields)
        values = {"facts": "Rompe un vetro.", "summoned_on": "2026-11-24", **fields}
        for name, value in values.items():
            form[name] = value
        return form.submit(status=status)

    def step(self, ending: str, who: str, status: int = 303, **fields: str) -> Any:
        page = self.school.as_(who).get(self.path(self.last()), status=200)
        form = next(f for f in page.forms.values() if (f.action or "").endswith(ending))
        for name, value in fields.items():
            form[name] = value
        return form.submit(status=status)

    def hear(self, who: str = "dirigente", status: int = 303, **fields: str) -> Any:
        values = {"hearing": "present", "record": "Ammette.", **fields}
        return self.step("/hearing", who, status, **values)

    def decide(self, who: str = "dirigente", status: int = 303, **fields: str) -> Any:
        values = {
            "outcome": "removal",
            "grounds": "Fatto grave.",
            "first_day": "2026-11-25",
            "last_day": "2026-11-26",
            "activity": "Riflessione guidata",
            **fields,
        }
        return self.step("/decision", who, status, **values)

    def sanctioned(self, **fields: str) -> None:
        self.open()
        self.hear()
        self.decide(**fields)


@pytest.fixture
def procedures(school: TestSchool) -> Procedures:
    return Procedures(school)


def test_from_the_charge_to_the_sanction(school, procedures):
    assert "la famiglia è avvisata" in procedures.open().follow()
    procedures.hear()
    procedures.decide(act="prot. 12/2026")

    for who in ("altra", "bruno", "docente", "segreteria", "coordinatore"):
        page = school.as_(who).get(procedures.path(procedures.last()))
        assert "Rompe un vetro." in page
        assert "Ammette." in page
        assert "prot. 12/2026" in page
        assert "Consiglio di classe" in page
    with school.session() as session:
        assert session.scalars(select(Sanction.days)).one() == 2


def test_nobody_is_judged_unheard(school, procedures):
    procedures.open()
    browser = school.as_("dirigente")
    page = browser.get(procedures.path(procedures.last()))

    assert not any((form.action or "").endswith("/decision") for form in page.forms.values())
    csrf = next(f["csrf_token"].value for f in page.forms.values() if "csrf_token" in f.fields)
    decision = {"csrf_token": csrf, "outcome": "reprimand", "grounds": "x", "version": "1"}
    path = procedures.path(procedures.last(), "decision")
    assert "manca l’audizione" in browser.post(path, decision, status=303).follow()
    with school.session() as session:
        assert session.get(Procedure, procedures.last()).outcome is None


def test_days_without_lessons_are_not_counted(school, procedures):
    """Saturday to Monday is two days, with the holiday of 8 December one less."""
    procedures.open()
    procedures.hear()

    procedures.decide(first_day="2026-12-05", last_day="2026-12-08")

    with school.session() as session:
        assert session.scalars(select(Sanction.days)).one() == 2


def test_sixteen_days_are_for_the_council_of_the_institute(school, procedures):
    procedures.open(who="coordinatore")
    procedures.hear(who="coordinatore")
    long = {"first_day": "2026-11-25", "last_day": "2026-12-14", "place": "Caritas"}

    answer = procedures.decide(who="coordinatore", status=422, **long)
    assert "consiglio d’istituto" in answer
    assert "Fatto grave." in answer
    procedures.decide(who="dirigente", **long)

    with school.session() as session:
        row = session.get(Procedure, procedures.last())
        assert row.body is Body.INSTITUTE
        assert session.scalars(select(Sanction.days)).one() == 16


def test_the_third_day_needs_a_structure(procedures):
    procedures.open()
    procedures.hear()

    answer = procedures.decide(status=422, last_day="2026-11-27")

    assert "struttura" in answer


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25"])
def test_the_hearing_lies_between_charge_and_today(procedures, day):
    procedures.open()

    assert "Ammette." in procedures.hear(status=422, heard_on=day)


def test_decided_twice_the_second_is_told(school, procedures):
    procedures.open()
    procedures.hear()
    page = school.as_("dirigente").get(procedures.path(procedures.last()))
    form = next(f for f in page.forms.values() if (f.action or "").endswith("/decision"))
    form["outcome"], form["grounds"] = "dismissed", "Fatto lieve."
    procedures.decide()

    assert "già deciso" in form.submit(status=303).follow()


def test_the_family_is_told_that_there_is_something_and_not_what(school, procedures):
    procedures.open(facts="Segreto.")
    school.clock.advance(minutes=31)

    [subject] = inbox_of(school, "altra")
    assert subject.startswith("Bruno: comunicazione della scuola")
    assert "Segreto" not in subject
    assert inbox_of(school, "ristretto") == []


def test_cancelled_after_an_appeal_it_stays_and_its_days_are_lifted(school, procedures):
    procedures.sanctioned()

    procedures.step("/cancel", "dirigente", reason="Ricorso accolto: vedi Conti")

    page = school.as_("altra").get(procedures.path(procedures.last()))
    assert "Annullato" in page
    assert "Conti" not in page
    with school.session() as session:
        assert session.scalars(select(Sanction.lifted_at)).one() is not None


def test_it_rests_on_notes_of_the_student_alone(school, procedures):
    with school.session() as session:
        rows = []
        for name in ("bruno", "carla"):
            note = Note(
                class_id=school.classes["1A"],
                whole_class=False,
                day=date(2026, 11, 20),
                text=f"Nota di {name}",
                written_at=school.clock.now,
            )
            session.add(note)
            session.flush()
            session.add(NoteStudent(note_id=note.id, student_id=school.people[name]))
            rows.append(note.id)
    page = school.as_("dirigente").get(procedures.path("new"))

    assert "Nota di bruno" in page
    assert "Nota di carla" not in page


# ---- the days as attendance sees them ---------------------------------------------------------


ROLL = "/classes/{class_id}/lessons/2026-11-25/2"


@pytest.fixture
def with_rolls(applications, databases):
    """The small school with attendance on."""
    with school_with(applications, databases, ("grades", "attendance")) as school:
        yield school


def roll_of(school: TestSchool) -> Any:
    school.clock.advance(days=1)
    return school.as_("docente").get(ROLL.format(class_id=school.classes["1A"]))


def test_the_roll_shows_who_is_removed_and_does_not_call_them(with_rolls):
    Procedures(with_rolls).sanctioned()

    page = roll_of(with_rolls)

    assert "Allontanamento dalle lezioni: è a scuola" in page
    assert "Rompe un vetro" not in page
    bruno, anna = (with_rolls.people[name] for name in ("bruno", "anna"))
    form = next(f for f in page.forms.values() if "roll-seen" in f.fields)
    assert f"roll-{bruno}" not in form.fields
    assert f"roll-{anna}" in form.fields


def test_nothing_is_to_be_justified_and_no_hour_counts(with_rolls):
    """An absence that a roll had stored before the sanction was known counts no more."""
    page = with_rolls.as_("docente").get(
        f"/classes/{with_rolls.classes['1A']}/lessons/2026-11-24/1"
    )
    form = next(f for f in page.forms.values() if "roll-seen" in f.fields)
    form[f"roll-{with_rolls.people['bruno']}"] = "A"
    form.submit(status=303)
    path = f"/students/{with_rolls.people['bruno']}"
    assert "Nessuna assenza" not in with_rolls.as_("altra").get(f"{path}/attendance")
    Procedures(with_rolls).sanctioned(first_day="2026-11-24", last_day="2026-11-25")

    assert "Non c’è niente da giustificare" in with_rolls.as_("altra").get(f"{path}/justifications")
    page = with_rolls.as_("altra").get(f"{path}/attendance").text
    assert "sempre presente" in page
    assert "ore di allontanamento" in page


def test_the_family_finds_it_on_its_home_page(with_rolls):
    Procedures(with_rolls).sanctioned()
    with_rolls.clock.advance(days=1)

    assert "A scuola, non in classe" in with_rolls.as_("altra").get("/")


def test_lifted_the_days_are_school_days_again(with_rolls):
    procedures = Procedures(with_rolls)
    procedures.sanctioned()
    procedures.step("/cancel", "dirigente", reason="Ricorso accolto")

    page = roll_of(with_rolls)

    assert "Allontanamento" not in page
    form = next(f for f in page.forms.values() if "roll-seen" in f.fields)
    assert f"roll-{with_rolls.people['bruno']}" in form.fields


def test_attendance_without_grades_asks_and_nobody_answers(applications, databases):
    with school_with(applications, databases, ("attendance",)) as school:
        page = school.as_("docente").get(f"/classes/{school.classes['1A']}/lessons/2026-11-24/2")

        assert "Allontanamento" not in page


def test_grades_without_attendance_keeps_sanctions_all_the_same(school, procedures):
    procedures.sanctioned()

    assert "dal 25 novembre al 26 novembre" in school.as_("altra").get(
        procedures.path(procedures.last())
    )


def test_who_gives_marks_is_told_that_the_student_was_not_in_class(with_rolls):
    """G7: a removal is no presence; who asks for absences finds its days."""
    Procedures(with_rolls).sanctioned()
    bruno, first = with_rolls.people["bruno"], date(2026, 11, 26)

    with with_rolls.session() as session:
        found = absences(session, [bruno], first, date(2026, 11, 30))

    assert found == [Absence(bruno, first)]
