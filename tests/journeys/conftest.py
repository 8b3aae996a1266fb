"""The demo school as `make run` builds it, on a Tuesday morning in the second hour."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from webtest import TestApp

from registro_core.app import configure
from registro_core.demo import build
from registro_core.demo.build import DemoRequest
from registro_core.demo.sign_ins import PASSWORD
from registro_core.platform import Platform
from registro_core.settings import read_installation
from registro_core.testing import NOW, TODAY, Databases, FixedClock


@dataclass
class Demo:
    """The demo school, running."""

    wsgi: Any
    platform: Platform
    clock: FixedClock

    def sign_in(self, name: str) -> TestApp:
        """A browser in which somebody typed name and password, as a person does."""
        browser = TestApp(self.wsgi, extra_environ={"HTTP_HOST": "localhost:80"})
        forms = browser.get("/", status=303).follow().forms.values()
        form = next(form for form in forms if "password" in form.fields)
        form["name"], form["password"] = name, PASSWORD
        form.submit(status=303)
        return browser


@pytest.fixture(scope="session")
def template(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo school, built once."""
    folder: Path = tmp_path_factory.mktemp("demo")
    settings = {
        "registro.plugins": "lessons attendance grades homework materials web_push messaging",
        "registro.database_url": databases.create(),
        "registro.public_url": "http://localhost",
        "registro.data_dir": str(folder),
        "registro.mail": f"dir:{folder / 'mail'}",
    }
    clock = FixedClock(NOW)
    platform = Platform(read_installation(settings), clock)
    assert build.prepare(platform, keep=False, rebuild=False)
    build.build(platform, DemoRequest.small(TODAY, NOW))
    wsgi = configure(platform, settings).make_wsgi_app()
    platform.engine.dispose()
    yield Demo(wsgi, platform, clock)
    platform.engine.dispose()


@pytest.fixture
def demo(template: Demo, databases: Databases) -> Iterator[Demo]:
    """The demo school, fresh for this test."""
    url = databases.copy(template.platform.installation.database_url)
    template.platform.open_database(url)
    template.clock.set(NOW)
    yield template
    template.platform.engine.dispose()
    databases.drop(url)
