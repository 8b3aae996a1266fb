"""Fixtures and helpers for tests of the register and of plugins.

    pytest -p registro_core.testing

Not a pytest entry point on purpose: loaded that early it breaks Pyramid's
look-up of assets.
"""

pytest_plugins = ["registro_core.testing.databases"]
