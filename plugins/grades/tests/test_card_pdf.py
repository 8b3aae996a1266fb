"""The student's card as a document: the same as the page says, whole, and for the same people."""

import pytest

from registro_core.testing import pdf_about, pdf_structure, pdf_text


@pytest.fixture
def path(school):
    return f"/students/{school.people['anna']}/marks/card.pdf"


def test_what_the_page_shows_stands_in_the_document(marks, path):
    marks.give(marks.test(), "anna", "5")
    marks.give(marks.test(kind="oral", title=None), "anna", "6½")
    marks.give(marks.test("REL", share="religion"), "anna", "Ott")
    marks.give(marks.test(), "anna", "2", "draft")
    browser = marks.school.as_("coordinatore")
    answer = browser.get(path)

    assert answer.content_type == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Quadro di ')
    words = " ".join(pdf_text(answer.body).split())
    page = browser.get(path.removesuffix(".pdf")).html
    name = page.h1.bdi.get_text()
    for text in ("Quadro di", name, "Matematica 5,75", "5 (24/11), 6½ (24/11)", "Ottimo"):
        assert text in words
    assert "Scritto: 1 Orale: 1" in words
    assert "Media generale 5,75" in words
    assert "2 (24/11)" not in words
    for row in page.select("table.f-card tbody th"):
        assert row.get_text(strip=True) in words
    tree = pdf_structure(answer.body)
    assert tree.count("TH ") >= 5 + 2
    assert "H1" in tree
    assert f"Quadro di {name}" in pdf_about(answer.body)
    # A document is for who may open the page.
    for status, people in ((403, ("docente", "mamma", "anna")), (404, ("altra", "bruno"))):
        for who in people:
            marks.school.as_(who).get(path, status=status)
    assert path in browser.get(path.removesuffix(".pdf"))
