"""Opens a browser on the real site, which is built once and served on this machine only."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import ALL, USUAL, Axe

from sites import serve
from system_packages import SetupError, find_chromium

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """Return the address at which the real site is served."""
    with serve(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium; skip where there is none, except in automatic checks."""
    try:
        return find_chromium()
    except SetupError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator["sync_api.Browser"]:
    """Return a browser without a window, the same for all tests."""
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def profile(
    browser: "sync_api.Browser", site_url: str
) -> Iterator[Callable[..., "sync_api.BrowserContext"]]:
    """Return a function for a profile by its settings; its pages share what was fetched."""
    made = {}

    def profile(**options: object) -> "sync_api.BrowserContext":
        key = tuple(sorted(options.items()))
        if key not in made:
            made[key] = browser.new_context(base_url=site_url, **options)
        return made[key]

    yield profile
    for context in made.values():
        context.close()


@pytest.fixture
def open_page(profile: Callable[..., "sync_api.BrowserContext"]) -> Iterator[Callable[..., object]]:
    """Return a function that opens a page of the site in a window of a given width."""
    pages = []

    def open_page(path: str = "", *, width: int = 1280, **options: object) -> "sync_api.Page":
        page = profile(**options).new_page()
        pages.append(page)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(path)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def axe(is_all: bool) -> Axe:  # noqa: FBT001 - a fixture
    """Return the accessibility checker that ``scripts/npm_files.py`` fetches, and where to look."""
    named = os.environ.get("CASEBOOK_AXE")
    if named:
        return Axe(Path(named).read_text("utf-8"), ALL if is_all else USUAL)
    if os.environ.get("CI"):
        pytest.fail("needs axe: run scripts/check.py, which fetches it")
    pytest.skip("needs axe: run scripts/check.py, which fetches it, or set CASEBOOK_AXE")
