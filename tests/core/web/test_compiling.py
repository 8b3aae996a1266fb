"""Templates compiled before the first request."""

from registro_core.testing import TestSchool
from registro_core.web.compiling import compile_templates


def test_every_template_of_the_core_compiles(school: TestSchool) -> None:
    registry = school.application.wsgi.registry
    assert compile_templates(registry, ["registro_core"]) > 30
