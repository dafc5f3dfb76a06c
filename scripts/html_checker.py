"""Fetch the Nu Html Checker, which reads every page of the built site, into a folder of its own.

It needs Java to run and npm to be fetched. Where either is missing, the test that uses it is left
out, and says so by name.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from environment import ROOT, SetupError, say

PACKAGE = "vnu-jar@26.9.27"
# What the package's own registry lists for this version: what came is what was published.
SHA512 = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
FOLDER = ROOT / ".cache" / "html-checker"
JAR = FOLDER / PACKAGE / "vnu.jar"
INSIDE = "package/build/dist/vnu.jar"


def prepare() -> Path:
    """Return the path of the checker, fetched first where it is not there yet.

    Raises SetupError, with a message for the user, when it cannot be had.
    """
    named = os.environ.get("CASEBOOK_VNU_JAR")
    if named:
        return Path(named)
    if not JAR.is_file():
        npm = shutil.which("npm")
        if not npm:
            raise SetupError(
                "npm was not found, and the Nu Html Checker is fetched with it. Install Node.js, "
                "or put the path of a vnu.jar in the environment variable CASEBOOK_VNU_JAR."
            )
        say("Fetching the Nu Html Checker (first run only, 30 MB)...")
        fetch(npm)
    return JAR


def fetch(npm: str) -> None:
    """Fetch the checker's package, compare it with its hash, and keep the one file we need."""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", PACKAGE]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        packages = list(Path(folder).glob("*.tgz"))
        if done.returncode or not packages:
            lines = done.stderr.strip().splitlines()[-5:]
            raise SetupError("\n  ".join([f"Could not fetch {PACKAGE} with npm.", *lines]))
        content = packages[0].read_bytes()
        if hashlib.sha512(content).digest() != base64.b64decode(SHA512):
            raise SetupError(f"{PACKAGE} is not what was published under that name. Not used.")
        with tarfile.open(packages[0]) as package:
            jar = package.extractfile(INSIDE)
            if jar is None:
                raise SetupError(f"{PACKAGE} does not hold {INSIDE}.")
            JAR.parent.mkdir(parents=True, exist_ok=True)
            part = JAR.with_suffix(".part")
            part.write_bytes(jar.read())
            # Renamed last, so that a run stopped half way leaves no half a file behind.
            part.replace(JAR)
