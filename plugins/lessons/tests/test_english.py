"""The pages in English: every message of the plugin has its translation."""

from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import registro_lessons
from registro_core.testing import TestSchool

LOCALE = Path(registro_lessons.__file__).parent / "locale" / "en" / "LC_MESSAGES"


def english(school: TestSchool, who: str) -> Any:
    browser = school.as_(who)
    browser.set_cookie("_LOCALE_", "en")
    return browser


def test_nothing_is_left_untranslated() -> None:
    with (LOCALE / "lessons.po").open("rb") as source:
        catalog = read_po(source, abort_invalid=True)
    assert [m.id for m in catalog if m.id and not m.string] == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", ["My lessons today", "To sign", "Extra hour"]),
        ("/classes/{1A}/lessons/2026-11-24/4", ["How you sign", "Hours in a row", "Substitution"]),
        ("/classes/{1A}/register", ["Class register", "No signature"]),
        ("/lessons/missing", ["Unsigned hours", "Subject"]),
        ("/timetable", ["Timetable", "Teachers"]),
    ],
)
def test_pages(school: TestSchool, timetable: int, path: str, words: list[str]) -> None:
    page = english(school, "docente").get(path.format(**school.classes))
    for word in words:
        assert word in page


def test_the_downloaded_table(school: TestSchool, timetable: int) -> None:
    table = english(school, "dirigente").get("/lessons/missing?format=csv")
    assert table.text.startswith("\ufeffDay;Hour;Class;Subject;Teacher")
