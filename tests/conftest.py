"""Settings of all tests."""

from hypothesis import HealthCheck, settings

# How fast something is depends on the machine, and is measured by the benchmarks.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("project")
