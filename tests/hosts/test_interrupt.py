"""Whatever stops a build, a whole site stands there afterwards and nothing is left beside it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from test_sites import contents

from sites import ENVIRONMENT, host_command

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "scripts"
HOSTS = ("mkdocs", "properdocs")

pytestmark = [
    pytest.mark.hosts,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and modes are those of Linux"),
]

SERVE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(SCRIPTS)!r})
import environment, serve
environment.ROOT = Path.cwd()
environment.prepare = lambda _: Path(sys.executable)
sys.exit(serve.main(["build"]))
"""


OUR_START = """
import runpy, signal, sys
sys.addaudithook(lambda event, about: event == "import" and about[0] == "mkdocs.__main__"
    and signal.raise_signal(signal.SIGINT))
runpy.run_module("mkdocs_casebook.mkdocs_plugin", run_name="__main__")
"""
"""Starts the host as serve.py does, and stops it as soon as it is about to be read."""


def hook(site: Path, event: str, code: str, priority: int = -1000) -> None:
    """Have the site's own code run at an event of the host, usually after every plugin."""
    lines = [
        "import errno, os, signal, subprocess, sys, time",
        "from pathlib import Path",
        "def act(*_arguments, **_named):",
        f"    {code}",
        f"act.mkdocs_priority = {priority}",
        f"on_{event} = act",
    ]
    (site / "hook.py").write_text("\n".join(lines), "utf-8")
    config = site / "mkdocs.yml"
    text = config.read_text("utf-8").replace(
        "- casebook:", "- casebook:\n      allow_unsafe: [hooks]"
    )
    config.write_text(f"{text}\nhooks: [hook.py]\n", "utf-8")


@pytest.fixture
def published(site_built_before: Path) -> Path:
    """Return a site that has been built, and whose home page has changed since."""
    index = site_built_before / "docs/index.md"
    index.write_text(index.read_text("utf-8") + "\nOne more line.\n", "utf-8")
    return site_built_before


def left(site: Path) -> list[str]:
    return [path.name for path in site.glob(".site-*")]


@pytest.mark.parametrize("host", HOSTS)
def test_an_interrupt_at_any_point_leaves_a_whole_site(site, host, is_all):
    points = 40 if is_all else 6
    done = start(site, host, str(HERE / "interrupted.py"), host, str(points))
    assert done.returncode == 0, done.stderr
    [last] = done.stdout.splitlines()
    assert int(last.split()[0]) >= points


TOLD = "os.kill(os.getppid(), signal.SIGTERM)"
PRESSED = "os.killpg(0, signal.SIGINT)"


@pytest.mark.parametrize("event", ["config", "post_page", "post_build"])
@pytest.mark.parametrize("stop", [TOLD, PRESSED], ids=["told to end", "Ctrl+C"])
def test_serve_py_hands_on_what_stops_a_build(published, event, stop):
    before = contents(published / "site")
    hook(published, event, f"{stop}; time.sleep(60)")
    done = subprocess.run(
        [sys.executable, "-c", SERVE],
        cwd=published,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
        timeout=50,
    )
    assert done.returncode not in {0, None}
    assert "Traceback" not in done.stderr
    assert "The site was left unchanged." in done.stderr
    assert contents(published / "site") == before
    assert not left(published)


@pytest.mark.parametrize("host", HOSTS)
def test_ctrl_c_while_the_host_is_read_is_told_in_a_word(published, host):
    before = contents(published / "site")
    done = start(published, host, "-c", OUR_START, "build", "--strict")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "Stopped.\n")
    assert contents(published / "site") == before
    assert not left(published)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "settings",
    [f"extra: {'[' * 3000}{']' * 3000}", "extra: &a\n  b: *a", "INHERIT: mkdocs.yml"],
    ids=["too deep", "holds itself", "inherits itself"],
)
def test_settings_that_no_host_can_read_are_told_in_a_sentence(published, host, settings):
    """The hosts end in a traceback before they ask a plugin, so they have to be started by us."""
    config = published / "mkdocs.yml"
    text = config.read_text("utf-8")
    config.write_text(f"{text}{settings}\n", "utf-8")
    done = start(published, host, "-m", "mkdocs_casebook.mkdocs_plugin", "build", "--strict")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"mkdocs.yml:{text.count(chr(10)) + 1}: ")
    assert done.stderr.count("\n") == 1


def start(site: Path, host: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a host's Python in the folder of a site."""
    return subprocess.run(
        [host_command(host)[0], *arguments],
        cwd=site,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    ("event", "error"),
    [
        ("config", "SystemExit(3)"),
        ("post_build", "ValueError"),
        ("post_build", "SystemExit(3)"),
        ("build_error", "SystemExit(3)"),
        ("shutdown", "ValueError"),
    ],
)
def test_what_another_plugin_raises_leaves_the_site_as_it_was(published, build, event, error, host):
    before = contents(published / "site")
    index = published / "docs/index.md"
    if event == "build_error":
        index.write_text(index.read_text("utf-8") + "\n[Nowhere](nowhere.md)\n", "utf-8")
    hook(published, event, f"raise {error}", priority=0 if event == "shutdown" else -1000)
    assert build(published, "--strict", host=host).returncode != 0
    assert contents(published / "site") == before
    assert not left(published)


@pytest.mark.parametrize("host", HOSTS)
def test_a_full_disk_is_told_in_a_sentence(published, build, host):
    before = contents(published / "site")
    hook(published, "env", "raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), 'index.html')")
    done = build(published, host=host)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "The build was stopped: No space left on device (index.html). Put" in done.stdout
    assert contents(published / "site") == before
    assert not left(published)


@pytest.mark.parametrize("host", HOSTS)
def test_what_a_killed_build_leaves_is_cleared_by_the_next_that_runs(published, build, host):
    before = contents(published / "site")
    hook(published, "env", "os.kill(os.getpid(), signal.SIGKILL)")
    for _ in range(3):
        assert build(published, host=host).returncode == -signal.SIGKILL
    assert contents(published / "site") == before
    # Each of them cleared up after the one before.
    assert len(left(published)) == 1
    (published / "hook.py").write_text("", "utf-8")
    done = build(published, host=host)
    assert done.returncode == 0, done.stderr
    assert "Cleared up after 1 build that had been stopped.\n" in done.stderr
    assert not left(published)


def test_a_build_beside_one_that_runs_leaves_it_alone(published, build):
    other = "[sys.executable, '-m', 'mkdocs', 'build', '-q', '-f', 'other.yml']"
    config = (published / "mkdocs.yml").read_text("utf-8")
    (published / "other.yml").write_text(config, "utf-8")
    before = contents(published / "site").keys()
    hook(published, "post_build", f"subprocess.run({other}, check=True)")
    done = build(published)
    assert done.returncode == 0, done.stderr
    assert "Cleared up" not in done.stderr
    assert contents(published / "site").keys() == before
    assert "One more line." in (published / "site/index.html").read_text("utf-8")
    assert not left(published)


def test_every_file_of_a_site_can_be_read_by_a_web_server(site, build):
    before = os.umask(0o077)
    try:
        assert build(site, "--strict").returncode == 0
    finally:
        os.umask(before)
    published = [site / "site", *(site / "site").rglob("*")]
    shut = {each: oct(each.stat().st_mode) for each in published if not is_open(each)}
    assert len(published) > 50
    assert shut == {}


def is_open(path: Path) -> bool:
    return path.stat().st_mode & 0o777 == (0o755 if path.is_dir() else 0o644)
