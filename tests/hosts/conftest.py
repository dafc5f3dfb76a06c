"""Builds one small site with each host, as a person would: by command, in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sites import once
from wheels import PROJECT, build_wheel

SITE = Path(__file__).parent / "site"
Build = Callable[..., subprocess.CompletedProcess[str]]

# The two hosts print notices about each other, and a build's date must not differ between them.
ENVIRONMENT = os.environ | {
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "SOURCE_DATE_EPOCH": "1577836800",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a copy of the small site that a test may change."""
    return Path(shutil.copytree(SITE, tmp_path / "site-source"))


def host_command(host: str) -> list[str]:
    """Return the command that runs a host; skip where ProperDocs has not been set up."""
    if host == "mkdocs":
        return [sys.executable, "-m", "mkdocs"]
    python = os.environ.get("CASEBOOK_PROPERDOCS_PYTHON")
    if not python:
        if os.environ.get("CI"):
            pytest.fail("CASEBOOK_PROPERDOCS_PYTHON must name ProperDocs' Python in CI")
        pytest.skip("needs ProperDocs: run scripts/check.py, which sets it up")
    return [python, "-m", "properdocs"]


def run(folder: Path, *arguments: str, host: str = "mkdocs") -> subprocess.CompletedProcess[str]:
    """Build a site and return what the host said."""
    return subprocess.run(
        [*host_command(host), "build", "-f", "mkdocs.yml", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def build() -> Build:
    """Return a function that builds a site and returns what the host said."""
    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small site as it is, built once for all tests that only read it."""

    def make(folder: Path) -> None:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
        done = run(folder, "--strict")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "small", make)


@pytest.fixture
def site_built_before(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the small site, with what was built of it, that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "site-source"))


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheels of the engine and of the guide, built once."""

    def make(folder: Path) -> None:
        build_wheel(PROJECT, folder)
        build_wheel(PROJECT / "packs/digital-leadership", folder)

    return once(tmp_path_factory, "wheels", make)
