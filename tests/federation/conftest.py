"""Two sites: one that publishes, served on this machine alone, and one that shows its stories."""

import functools
import http.server
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sites import ENVIRONMENT, SITE

HERE = Path(__file__).parent
Run = Callable[..., subprocess.CompletedProcess[str]]


class _Folder(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Keep the test run's output clean."""


class Published:
    """A folder that a web server shows, for as long as it is up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server: http.server.ThreadingHTTPServer | None = None
        self.port = 0
        self.up()

    def up(self) -> None:
        handler = functools.partial(_Folder, directory=str(self.folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def down(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of Sample NHS Trust, built once."""
    source = Path(shutil.copytree(HERE / "sample", tmp_path_factory.mktemp("sample") / "source"))
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=source,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return source / "site"


@pytest.fixture
def sample(sample_site: Path, tmp_path: Path) -> Iterator[Published]:
    """Return the site of Sample NHS Trust as it is served; a test may change its files."""
    published = Published(Path(shutil.copytree(sample_site, tmp_path / "sample")))
    yield published
    published.down()


@pytest.fixture
def example(tmp_path: Path, sample: Published) -> Path:
    """Return the files of Example NHS Trust's site, which lists the other one as a source."""
    site = Path(shutil.copytree(SITE, tmp_path / "example"))
    config = site / "mkdocs.yml"
    setting = (
        "  - casebook:\n"
        "      sources:\n"
        "        - name: Sample NHS Trust\n"
        f"          address: {sample.address}\n"
    )
    config.write_text(config.read_text("utf-8").replace("  - casebook:\n", setting), "utf-8")
    return site


@pytest.fixture
def run() -> Run:
    """Return a function that runs a Python module in a folder, as a person would."""

    def run(folder: Path, *words: str, python: str = sys.executable) -> object:
        return subprocess.run(
            [python, "-m", *words],
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


@pytest.fixture
def pull(run: Run) -> Run:
    """Return a function that reads the sources of a site."""
    return lambda site: run(site, "mkdocs_casebook", "pull", "--allow-loopback")
