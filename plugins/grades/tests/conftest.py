"""The school of every test has the plugin on."""

import pytest


@pytest.fixture(scope="session")
def enabled_plugins():
    return ("grades",)
