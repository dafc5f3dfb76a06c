"""Builds one small site with each host, as a person would: by command, in a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture
def build() -> Build:
    """Return a function that builds a site and returns what the host said."""

    def run(
        folder: Path, *arguments: str, host: str = "mkdocs"
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*host_command(host), "build", "-f", "mkdocs.yml", *arguments],
            cwd=folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run
