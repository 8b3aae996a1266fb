"""The English catalogues: nothing empty, nothing guessed, the same names to fill in."""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[3]
CATALOGUES = sorted(
    path
    for folder in ("registro_core", "plugins")
    for path in (ROOT / folder).rglob("*.po")
    if "build" not in path.parts
)
NAME = re.compile(r"\$\{[a-z_]+\}")


def test_the_core_speaks_english():
    assert ROOT / "registro_core/locale/en/LC_MESSAGES/registro.po" in CATALOGUES


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
class TestCatalogue:
    def test_nothing_is_a_guess(self, catalogue):
        assert [entry.msgid for entry in polib.pofile(str(catalogue)) if entry.fuzzy] == []

    def test_translations_fill_in_the_same_names(self, catalogue):
        different = [
            entry.msgid
            for entry in polib.pofile(str(catalogue))
            if entry.msgstr and set(NAME.findall(entry.msgid)) != set(NAME.findall(entry.msgstr))
        ]

        assert different == []

    def test_each_message_is_there_once(self, catalogue):
        messages = [(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(catalogue))]

        assert len(messages) == len(set(messages))


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.stem)
def test_every_message_of_the_sources_is_translated(catalogue, tmp_path):
    """Extracted as `pot-create` does it, so that no page is half Italian in English."""
    template = tmp_path / "messages.pot"
    package = catalogue.parents[3]
    extract = [Path(sys.executable).with_name("pot-create"), "-d", catalogue.stem, "-o", template]
    subprocess.run([*extract, package], check=True, capture_output=True)
    translated = {entry.msgid for entry in polib.pofile(str(catalogue)) if entry.msgstr}

    missing = [
        entry.msgid for entry in polib.pofile(str(template)) if entry.msgid not in translated
    ]

    assert missing == []
