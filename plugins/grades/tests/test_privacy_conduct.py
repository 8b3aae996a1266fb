"""What notes, procedures, observations and the diary hold of a person (GDPR art. 15 and 17)."""

from datetime import date, time

import pytest
from sqlalchemy import func, select

from registro_grades.models import (
    DiaryEntry,
    Note,
    NoteReceipt,
    NoteStudent,
    Observation,
    Outcome,
    Procedure,
    Sanction,
)
from registro_grades.privacy import erase_person, personal_data

DAY = date(2026, 11, 23)


@pytest.fixture
def recorded(school):
    """A note on bruno, one on his class, a sanction, an observation, and a diary."""
    who, now, class_id = school.people, school.clock.now, school.classes["1A"]
    written = {"author_id": who["docente"], "written_at": now, "class_id": class_id, "day": DAY}
    with school.session() as session:
        note = Note(text="Disturba.", whole_class=False, **written)
        session.add_all([note, Note(text="Aula sporca.", whole_class=True, **written)])
        session.flush()
        session.add(NoteStudent(note_id=note.id, student_id=who["bruno"]))
        receipt = {"note_id": note.id, "student_id": who["bruno"], "person_id": who["altra"]}
        session.add(NoteReceipt(seen_at=now, **receipt))
        session.add(Observation(student_id=who["bruno"], text="Migliora.", **written))
        procedure = Procedure(
            student_id=who["bruno"],
            class_id=class_id,
            facts="Rompe un vetro.",
            opened_on=DAY,
            opened_at=now,
            summoned_on=DAY,
            summoned_at=time(9),
            outcome=Outcome.REMOVAL,
            grounds="Grave.",
        )
        session.add(procedure)
        session.flush()
        session.add(
            Sanction(
                procedure_id=procedure.id,
                student_id=who["bruno"],
                first_day=DAY,
                last_day=DAY,
                days=1,
                activity="Biblioteca",
            )
        )
        session.add(
            DiaryEntry(
                owner_id=who["docente"],
                student_id=who["bruno"],
                class_id=class_id,
                day=DAY,
                text="segreto-x",
                written_at=now,
            )
        )
    return school


def told(school, who):
    with school.session() as session:
        return {str(part.title): part.rows for part in personal_data(session, school.people[who])}


def test_what_is_recorded_of_a_student(recorded):
    found = told(recorded, "bruno")

    assert [row["text"] for row in found["Note disciplinari"]] == ["Disturba.", "Aula sporca."]
    assert [row["text"] for row in found["Osservazioni"]] == ["Migliora."]
    [procedure] = found["Procedimenti disciplinari"]
    assert (procedure["outcome"], procedure["removal"]) == ("removal", "2026-11-23/2026-11-23")


def test_of_another_student_only_the_note_on_the_class(recorded):
    found = told(recorded, "anna")

    assert [row["text"] for row in found.pop("Note disciplinari")] == ["Aula sporca."]
    assert found == {}
    assert told(recorded, "luca") == {}


def test_what_a_teacher_wrote_and_a_parent_read(recorded):
    found = told(recorded, "docente")

    assert [row["text"] for row in found["Note scritte"]] == ["Disturba.", "Aula sporca."]
    assert [row["text"] for row in found["Osservazioni scritte"]] == ["Migliora."]
    assert len(told(recorded, "altra")["Note lette"]) == 1


def test_2_8_the_words_of_a_diary_are_in_nobody_s_data(recorded):
    """The office opens these pages: it learns of the owner's diary how long it is, and no more."""
    for who in recorded.people:
        assert "segreto-x" not in str(told(recorded, who))
        assert ("diario" in str(told(recorded, who))) == (who == "docente")
    for path in ("data", "data?format=json"):
        page = f"/office/people/{recorded.people['bruno']}/{path}"
        assert "segreto-x" not in recorded.as_("segreteria").get(page)


def test_the_record_stays_and_who_read_it_is_forgotten(recorded):
    with recorded.session() as session:
        erase_person(session, recorded.people["altra"])

    assert told(recorded, "altra") == {}
    assert len(told(recorded, "bruno")["Note disciplinari"]) == 2


@pytest.mark.parametrize("who", ["docente", "bruno"])
def test_the_diary_goes_with_who_kept_it_and_with_whom_it_is_about(recorded, who):
    with recorded.session() as session:
        erase_person(session, recorded.people[who])

    with recorded.session() as session:
        assert session.scalar(select(func.count()).select_from(DiaryEntry)) == 0
        assert session.scalar(select(func.count()).select_from(Note)) == 2
