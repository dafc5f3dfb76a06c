"""Run the host on a site: what "casebook serve" and "casebook build" have in common."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_host(folder: Path, *words: str) -> int:
    """Run a command of MkDocs in the folder of a site, and return its exit status."""
    if not (folder / "mkdocs.yml").is_file():
        print(f"There is no mkdocs.yml in {folder}. Name the folder of a site.", file=sys.stderr)
        return 1
    # The adapter starts it, so that what would be a traceback is told in a sentence.
    mkdocs = [sys.executable, "-m", "mkdocs_casebook.mkdocs_plugin", *words]
    done = subprocess.run(mkdocs, cwd=folder, check=False)  # noqa: S603 - words of the commands
    return done.returncode
