"""The small school with every plugin, and the same after the whole story of `acts`."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from registro_core.testing import Applications, Databases, TestSchool, school_with
from tests.contract.world import PLUGINS, Sent, Watch, World


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """Every plugin that comes with the register."""
    return PLUGINS


@pytest.fixture
def world(school: TestSchool) -> World:
    """A school in which nothing has happened yet."""
    return World(school)


@pytest.fixture(scope="session")
def story(applications: Applications, databases: Databases) -> Iterator[tuple[str, list[Sent]]]:
    """The URL of a database in which the story was told, once for the run; and what was sent."""
    with school_with(applications, databases, PLUGINS) as school:
        world = World(school)
        world.tell()
        school.platform.engine.dispose()
        url = databases.copy(school.url)
    yield url, world.told
    databases.drop(url)


@contextmanager
def _copied(applications: Applications, databases: Databases, url: str) -> Iterator[TestSchool]:
    application = applications.get(PLUGINS)
    plain = application.template
    application.template = url
    try:
        with school_with(applications, databases, PLUGINS) as school:
            yield school
    finally:
        application.template = plain


@pytest.fixture
def told(
    applications: Applications, databases: Databases, story: tuple[str, list[Sent]]
) -> Iterator[World]:
    """A school in which the story was told: every address with ids leads to something."""
    url, acts = story
    with _copied(applications, databases, url) as school:
        yield World(school, acts)


@pytest.fixture
def watch(told: World) -> Iterator[Watch]:
    """What changed in the told school."""
    made = Watch(told.school.url)
    yield made
    made.close()
