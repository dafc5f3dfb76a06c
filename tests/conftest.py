"""Settings of all tests."""

from hypothesis import settings

# How fast something is depends on the machine, and is measured by the benchmarks.
settings.register_profile("project", deadline=None)
settings.load_profile("project")
