"""Walk through folders that others can change, with links, pipes and shut doors in them."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs_casebook.core.problems import Location, Problem, quote

_DEEPEST = 100
"""Folders in each other. Hosts go down into them by functions that call themselves."""


def files_below(
    root: Path, folders: Iterable[str], problems: list[Problem], may_be_missing: Iterable[str]
) -> Iterator[str]:
    """Yield the path of every file below some folders, once and in no particular order."""
    walked: list[str] = []
    for folder in sorted(folders):
        if not _is_there(root / folder):
            if folder not in may_be_missing:
                problems.append(_missing(folder))
        elif not folder.startswith(tuple(f"{other}/" for other in walked)):
            walked.append(folder)
            yield from _below(root, folder, problems)


def _is_there(folder: Path) -> bool:
    try:
        return folder.is_dir() or folder.is_symlink()
    except OSError:
        return True  # It is told with the folder that it is in.


def _below(root: Path, folder: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the path of every file below a folder.

    Hidden folders are gone through as well: hosts do that too, before they leave them out.
    """
    waiting = [(folder, False)]
    while waiting:
        path, is_linked = waiting.pop()
        file = root / path
        try:
            is_link, is_folder = file.is_symlink(), file.is_dir()
            # Links in linked folders could double the files with each step, and never end.
            is_again = is_link and is_linked and is_folder
            if is_again or ((is_link or path == folder) and _leads_astray(root, path)):
                problems.append(_astray(path))
            elif path.count("/") > _DEEPEST:
                problems.append(shut(path, "it is in too many folders"))
            elif is_folder:
                waiting += [
                    (f"{path}/{item.name}", is_link or is_linked) for item in file.iterdir()
                ]
            else:
                yield path
        except OSError as error:
            problems.append(shut(path, error, "the folder cannot be opened"))


def is_inside(root: Path, file: Path) -> bool:
    """Return whether a file, or what it is a link to, is in a folder."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(root))


def _leads_astray(root: Path, path: str) -> bool:
    """Return whether a path leads out of the project, into a hidden part of it, or in a ring."""
    home, target = Path(os.path.realpath(root)), Path(os.path.realpath(root / path))
    if target == home / path:
        return False
    if not target.is_relative_to(home) or (home / path).is_relative_to(target):
        return True
    return any(part.startswith(".") for part in target.relative_to(home).parts)


def read_bytes(file: Path, most: int = sys.maxsize) -> bytes:
    """Return the bytes of a file, and of one that has more than ``most`` so many that it shows.

    Raises OSError where there is no file. It may be a pipe, for which one would wait for ever.
    """
    size = file.stat().st_size
    if not file.is_file():
        raise OSError(errno.EINVAL, "it is not an ordinary file")
    with file.open("rb") as stream:
        # Room is made for as much as is asked for, so only for what the file has.
        return stream.read(min(size, most) + 1)


def read_file(root: Path, path: str, most: int, problems: list[Problem]) -> bytes | None:
    """Return what :func:`read_bytes` does, or ``None`` and a problem more."""
    try:
        path.encode()
        return read_bytes(root / path, most)
    except OSError as error:
        problems.append(shut(path, error))
    except UnicodeEncodeError:
        problems.append(
            Problem(
                where=Location(path),
                code="bad-file-name",
                found="its name, which is no text, cannot be part of a web address",
                fix="Rename the file.",
                expected="Use small letters, digits and hyphens only.",
            )
        )
    return None


def shut(path: str, why: object, what: str = "the file cannot be opened") -> Problem:
    """Return the problem of what is there and cannot be used, and why."""
    return Problem(
        where=Location(path),
        code="unreadable-file",
        found=f"{what} ({getattr(why, 'strerror', None) or why})",
        fix="Check that it is there, and that you may open and change it.",
    )


def _astray(path: str) -> Problem:
    return Problem(
        where=Location(path),
        code="link-outside",
        found="this is a shortcut out of the project, to something hidden in it, or in a circle",
        fix="Replace it with the file or folder itself.",
    )


def _missing(folder: str) -> Problem:
    return Problem(
        where=Location("mkdocs.yml"),
        code="missing-folder",
        found=f"there is no folder called {quote(folder)}",
        fix="Make the folder, or delete its line in mkdocs.yml.",
    )
