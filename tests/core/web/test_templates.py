"""What no template may do: the engine escapes text and quoted attributes, and nothing else."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted(
    path
    for folder in ("registro_core", "plugins")
    for path in (ROOT / folder).rglob("*.pt")
    if "build" not in path.parts
)

FORBIDDEN = {
    "an inline script": r"<script(?![^>]*\ssrc=)",
    "an inline style": r"<style|\sstyle\s*=",
    "a handler in an attribute": r"\son[a-z]+\s*=",
    "unescaped text": r"structure[:\s]",
    "a value in an unquoted attribute": r"\s[\w:-]+=\$\{",
    "a script address": r"javascript:",
    # links to the State's own pages apart
    "something from another site": (
        r"(?:src|href)=[\"']https?://"
        r"(?!form\.agid\.gov\.it|www\.spid\.gov\.it|www\.cartaidentita\.interno\.gov\.it)"
    ),
    "an attribute of htmx that is not valid HTML": r"\shx-",
}


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_has(template, fault):
    found = re.search(FORBIDDEN[fault], template.read_text())

    assert not found, f"{template.relative_to(ROOT)} has {fault}: {found[0]}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_form_that_writes_carries_the_token(template):
    """But for those that go to another site, which must never see it."""
    for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", template.read_text(), re.DOTALL):
        carries = 'use-macro="form_keys"' in form or "csrf_token" in form
        assert carries != ("data-send" in form)
