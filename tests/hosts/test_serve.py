"""The server for people who write: it shows mistakes, stays up, and recovers."""

import contextlib
import os
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from sites import ENVIRONMENT, host_command

pytestmark = pytest.mark.hosts

LONGEST_WAIT = 30
STORY = "case_studies/second-story.md"


class Server:
    """A running server and what it has said."""

    def __init__(self, folder: Path, *options: str, host: str = "mkdocs") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(
            [
                *(*host_command(host), "serve", "-f", "mkdocs.yml", "--livereload", *options),
                *("-a", f"127.0.0.1:{self.port}"),
            ],
            cwd=folder,
            env=ENVIRONMENT | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.said = ""
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line

    def get(self, address: str) -> str:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=5) as page,
        ):
            return str(page.read().decode())
        return ""

    def wait(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + LONGEST_WAIT
        while not met():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < end, self.said
            time.sleep(0.1)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)
        self.reader.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def serve(site: Path) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(*options: str, **host: str) -> Server:
        servers.append(Server(site, *options, **host))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def change(site: Path, old: str, new: str) -> None:
    file = site / STORY
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_serve_shows_mistakes_keeps_the_last_good_pages_and_recovers(site, serve):
    server = serve()
    server.wait(lambda: "A second story" in server.get("/case-studies/second-story/"))
    # The server's own script reloads the page; a policy would forbid it.
    assert "Content-Security-Policy" not in server.get("/case-studies/second-story/")
    change(site, "status: planned", "status: plan")
    server.wait(lambda: f'{STORY}:8: status: "plan" is not one of the choices' in server.said)
    server.wait(lambda: "The site was left unchanged." in server.said)
    page = server.get("/case-studies/second-story/")
    assert "A second story" in page
    alert = page.partition('<div role="alert">')[2].partition("</div>")[0]
    assert f"{STORY}:8: status: &quot;plan&quot; is not one of the choices" in alert
    change(site, "status: plan", "status: stopped")
    server.wait(lambda: "Stopped" in server.get("/case-studies/second-story/"))
    assert 'role="alert"' not in server.get("/case-studies/second-story/")
    assert 'role="alert"' not in server.get("/catalogue.json")


@pytest.mark.parametrize("host", ["mkdocs", "properdocs"])
@pytest.mark.parametrize(
    "mistake",
    [
        ("nav:\n", "nav: [\n", "mkdocs.yml:7: "),
        ("  - search\n", "  - sarch\n", 'The "sarch" plugin is not installed'),
        ("case_studies: case-study", "case_studies: story", "mkdocs.yml:15: collections"),
    ],
    ids=["unreadable", "unknown to the host", "unknown to us"],
)
def test_a_mistake_in_the_settings_is_told_in_words_and_the_old_pages_stay(
    site, serve, host, mistake
):
    right, wrong, told = mistake
    server = serve(host=host)
    server.wait(lambda: "A second story" in server.get("/case-studies/second-story/"))
    settings = site / "mkdocs.yml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace(right, wrong), "utf-8")
    server.wait(lambda: told in unescape(server.get("/case-studies/second-story/")))
    assert "A second story" in server.get("/case-studies/second-story/")
    assert told in server.said
    assert "Traceback" not in server.said
    settings.write_text(text, "utf-8")
    server.wait(lambda: 'role="alert"' not in server.get("/case-studies/second-story/"))
    assert "A second story" in server.get("/case-studies/second-story/")


def test_serve_that_starts_with_a_mistake_shows_it_and_recovers(site, serve):
    change(site, "status: planned", "status: plan")
    server = serve()
    server.wait(lambda: "Please mend these first" in server.get("/"))
    assert f"{STORY}:8: status:" in server.get("/")
    change(site, "status: plan", "status: stopped")
    server.wait(lambda: "Stopped" in server.get("/case-studies/second-story/"))


def test_serve_shows_a_clean_build(site, serve):
    server = serve("--clean")
    server.wait(lambda: "A second story" in server.get("/case-studies/second-story/"))
    change(site, "status: planned", "status: stopped")
    server.wait(lambda: "Stopped" in server.get("/case-studies/second-story/"))


def test_serve_clears_up_and_watches_for_new_case_studies(site, serve):
    left = site / ".site-next-01234567"
    left.mkdir()
    os.utime(left, (0, 0))
    server = serve()
    server.wait(lambda: "A second story" in server.get("/themes/risk/"))
    assert "Cleared up after 1 build that had been stopped." in server.said
    assert not left.exists()
    text = (site / STORY).read_text("utf-8").replace("A second", "A third")
    (site / "case_studies/third-story.md").write_text(text, "utf-8")
    server.wait(lambda: "A third story" in server.get("/themes/risk/"))


def test_serve_starts_with_what_cannot_be_read_and_recovers(site, serve):
    try:
        (site / "docs/gone.png").symlink_to("not-there.png")
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")
    server = serve()
    server.wait(lambda: "Please mend these first" in server.get("/"))
    assert "docs/gone.png:1: the file cannot be opened" in server.get("/")
    (site / "docs/gone.png").unlink()  # Of which the server's watch sees nothing.
    change(site, "status: planned", "status: stopped")
    server.wait(lambda: "Stopped" in server.get("/case-studies/second-story/"))


def test_serve_stops_at_links_that_lead_in_a_circle(site, serve):
    try:
        for name in "abc":
            (site / "docs" / name).symlink_to(".")
    except OSError:
        pytest.skip("this system does not let us make a symbolic link")
    server = serve()
    assert server.process.wait(LONGEST_WAIT) == 1
    server.reader.join(LONGEST_WAIT)
    assert server.said.count("this is a shortcut") == 3
