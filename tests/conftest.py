"""Settings of all tests."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from mkdocs_casebook.schema.kinds import use_kinds

# How fast something is depends on the machine, and is measured by the benchmarks.
settings.register_profile("project", deadline=None)
settings.load_profile("project")


@pytest.fixture(autouse=True)
def no_site_in_hand() -> Iterator[None]:
    """Let no test meet the kinds that another's site declares."""
    yield
    use_kinds({})
