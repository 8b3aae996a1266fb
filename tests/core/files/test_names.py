"""Names come clean and leave quoted."""

import pytest

from registro_core.files.names import MAX_LENGTH, attachment, clean_name, distinct_names

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("compito.pdf", "compito.pdf"),
        ("Perché no? (1).pdf", "Perché no (1).pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Utenti\\anna\\tema.docx", "tema.docx"),
        ("fattura\u202efdp.exe", "fatturafdp.exe"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("a\x00b.pdf", "ab.pdf"),
        (".htaccess", "htaccess"),
        (".pdf", "pdf"),
        ("...", "file"),
        ("", "file"),
        ("perche\u0301.txt", "perché.txt"),
        ("x" * 300 + ".pdf", "x" * (MAX_LENGTH - 4) + ".pdf"),
    ],
)
def test_a_name_is_cleaned(sent, kept):
    assert clean_name(sent) == kept


def test_browsers_old_and_new_are_told_the_name():
    assert attachment("Però; 100%.pdf") == (
        "attachment; filename=\"Pero 100.pdf\"; filename*=UTF-8''Per%C3%B2%3B%20100%25.pdf"
    )


def test_names_in_an_archive_are_distinct():
    names = ["a.pdf", "A.pdf", "b", "a.pdf", "b"]

    assert distinct_names(names) == ["a.pdf", "A (2).pdf", "b", "a (3).pdf", "b (2)"]
