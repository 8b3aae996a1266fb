"""Templates compiled before the first request."""

from pathlib import Path

import pytest
from chameleon import PageTemplate
from chameleon.template import BaseTemplate

from registro_core.testing import TestSchool
from registro_core.web.compiling import compile_templates, keep_compiled


def test_every_template_of_the_core_compiles(school: TestSchool) -> None:
    registry = school.application.wsgi.registry
    assert compile_templates(registry, ["registro_core"]) > 30


def test_what_was_compiled_is_loaded_and_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BaseTemplate, "loader", BaseTemplate.loader)
    folder = tmp_path / "templates"
    keep_compiled(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    text = "<p>${n} of a kind</p>"
    assert PageTemplate(text)(n=1) == "<p>1 of a kind</p>"
    (kept,) = folder.glob("*.py")
    keep_compiled(folder)
    before = kept.stat().st_mtime_ns
    assert PageTemplate(text)(n=2) == "<p>2 of a kind</p>"
    assert kept.stat().st_mtime_ns == before
    assert PageTemplate(text + "!")(n=2) == "<p>2 of a kind</p>!"
    assert len(list(folder.glob("*.py"))) == 2
