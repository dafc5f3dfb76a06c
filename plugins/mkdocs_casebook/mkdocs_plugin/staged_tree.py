"""The folder that ``casebook stage`` writes: whole or not at all, and over nothing of anybody else.

A list in the folder says what it holds, with the hash of each file, so that a file that was added
or changed by hand is noticed before it would be lost.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.mkdocs_plugin.staging import Staging, clear_up

LIST = ".casebook-staged"
"""The list, as ``sha256sum --check`` reads it."""

MADE_BY_HOSTS = ("site", ".cache")
"""What Zensical and MkDocs leave in a folder in which they build."""


def refusal(folder: Path, root: Path, sources: Iterable[str]) -> str:
    """Return why a folder is not to be written, in a sentence; nothing if it can be.

    ``root`` is the site's own folder, and ``sources`` are those in it that hold its files.
    """
    if folder.exists() and not folder.is_dir():
        return f"{folder} is a file. Name a folder that does not exist yet."
    inside = next((name for name in sources if folder.is_relative_to((root / name).resolve())), "")
    if inside:
        return f"{folder} is in {inside}/, which holds files of the site. Name another folder."
    if root.is_relative_to(folder):
        return f"{folder} holds the site itself. Name a folder that does not exist yet."
    foreign = next(_foreign(folder), None)
    if foreign is None:
        return ""
    if not (folder / LIST).is_file():
        return (
            f'{folder} holds {quote(foreign)}, which "casebook stage" has not written. Name an '
            "empty folder, or one that does not exist yet."
        )
    return (
        f"{folder}/{foreign} was added or changed by hand, and would be lost. Move it elsewhere, "
        "and run the command again."
    )


def write_tree(folder: Path, texts: Mapping[str, str], copies: Mapping[str, Path]) -> None:
    """Write a folder anew, from texts and from files to copy, each by its place in it.

    Until all is written the old folder stands. Raises OSError where the system refuses.
    """
    clear_up(folder)
    staging = Staging.beside(folder)
    staging.start()
    try:
        for place, text in texts.items():
            _place(staging.folder, place).write_text(text, "utf-8", newline="\n")
        for place, file in copies.items():
            shutil.copyfile(file, _place(staging.folder, place))
        places = sorted({*texts, *copies})
        lines = (f"{_hash(staging.folder / place)}  {place}\n" for place in places)
        (staging.folder / LIST).write_text("".join(lines), "utf-8", newline="\n")
        staging.put_in_place()
    finally:
        staging.discard()


def _place(folder: Path, place: str) -> Path:
    file = folder / place
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def _foreign(folder: Path) -> Iterator[str]:
    """Yield the place of each file in a folder that is not as it was written."""
    listed = dict(_listed(folder))
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        place = file.relative_to(folder).as_posix()
        if place.split("/", 1)[0] in MADE_BY_HOSTS and listed:
            continue
        is_folder = file.is_dir() and not file.is_symlink()
        if not is_folder and place != LIST and listed.get(place) != _hash(file):
            yield place


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the place of each file in a folder's list, with its hash."""
    file = folder / LIST
    if file.is_file():
        for line in file.read_text("utf-8", errors="replace").splitlines():
            hashed, _, place = line.partition("  ")
            yield place, hashed


def _hash(file: Path) -> str:
    """Return the hash of a file; what is none, such as a link that leads nowhere, has none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
