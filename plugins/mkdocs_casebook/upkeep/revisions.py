"""Read a site as it was at a revision of git. A clone may be shallow, or there may be no git."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from mkdocs_casebook.upkeep.editions import EditionError


def last_tag(root: Path) -> str | None:
    """Return the last tag before the files as they are; ``None`` where there is none, or no git."""
    try:
        return _git(root, "describe", "--tags", "--abbrev=0").decode().strip()
    except EditionError:
        return None


def write_revision(root: Path, revision: str, folder: Path) -> None:
    """Write the project as it was at a revision into an empty folder.

    Raises EditionError, with what to do, where the revision cannot be read.
    """
    if revision.startswith("-"):
        raise EditionError(f"{revision} is no revision")
    try:
        commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except EditionError as error:
        raise EditionError(_missing(root, revision)) from error
    content = _git(root, "archive", "--format=tar", commit.decode().strip())
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(folder, filter="data")


def _missing(root: Path, revision: str) -> str:
    """Return what to do about a revision that is not there."""
    found = f"There is no file and no revision of git called {revision} here."
    try:
        shallow = _git(root, "rev-parse", "--is-shallow-repository").decode().strip()
    except EditionError:
        return f"{found} Give a catalogue, or an edition that was kept with --keep."
    if shallow == "true":
        return f"{found} The clone holds only the last commits: run git fetch --unshallow --tags."
    return found


def _git(root: Path, *words: str) -> bytes:
    """Return what git says. Raises EditionError where it fails or is not there."""
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, check=True)  # noqa: S603, S607 - words are ours; git is wherever the system has put it
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or b""
        raise EditionError(said.decode("utf-8", "replace").strip() or str(error)) from error
    return done.stdout
