"""Fetch the checkers that come as npm packages, one file of each, into a folder of their own.

Each is pinned by the hash of its package. npm fetches them; nothing of theirs is run on the way.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from environment import ROOT, SetupError, say

FOLDER = ROOT / ".cache" / "npm"


class NpmFile(NamedTuple):
    """One file of a package.

    name: what it is, in the user's words.
    package: its name and exact version.
    sha512: of the package, in base 64, as its own registry lists it.
    inside: the path of the file within the package.
    variable: the environment variable that tells the tests where the file is. A user who sets it
        has the file from elsewhere.
    """

    name: str
    package: str
    sha512: str
    inside: str
    variable: str

    @property
    def path(self) -> Path:
        """Where the file is kept."""
        return FOLDER / self.package / Path(self.inside).name


AXE = NpmFile(
    "the accessibility checker axe",
    "axe-core@4.14.1",
    "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    "package/axe.min.js",
    "CASEBOOK_AXE",
)
HTML_CHECKER = NpmFile(
    "the Nu Html Checker",
    "vnu-jar@26.9.27",
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
    "package/build/dist/vnu.jar",
    "CASEBOOK_VNU_JAR",
)


def prepare(file: NpmFile) -> Path:
    """Return the path of a file, fetched first where it is not there yet.

    Raises SetupError, with a message for the user, when it cannot be had.
    """
    named = os.environ.get(file.variable)
    if named:
        return Path(named)
    if not file.path.is_file():
        npm = shutil.which("npm")
        if not npm:
            raise SetupError(
                f"npm was not found, and {file.name} is fetched with it. Install Node.js, or put "
                f"the path of {file.path.name} in the environment variable {file.variable}."
            )
        say(f"Fetching {file.name} (first run only)...")
        fetch(file, npm)
    return file.path


def fetch(file: NpmFile, npm: str) -> None:
    """Fetch a package, compare it with its hash, and keep the one file that is wanted."""
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", file.package]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        packages = list(Path(folder).glob("*.tgz"))
        if done.returncode or not packages:
            lines = done.stderr.strip().splitlines()[-5:]
            raise SetupError("\n  ".join([f"Could not fetch {file.package} with npm.", *lines]))
        content = packages[0].read_bytes()
        if hashlib.sha512(content).digest() != base64.b64decode(file.sha512):
            raise SetupError(f"{file.package} is not what was published under that name. Not used.")
        with tarfile.open(packages[0]) as package:
            wanted = package.extractfile(file.inside)
            if wanted is None:
                raise SetupError(f"{file.package} does not hold {file.inside}.")
            file.path.parent.mkdir(parents=True, exist_ok=True)
            part = file.path.with_suffix(".part")
            part.write_bytes(wanted.read())
            # Renamed last, so that a run stopped half way leaves no half a file behind.
            part.replace(file.path)
