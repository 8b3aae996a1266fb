"""Asking for a document: how often one may, and what is said where none can be made."""

import pytest

from registro_core.documents.failures import NotInstalled


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("grades",)


@pytest.fixture
def path(school):
    return f"/students/{school.people['anna']}/marks/card.pdf"


def test_one_at_a_time_and_sixty_in_ten_minutes(school, path, monkeypatch):
    """Here a second one is asked for while the first is being drawn."""
    browser, answers = school.as_("coordinatore"), []

    def drawn(html, pictures):
        if not answers:
            answers.append(school.as_("coordinatore").get(path, status=429))
        return b"%PDF-"

    monkeypatch.setattr("registro_core.documents.responses.render_pdf", drawn)
    browser.get(path)
    assert answers[0].headers["Retry-After"] == "60"
    for _ in range(58):
        browser.get(path)
    browser.get(path)
    browser.get(path, status=429)
    school.as_("dirigente").get(path)
    school.clock.advance(minutes=11)
    browser.get(path)


def test_where_no_pdf_can_be_made_the_page_says_so(school, path, monkeypatch):
    def missing(html, pictures):
        raise NotInstalled

    monkeypatch.setattr("registro_core.documents.responses.render_pdf", missing)
    page = school.as_("coordinatore").get(path, status=503)

    assert "Il PDF non si può preparare" in page
    assert "stampare la pagina dal browser" in page
    monkeypatch.undo()
    # the place was given back
    assert school.as_("coordinatore").get(path).body.startswith(b"%PDF-1.7")
