"""What marks hold of a person, and what may be forgotten (GDPR art. 15 and 17)."""

from sqlalchemy import func, select

from registro_grades.models import Correction, Receipt
from registro_grades.privacy import erase_person, personal_data


def titles(school, who):
    with school.session() as session:
        return {str(d.title): d.rows for d in personal_data(session, school.people[who])}


def test_a_student_s_marks_with_their_corrections(marks, grid, school):
    test = marks.test()
    marks.give(test, "anna", "7", comment="Brava")
    marks.give(test, "bruno", "4")
    open_grid = grid().write(test, anna="8")
    open_grid.save(status=422)
    open_grid.fill(reason="Errore").save()
    found = titles(school, "anna")
    [mark] = found["Voti"]
    assert (mark["mark"], mark["comment"], mark["subject"]) == ("8", "Brava", "Matematica")
    [correction] = found["Correzioni dei voti"]
    assert correction["reason"] == "Errore"


def test_what_a_teacher_assessed_and_a_parent_saw(marks, school):
    mark = marks.give(marks.test(), "anna", "7")
    with school.session() as session:
        session.add(
            Receipt(mark_id=mark, person_id=school.people["mamma"], seen_at=school.clock.now)
        )
    assert [row["title"] for row in titles(school, "docente")["Prove assegnate"]] == ["Equazioni"]
    assert len(titles(school, "mamma")["Voti visti"]) == 1
    assert titles(school, "altra") == {}


def test_marks_are_kept_and_who_looked_is_forgotten(marks, school):
    mark = marks.give(marks.test(), "anna", "7")
    with school.session() as session:
        session.add(
            Receipt(mark_id=mark, person_id=school.people["mamma"], seen_at=school.clock.now)
        )
    with school.session() as session:
        erase_person(session, school.people["mamma"])
        erase_person(session, school.people["anna"])
    assert titles(school, "mamma") == {}
    assert len(titles(school, "anna")["Voti"]) == 1
    with school.session() as session:
        assert session.scalar(select(func.count()).select_from(Correction)) == 0
