"""The docs agree with the code, and lead where they say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from registro_spid_auth.configuration.reading import setting_names

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "docs" / "plugin-template" / "example"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"registro(?: -c \S+)? ([a-z-]+)")


def ids(pages):
    return [str(page.relative_to(ROOT)) for page in pages]


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (page.parent / target).exists(), target


def test_the_hooks_page_is_up_to_date():
    checked = subprocess.run(
        [sys.executable, ROOT / "docs" / "hooks.py", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stderr


def test_the_code_quoted_is_the_template_s():
    page = (ROOT / "docs" / "integrators" / "testing.md").read_text()
    (quoted,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert quoted in (TEMPLATE / "tests" / "test_board.py").read_text()


OPERATORS = [ROOT / "README.md", *sorted((ROOT / "docs" / "operators").glob("*.md"))]


@pytest.mark.parametrize("page", OPERATORS, ids=ids(OPERATORS))
def test_commands_that_are_quoted_exist(page):
    known = {"serve", "worker", "migrate", "demo", "import", "plugins", "user", "audit"}
    known |= {"spid", "web-push"}
    for line in page.read_text().splitlines():
        quoted = line.strip().removeprefix("$ ")
        if quoted.startswith(("registro ", "registro -c")):
            assert COMMAND.match(quoted).group(1) in known, line


def test_every_setting_of_the_configurations_is_read():
    source = (ROOT / "registro_core" / "settings.py").read_text()
    source += (ROOT / "registro_core" / "cli" / "serve.py").read_text()
    for name in ("development.ini", "production.ini"):
        text = (ROOT / name).read_text()
        settings = set(re.findall(r"^(registro\.\w+)", text, re.MULTILINE))
        assert settings
        assert {setting for setting in settings if f'"{setting}"' not in source} == set()
        for setting in settings:
            place = text.index(f"\n{setting}")
            assert "#" in text[max(0, place - 700) : place], f"{setting} in {name} has no comment"


def test_every_setting_of_spid_auth_is_explained_to_the_operator():
    """In production.ini, or in development.ini if production refuses it; CIE's are SPID's."""
    text = "".join((ROOT / name).read_text() for name in ("production.ini", "development.ini"))
    explained = set(re.findall(r"^# spid_auth\.(\w+) =", text, re.MULTILINE))
    assert explained == {name for name in setting_names() if not name.startswith("cie_")}
