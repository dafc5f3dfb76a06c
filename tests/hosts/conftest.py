"""Builds one small site with each host, as a person would: by command, in a process of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sites import SITE, once, run_build
from wheels import PROJECT, build_wheel


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a copy of the small site that a test may change."""
    return Path(shutil.copytree(SITE, tmp_path / "site-source"))


@pytest.fixture
def build() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that builds a site and returns what the host said."""
    return run_build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small site as it is, built once for all tests that only read it."""

    def make(folder: Path) -> None:
        shutil.copytree(SITE, folder, dirs_exist_ok=True)
        done = run_build(folder, "--strict")
        assert done.returncode == 0, done.stderr

    return once(tmp_path_factory, "small", make)


@pytest.fixture
def site_built_before(built: Path, tmp_path: Path) -> Path:
    """Return a copy of the small site, with what was built of it, that a test may change."""
    return Path(shutil.copytree(built, tmp_path / "site-source"))


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the wheels of the engine and of the guide, built once or given."""

    def make(folder: Path) -> None:
        if given := os.environ.get("CASEBOOK_WHEELS"):
            shutil.copytree(given, folder, dirs_exist_ok=True)
            return
        build_wheel(PROJECT, folder)
        build_wheel(PROJECT / "packs/digital-leadership", folder)

    return once(tmp_path_factory, "wheels", make)
