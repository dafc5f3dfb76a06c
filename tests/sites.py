"""Builds whole sites, each once however many workers run the tests, and serves them."""

import contextlib
import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

SITE = Path(__file__).parent / "hosts" / "site"
"""The files of a small site."""

# The two hosts print notices about each other, and a build's date must not differ between them.
QUIET = os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
ENVIRONMENT = QUIET | {"SOURCE_DATE_EPOCH": "1577836800"}


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that ``make`` has filled, the same for all workers of a run of the tests."""
    base = factory.getbasetemp()
    # A worker has a folder of its own, inside that of the run.
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    with FileLock(folder.with_suffix(".lock")):
        if not folder.exists():
            part = folder.with_suffix(".part")
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder


def build(project: Path, site: Path, *options: str) -> None:
    """Build a project's site into a folder, by the command that people use."""
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(site), *options],
        cwd=project,
        env=QUIET,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def host_command(host: str) -> list[str]:
    """Return the command that runs a host; skip where it is not MkDocs and has not been set up."""
    if host == "mkdocs":
        return [sys.executable, "-m", "mkdocs"]
    variable = f"CASEBOOK_{host.upper()}_PYTHON"
    python = os.environ.get(variable)
    if not python:
        if os.environ.get("CI"):
            pytest.fail(f"{variable} must name the Python of {host} in CI")
        pytest.skip(f"needs {host}: run scripts/check.py, which sets it up")
    return [python, "-m", host]


def run_build(
    folder: Path, *arguments: str, host: str = "mkdocs"
) -> subprocess.CompletedProcess[str]:
    """Build a site where its files are, and return what the host said."""
    return subprocess.run(
        [*host_command(host), "build", "-f", "mkdocs.yml", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
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
        with contextlib.suppress(ConnectionError):
            super().handle()


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine only, for as long as it is needed, and give its address."""
    handler = functools.partial(_Site, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
