"""Builds the real site once, serves it on this machine only, and opens a browser on it."""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright")

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class _Site(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word, with the site's own page for what is not there."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep the test run's output clean."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with 404.html, as a web host does."""
        if code != http.HTTPStatus.NOT_FOUND:
            super().send_error(code, message, explain)
            return
        page = Path(self.directory, "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def handle(self) -> None:
        """Serve; a browser that has gone away in the middle is no mistake."""
        with suppress(ConnectionError):
            super().handle()


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the real site has been built."""
    folder = tmp_path_factory.mktemp("site") / "built"
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-d", str(folder)],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="session")
def site_url(site_folder: Path) -> Iterator[str]:
    """Return the address at which the real site is served."""
    handler = functools.partial(_Site, directory=str(site_folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of Chromium; skip where there is none, except in automatic checks."""
    named = os.environ.get("CASEBOOK_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, COMMANDS)), None)
    if path and Path(path).exists():
        return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium: set CASEBOOK_CHROMIUM to its path")
    pytest.skip("needs Chromium: install it, or set CASEBOOK_CHROMIUM to its path")


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
