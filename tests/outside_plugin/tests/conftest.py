"""The plugin alone on the core."""

import pytest


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """Only the canteen."""
    return ("canteen",)
