"""A school may turn it on: it adds nothing yet, and disturbs nothing."""

import pytest

pytestmark = pytest.mark.once


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("meetings",)


def test_the_register_starts_with_it(school):
    school.as_("docente").get("/", status=200)
