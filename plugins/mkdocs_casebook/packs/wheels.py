"""Put the installed packages into wheels, so that a new site holds what it is built with.

A registry may not have them, and another machine may not reach the place they came from. A package
that was installed is packed again from its own list of files. One that is used from a project's
folder, as in a clone, is built there.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from urllib.request import url2pathname

ENGINE = "mkdocs-casebook"
FOLDER = "wheels"
"""The folder of a site that holds them."""

_OF_THE_MACHINE = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
"""What the installer writes beside a package; the first is written anew."""

_LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The date of every file: the same files give the same bytes."""


class BuildError(Exception):
    """A wheel that could not be built; the text is what the builder said."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A package in one file."""

    file: str
    """Its name, such as ``mkdocs_casebook-0.1.0-py3-none-any.whl``."""

    content: bytes

    @property
    def version(self) -> str:
        """The version of the package."""
        return self.file.split("-")[1]

    @property
    def package(self) -> str:
        """The package's name."""
        return self.file.split("-")[0].replace("_", "-")

    @property
    def digest(self) -> str:
        """What the file is known by in a list of requirements."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def pin(self) -> str:
        """The line of a list of requirements that names just this file."""
        return f"{self.package}=={self.version} --hash=sha256:{self.digest}"


def project() -> Path | None:
    """Return the folder of the project that this program is run from as it stands, if it is."""
    try:
        origin = json.loads(distribution(ENGINE).read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError):
        return None
    if not origin.get("dir_info", {}).get("editable"):
        return None
    return Path(url2pathname(urlsplit(origin["url"]).path))


def installed_wheel(package: str) -> Wheel:
    """Return an installed package as a wheel.

    Raises:
        BuildError: It is used from the folder of a project, and cannot be built there.
        PackageNotFoundError: There is no such package.

    """
    folder = project() if package == ENGINE else None
    return build_wheel(folder) if folder else _pack_again(distribution(package))


def build_wheel(folder: Path) -> Wheel:
    """Build the wheel of the project in a folder.

    Raises BuildError where the builder fails.
    """
    # The builder is there in the environments that a clone makes; elsewhere pip fetches it.
    how = ("--no-build-isolation",) if find_spec("hatchling") else ()
    with TemporaryDirectory() as made:
        pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *how, "-w", made]
        done = subprocess.run([*pip, str(folder)], capture_output=True, text=True, check=False)  # noqa: S603 - a folder of this project
        if done.returncode:
            raise BuildError(done.stderr.strip())
        (file,) = Path(made).glob("*.whl")
        return Wheel(file.name, file.read_bytes())


def _pack_again(package: Distribution) -> Wheel:
    """Return the files of an installed package as the wheel that they came from."""
    parts: dict[str, bytes] = {}
    for file in package.files or ():
        if file.name not in _OF_THE_MACHINE and file.suffix != ".pyc" and ".." not in file.parts:
            parts[file.as_posix()] = Path(str(file.locate())).read_bytes()
    info = next(name.split("/")[0] for name in parts if name.endswith(".dist-info/WHEEL"))
    tag = next(
        line.partition(": ")[2]
        for line in parts[f"{info}/WHEEL"].decode().splitlines()
        if line.startswith("Tag: ")
    )
    rows = io.StringIO()
    record = csv.writer(rows, lineterminator="\n")
    for name, content in sorted(parts.items()):
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        record.writerow((name, f"sha256={digest}", len(content)))
    record.writerow((f"{info}/RECORD", "", ""))
    parts = {**dict(sorted(parts.items())), f"{info}/RECORD": rows.getvalue().encode()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _LONG_AGO)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return Wheel(f"{info.removesuffix('.dist-info')}-{tag}.whl", stream.getvalue())
