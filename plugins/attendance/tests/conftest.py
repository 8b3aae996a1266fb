"""The small school with attendance alone: what attendance must do without any other plugin."""

import pytest


@pytest.fixture(scope="session")
def enabled_plugins() -> tuple[str, ...]:
    """The plugins of these tests."""
    return ("attendance",)
