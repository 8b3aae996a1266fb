"""The English catalogues say what the code says: nothing missing, guessed or left over.

Messages are taken out of code and templates as a translator's tool does it, so that a message
written in a way the tool cannot see (a name instead of a text, a message inside another's values)
fails here too: it would be in the catalogue, and in nobody's list.
"""

import re
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted(
    path
    for folder in ("registro_core", "plugins", "docs", "tests")
    for path in (ROOT / folder).glob("**/locale/en/LC_MESSAGES/*.po")
    if "build" not in path.parts
)
NAME = re.compile(r"\$\{[a-z_]+\}")


@pytest.fixture(params=CATALOGUES, ids=lambda path: path.stem, scope="module")
def catalogue(request) -> Path:
    return request.param


@pytest.fixture(scope="module")
def messages(catalogue, tmp_path_factory) -> set[str]:
    """What the catalogue's package says, of the domain that bears the catalogue's name."""
    template = tmp_path_factory.mktemp("messages") / "found.pot"
    extractor = Path(sys.executable).with_name("pot-create")
    package = catalogue.parents[3]
    subprocess.run(
        [extractor, "--domain", catalogue.stem, "--output", template, package],
        check=True,
        capture_output=True,
    )
    return {entry.msgid for entry in polib.pofile(str(template))}


def test_every_package_with_messages_has_a_catalogue():
    speaking = {
        path.parent.parent.name
        for path in ROOT.glob("plugins/*/registro_*/__init__.py")
        if "TranslationStringFactory" in path.read_text("utf-8")
    }

    assert len(speaking) > 5
    assert {"registro", *speaking} <= {path.stem for path in CATALOGUES}


def test_a_package_without_messages_has_no_templates():
    """The other way round: what people read comes from templates, and is translated."""
    speaking = {path.parents[3].name for path in CATALOGUES}
    silent = [path for path in ROOT.glob("plugins/*/registro_*") if path.name not in speaking]

    assert not [path for each in silent for path in each.rglob("*.pt")]


def test_every_message_is_translated(catalogue, messages):
    translated = {
        entry.msgid for entry in polib.pofile(str(catalogue)) if entry.msgstr and not entry.fuzzy
    }

    assert sorted(messages - translated) == []


def test_nothing_is_left_over(catalogue, messages):
    kept = {entry.msgid for entry in polib.pofile(str(catalogue))}

    assert sorted(kept - messages) == []


def test_nothing_is_a_guess(catalogue):
    assert [entry.msgid for entry in polib.pofile(str(catalogue)) if entry.fuzzy] == []


def test_translations_fill_in_the_same_names(catalogue):
    different = [
        entry.msgid
        for entry in polib.pofile(str(catalogue))
        if entry.msgstr and set(NAME.findall(entry.msgid)) != set(NAME.findall(entry.msgstr))
    ]

    assert different == []


def test_each_message_is_there_once(catalogue):
    kept = [(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(catalogue))]

    assert len(kept) == len(set(kept))


def test_templates_speak_the_language_of_their_package(catalogue):
    others = [
        str(template.relative_to(ROOT))
        for template in catalogue.parents[3].rglob("*.pt")
        if 'i18n:domain="' in (text := template.read_text("utf-8"))
        and f'i18n:domain="{catalogue.stem}"' not in text
    ]

    assert others == []
