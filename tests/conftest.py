"""What all tests share."""

from hypothesis import settings

# A test says whether something is right. How long it takes is measured by the benchmarks, and on a
# busy machine would fail at random.
settings.register_profile("casebook", deadline=None)
settings.load_profile("casebook")
