"""One mark: what it says, who saw it, how it changes (G9, rows 68, 69)."""

import pytest

from registro_grades.models import Receipt


@pytest.fixture
def page(marks):
    """Open the page of a mark."""

    def run(mark_id, who="docente"):
        return marks.school.as_(who).get(marks.path("MAT", "1A", "marks", mark_id))

    return run


def form_of(page):
    return next(f for f in page.forms.values() if "reason" in f.fields or "act" in f.fields)


def test_it_says_all_there_is(marks, page, school):
    mark = marks.give(marks.test(), "anna", "7-", comment="Da rivedere")
    with school.session() as session:
        session.add(
            Receipt(mark_id=mark, person_id=school.people["mamma"], seen_at=school.clock.now)
        )
    text = page(mark).text
    for expected in ("Abate Anna", "7-", "Equazioni", "Da rivedere", "Maria Villa", "100%"):
        assert expected in text


def test_it_is_changed_with_a_reason_and_shows_it(marks, page):
    mark = marks.give(marks.test(), "anna", "7")
    form = form_of(page(mark))
    name = next(n for n in form.fields if n and n.startswith("m-"))
    form[name] = "8"
    assert "scrivi il motivo" in form.submit("act", value="draft", status=422)
    form["reason"] = "Rivista la domanda 4"
    form.submit("act", value="draft", status=303)
    assert "Rivista la domanda 4" in page(mark)
    assert marks.of("anna")[0].quarters == 32


def test_cancelled_it_stays_with_the_reason(marks, page):
    mark = marks.give(marks.test(), "anna", "7")
    form = form_of(page(mark))
    form.submit("act", value="cancel", status=422)
    form["reason"] = "Non era sua"
    form.submit("act", value="cancel", status=303)
    assert "Non era sua" in page(mark)


def test_a_draft_is_published(marks, page, school):
    mark = marks.give(marks.test(), "anna", "7", "draft")
    form_of(page(mark)).submit("act", value="publish", status=303)
    assert marks.of("anna")[0].publish_at == school.clock.now


def test_changed_meanwhile_the_second_is_told(marks, page):
    mark = marks.give(marks.test(), "anna", "7", "draft")
    first, second = form_of(page(mark)), form_of(page(mark))
    name = next(n for n in first.fields if n and n.startswith("m-"))
    first[name], second[name] = "8", "9"
    first.submit("act", value="draft", status=303)
    answer = second.submit("act", value="draft", status=409)
    assert "Paola Rossi ha scritto «8»" in answer
    assert marks.of("anna")[0].quarters == 32


def test_g5_words_alone_are_a_judgement(marks, page, grid):
    test = marks.test()
    grid(test).write(test, comment=True, anna="Partecipa con interesse").save("publish")
    [mark] = marks.of("anna")
    assert (mark.quarters, mark.level_id, mark.code_id) == (None, None, None)
    assert "Partecipa con interesse" in page(mark.id)


def test_g5_nothing_at_all_is_no_mark(marks, grid):
    test = marks.test()
    grid(test).write(test, anna=" ").write(test, comment=True, anna="  ").save()
    assert marks.of("anna") == []


def test_a_mark_of_another_course_is_not_found(marks, page, school):
    mark = marks.give(marks.test("ITA"), "anna", "7")
    school.as_("docente").get(marks.path("MAT", "1A", "marks", mark), status=404)
