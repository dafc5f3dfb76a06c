"""Run the host on a site: what "casebook serve" and "casebook build" have in common."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""The theme tells before each run that it ends. ``docs/fork/index.md`` says what that means."""


def run_host(folder: Path, *words: str) -> int:
    """Run a command of MkDocs in the folder of a site, and return its exit status."""
    if not (folder / "mkdocs.yml").is_file():
        print(f"There is no mkdocs.yml in {folder}. Name the folder of a site.", file=sys.stderr)
        return 1
    mkdocs = [sys.executable, "-m", "mkdocs", *words]
    done = subprocess.run(mkdocs, cwd=folder, env=os.environ | QUIET, check=False)  # noqa: S603 - words of the commands
    return done.returncode
