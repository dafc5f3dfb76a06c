"""Fetch the checkers that come as npm packages, each set of them into a folder of its own.

A lock in scripts/npm names every package of a set by its hash. npm fetches them; nothing of theirs
is run on the way.
"""

import hashlib
import os
import shutil
from pathlib import Path

import environment
from environment import SetupError, say

LOCKS = environment.ROOT / "scripts" / "npm"
FOLDER = environment.ROOT / ".cache" / "npm"
CHECKERS = {
    "CASEBOOK_AXE": "axe-core/axe.min.js",
    "CASEBOOK_VNU_JAR": "vnu-jar/build/dist/vnu.jar",
}
"""The file of each checker, and the variable by which the tests are told where it is. Who sets it
has the file from elsewhere."""


def prepare_checkers() -> dict[str, str]:
    """Return where the accessibility checker axe is and, where there is Java, the Nu Html Checker.

    Raises SetupError, with a message for the user, when they cannot be had.
    """
    # The second is large and needs Java, which few have, so its absence is no fault.
    leave_out = () if shutil.which("java") else ("--omit=optional",)
    wanted = list(CHECKERS)[: 1 if leave_out else 2]
    found = {name: os.environ[name] for name in wanted if name in os.environ}
    if len(found) < len(wanted):
        modules = install("checks", "the checkers of accessibility and HTML", *leave_out)
        found = {name: str(modules / CHECKERS[name]) for name in wanted} | found
    return found


def install(name: str, label: str, *options: str) -> Path:
    """Return the folder that holds the packages of a lock, fetched first where they are not there.

    label: what they are, in the user's words.
    Raises SetupError when they cannot be had.
    """
    lock = (LOCKS / name / "package-lock.json").read_bytes()
    mark = hashlib.sha256(lock + " ".join(options).encode()).hexdigest()[:12]
    folder = FOLDER / f"{name}-{mark}"
    if not folder.exists():
        npm = shutil.which("npm")
        if not npm:
            raise SetupError(f"npm was not found. It fetches {label}. Install Node.js.")
        say(f"Fetching {label} (first run only)...")
        part = folder.with_suffix(".part")
        environment.remove(part)
        shutil.copytree(LOCKS / name, part)
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund"]
        command = [npm, "ci", "--prefix", str(part), *quiet, *options]
        environment.run_quietly(command, f"Could not fetch {label} with npm.")
        # Renamed last, so that a run stopped half way leaves nothing that looks whole.
        part.rename(folder)
    return folder / "node_modules"
