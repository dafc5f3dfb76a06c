"""Packages for tests: this project's wheels, made-up packs, and environments to install them in."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[1]
OURS = "casebook"


def copy_project(folder: Path, *, commit: bool = False) -> Path:
    """Copy this project's own files into a folder, as a repository of its own if need be."""
    listed = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = git(PROJECT, *listed).split("\0")
    for name in filter(None, names):
        # The tests themselves are no part of what is looked at.
        if not name.startswith("tests/") and (PROJECT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / name, folder / name)
    if commit:
        git(folder, "init", "--quiet", "--initial-branch=main")
        commit_all(folder, "Start")
    return folder


def commit_all(folder: Path, message: str) -> None:
    """Commit everything in a repository."""
    git(folder, "add", "--all")
    who = ("-c", "user.name=Example", "-c", "user.email=example@example.org")
    git(folder, *who, "commit", "--quiet", "--message", message)


def git(folder: Path, *words: str) -> str:
    """Run git in a folder, and return what it printed."""
    command = ["git", *words]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project into a folder, without a download."""
    before = set(folder.glob("*.whl"))
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    (made,) = set(folder.glob("*.whl")) - before
    return made


def write_pack(folder: Path, name: str, version: str, content: Path) -> Path:
    """Write the wheel of a content pack with a folder's files."""
    module = f"casebook_pack_{name}"
    info = f"{module}-{version}.dist-info"
    files = {
        f"{module}/{file.relative_to(content).as_posix()}": file.read_bytes()
        for file in sorted(content.rglob("*"))
        if file.is_file()
    }
    metadata = f"Metadata-Version: 2.1\nName: casebook-pack-{name}\nVersion: {version}\n"
    files |= {
        f"{info}/METADATA": metadata.encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": f"[casebook.packs]\n{name} = {module}\n".encode(),
    }
    return _zip(folder / f"{module}-{version}-py3-none-any.whl", info, files)


def with_version(wheel: Path, folder: Path, version: str) -> Path:
    """Write a wheel again under another version."""
    name, old = wheel.name.split("-")[:2]
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(wheel) as source:
        files = {
            place.replace(f"{name}-{old}.dist-info", info): source.read(place)
            for place in source.namelist()
            if not place.endswith("/RECORD")
        }
    metadata = files[f"{info}/METADATA"].replace(
        f"\nVersion: {old}\n".encode(), f"\nVersion: {version}\n".encode()
    )
    files[f"{info}/METADATA"] = metadata
    return _zip(folder / f"{name}-{version}-py3-none-any.whl", info, files)


def _zip(place: Path, info: str, files: Mapping[str, bytes]) -> Path:
    record = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    with zipfile.ZipFile(place, "w") as wheel:
        for name, content in files.items():
            wheel.writestr(name, content)
        wheel.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))
    return place


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def make_environment(folder: Path) -> Path:
    """Make an environment with the packages of this one, but none of ours; return its Python."""
    venv.create(folder)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    here = Path(sysconfig.get_path("purelib"))
    there = next(folder.glob("lib/python*/site-packages"), folder / "Lib/site-packages")
    # A path file would let this project's own package shine through; links to the rest do not.
    for item in here.iterdir():
        if OURS not in item.name:
            (there / item.name).symlink_to(item)
    return scripts / "python"


def offline(wheels: Path) -> dict[str, str]:
    """Return the variables with which pip takes packages from a folder alone."""
    quiet = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
    pip = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    # Neither this machine's settings nor this project's folder may reach what is tested.
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))}
    return kept | quiet | pip
