"""Templates compiled once for all processes of a run, and for the next run.

Compiling them takes each process many seconds; so does a school that a test serves apart, whose
process finds the folder by Chameleon's own variable.
"""

import os

import pytest

from registro_core.web.compiling import keep_compiled

VARIABLE = "CHAMELEON_CACHE"


def pytest_configure(config: pytest.Config) -> None:
    """Share the folder; its files are named for digests of what was compiled."""
    folder = config.cache.mkdir("templates")
    keep_compiled(folder)
    os.environ[VARIABLE] = str(folder)
