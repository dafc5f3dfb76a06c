"""Settings of all tests, and what ``--all`` adds to them."""

import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from sites import build, once

ROOT = Path(__file__).parents[1]

EXAMPLES = {"usual": 25, "all": 250}
"""How many examples each law is tried on; those that name a number take a multiple of this."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option for what is too slow for each change, and so done at night."""
    parser.addoption("--all", action="store_true", help="also slow tests, and more of each law")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many examples the laws are tried on, before they are read."""
    # A shell that starts the tests in the background has them ignore Ctrl+C, and so the builds.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name, number in EXAMPLES.items():
        # How fast something is depends on the machine, and is measured by the benchmarks.
        settings.register_profile(name, deadline=None, max_examples=number)
    settings.load_profile("all" if config.getoption("--all") else "usual")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as slow, unless everything is asked for."""
    if not config.getoption("--all"):
        config.hook.pytest_deselected(items=[item for item in items if is_slow(item)])
        items[:] = [item for item in items if not is_slow(item)]


def is_slow(item: pytest.Item) -> bool:
    """Tell whether a test is marked as slow."""
    return item.get_closest_marker("slow") is not None


@pytest.fixture(scope="session")
def is_all(request: pytest.FixtureRequest) -> bool:
    """Tell whether everything is asked for; a test may then look at more cases."""
    return bool(request.config.getoption("--all"))


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the real site has been built."""
    return once(tmp_path_factory, "real", lambda folder: build(ROOT, folder / "site")) / "site"


@pytest.fixture(scope="session")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the real site in other colours, built as the preview of a proposal is."""

    def make(folder: Path) -> None:
        project = folder / "project"
        for name in ("docs", "case_studies"):
            shutil.copytree(ROOT / name, project / name)
        settings = (ROOT / "mkdocs.yml").read_text("utf-8")
        settings = settings.replace("#0a5846", "#5b2a6e").replace("#7ccdb3", "#d3a9e4")
        (project / "mkdocs.yml").write_text(settings, "utf-8")
        build(project, folder / "site", "--no-directory-urls")

    return once(tmp_path_factory, "disk", make) / "site"
