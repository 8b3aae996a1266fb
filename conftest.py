"""The fixtures every test may use."""

pytest_plugins = ["registro_core.testing"]
