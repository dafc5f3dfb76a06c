"""Building a site beside the old one and putting it in place whole.

A host empties the output folder before it writes, so a build that fails or is stopped half way
would cost readers the last good site. Here the old site stands until the new one is complete.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import stat
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from mkdocs_casebook.problems import some

if sys.platform != "win32":
    import fcntl

_OLD = "-old"
_A_DAY = 24 * 60 * 60.0


@dataclass(slots=True)
class Staging:
    """A folder in which the next site is built, and the one whose place it will take."""

    folder: Path
    site: Path
    lock: int | None = None
    """What tells other builds that this one runs; the system lets go of it however it ends."""

    @classmethod
    def beside(cls, site: Path) -> Staging:
        """Choose a folder beside a site's: on the same disk, so that it can be renamed."""
        return cls(site.with_name(f".{site.name}-next-{token_hex(4)}"), site)

    @property
    def retired(self) -> Path:
        """Where the old site waits until the new one has its place."""
        return self.folder.with_name(f"{self.folder.name}{_OLD}")

    def start(self) -> None:
        """Make the folder, and see to it that this process does not leave it behind."""
        atexit.register(self.discard)
        self.site.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir()
        self.lock = _lock(self.folder)

    def put_in_place(self) -> None:
        """Swap the sites by renaming: there is no moment at which half a site stands there.

        There is one at which none does. Linux alone could exchange the two in one step; a site
        that is missing because that moment was the last is put back by :func:`clear_up`.
        """
        try:
            _let_everybody_read(self.folder)
            if self.site.exists():
                self.site.rename(self.retired)
            self.folder.rename(self.site)
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave one whole site and nothing beside it: the old one if the new has not its place."""
        if self.retired.exists() and not self.site.exists():
            self.retired.rename(self.site)
        _remove(self.folder)
        _remove(self.retired)
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None
        atexit.unregister(self.discard)


def clear_up(site: Path) -> str:
    """Put right what builds that were killed have left beside a site; say so in a line, if any.

    Whatever belongs to a build that still runs is left alone.
    """
    ours = re.compile(rf"(\.{re.escape(site.name)}-next-\w{{8}})(?:{_OLD})?")
    beside = site.parent.iterdir() if site.parent.is_dir() else ()
    found = (ours.fullmatch(each.name) for each in beside)
    folders = {site.with_name(match[1]) for match in found if match}
    number, kept = 0, list[Path]()
    # One with its new site still there was killed half way through the swap, so it has the newest.
    for folder in sorted(folders, key=lambda each: (not each.exists(), each)):
        left = Staging(folder, site)
        if folder.exists() and _is_in_use(folder):
            continue
        number += 1
        left.discard()
        kept += [each for each in (folder, left.retired) if each.exists()]
    told = f"Cleared up after {some(number, 'build')} that had been stopped." if number else ""
    delete = ", ".join(map(str, kept))
    return f"{told} This could not be deleted, so delete it yourself: {delete}" if kept else told


def _lock(folder: Path) -> int | None:
    """Return what keeps a folder for this process, or ``None`` where it is not to be had."""
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
        else:
            return handle
    return None


def _is_in_use(folder: Path) -> bool:
    if sys.platform == "win32":
        # There a folder cannot be kept for a process, and no build takes that long.
        return time.time() - folder.stat().st_mtime < _A_DAY
    handle = _lock(folder)
    if handle is not None:
        os.close(handle)
    return handle is None


def _let_everybody_read(folder: Path) -> None:
    """Give a web server the right to read a site, whatever this user's new files usually allow."""
    for parent, _folders, files in os.walk(folder):
        for path in (Path(parent), *(Path(parent, name) for name in files)):
            mode = path.lstat().st_mode
            wanted = mode | (0o555 if stat.S_ISDIR(mode) else 0o444)
            if mode != wanted and not stat.S_ISLNK(mode):
                path.chmod(wanted)


def _remove(folder: Path) -> None:
    """Delete a folder, also one that is read-only; what will not go is left."""
    for parent, _folders, _files in os.walk(folder):
        with suppress(OSError):
            Path(parent).chmod(0o700)
    shutil.rmtree(folder, ignore_errors=True)
