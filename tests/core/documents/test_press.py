"""Drawing documents: archival, tagged, equal for equal input, and fetching nothing."""

import subprocess
import sys

import pytest

from registro_core.documents import engine
from registro_core.documents.engine import render_pdf
from registro_core.documents.failures import Busy, NotInstalled
from registro_core.testing import pdf_about, pdf_structure, pdf_text

pytestmark = pytest.mark.once

PAGE = """<!DOCTYPE html><html lang="it"><head><title>Pagella di Niccolò</title>
<meta name="author" content="IC Montessori"/>
<meta name="dcterms.created" content="2027-02-05T10:00:00+01:00"/></head><body>
<h1>Pagella</h1><p>Niccolò <b>Łukasz</b> <i>Șerban</i></p>
<table><caption>Voti</caption><thead><tr><th scope="col">Materia</th><th scope="col">Voto</th></tr></thead>
<tbody><tr><th scope="row">Scienze</th><td>7½</td></tr></tbody></table>%s</body></html>"""
# A red square of SVG.
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9H0z" fill="red"/></svg>'


def test_a_document_is_archival_tagged_and_whole(tmp_path):
    body = render_pdf(PAGE % "")

    # The file says so itself: PDF/A, part 2, level A.
    said = uncompressed(body, tmp_path)
    assert b'pdfaid:part="2"' in said
    assert b'pdfaid:conformance="A"' in said
    words = pdf_text(body)
    assert "Niccolò Łukasz Șerban" in words
    assert "7½" in words
    tree = pdf_structure(body)
    for tag in ("H1", "Table", "Caption", "THead", "TH", "TD"):
        assert tag in tree, tag
    about = pdf_about(body)
    for line in ("Pagella di Niccolò", "IC Montessori", "Tagged:          yes", "595.276 x 841.89"):
        assert line in about
    assert "CreationDate:    Fri Feb  5 09:00:00 2027 UTC" in about


def test_every_font_is_the_house_s_own_and_embedded():
    rows = [row.split() for row in pdf_about(render_pdf(PAGE % "")).splitlines() if "+" in row]

    names = {row[0].partition("+")[2].removeprefix("Titillium-Web") for row in rows}
    assert names == {"", "-Bold", "-Semi-Bold", "-Italic"}
    for row in rows:
        # embedded, subset, with the letters' meaning
        assert row[-5:-2] == ["yes", "yes", "yes"]


def test_equal_input_gives_equal_bytes():
    assert render_pdf(PAGE % "") == render_pdf(PAGE % "")


def test_a_picture_of_the_document_has_its_alternative_text(tmp_path):
    picture = '<img src="registro:pictures/seal" alt="Sigillo rosso"/>'
    body = render_pdf(PAGE % picture, {"seal": PICTURE})

    assert "Figure" in pdf_structure(body)
    assert b"/Alt (Sigillo rosso)" in uncompressed(body, tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:1/x.png",
        "data:image/svg+xml,<svg/>",
        "registro:pictures/other",
        "registro:fonts/../../../x",
    ],
)
def test_nothing_else_is_fetched(address, monkeypatch, caplog):
    """Neither network nor files: the picture is missing, its alternative text stands there."""

    def refuse(*_arguments, **_named):
        raise AssertionError(address)

    monkeypatch.setattr("urllib.request.OpenerDirector.open", refuse)
    image = f'<img src="{address}" alt="manca"/>'
    body = render_pdf(PAGE % image, {"seal": PICTURE})

    assert "manca" in pdf_text(body)


def test_a_picture_may_not_fetch_either():
    reaching = PICTURE.replace(b"<path", b'<image href="file:///etc/hostname"/><path')
    body = render_pdf(PAGE % '<img src="registro:pictures/seal" alt="x"/>', {"seal": reaching})

    assert body.startswith(b"%PDF-1.7")


def test_where_another_is_drawn_too_long_one_is_told(monkeypatch):
    monkeypatch.setattr(engine, "PATIENCE", 0.01)
    with engine._one_at_a_time, pytest.raises(Busy):
        render_pdf(PAGE % "")


def test_a_library_that_is_missing_is_named_in_the_log(monkeypatch, caplog):
    engine.press.cache_clear()
    # what Python does with a module that cannot be loaded
    monkeypatch.setitem(sys.modules, "registro_core.documents.press", None)
    with pytest.raises(NotInstalled):
        render_pdf(PAGE % "")

    assert "WeasyPrint cannot load" in caplog.text
    monkeypatch.undo()
    assert render_pdf(PAGE % "")


def test_a_process_that_prints_nothing_does_not_load_weasyprint():
    code = "import registro_core.core, sys; print('weasyprint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout.strip() == "False"


def uncompressed(body, folder):
    """The file with its streams readable."""
    (folder / "in.pdf").write_bytes(body)
    subprocess.run(
        ["qpdf", "--qdf", "--object-streams=disable", folder / "in.pdf", folder / "out.pdf"],
        check=True,
    )
    return (folder / "out.pdf").read_bytes()
