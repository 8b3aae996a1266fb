"""The fixtures every test may use."""

from hypothesis import HealthCheck, settings

# How fast the machine is at the moment says nothing about the code.
settings.register_profile("register", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("register")

pytest_plugins = ["registro_core.testing"]
