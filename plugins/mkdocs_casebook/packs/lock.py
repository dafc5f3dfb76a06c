"""Read and write ``casebook.lock``: the text of a pack that each of a site's own files replaces.

When a later version of the pack changes that text, the change can be shown, and the trust decides
what of it to take. The file is written by ``casebook`` and kept with the site's files. It holds the
pack's text itself, since an older version of a package may be hard to come by.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote

NAME = "casebook.lock"
_VERSION = 1
_NOTE = "Written by the command casebook. It says which text of a content pack your files replace."


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The text of a pack that one of the site's files replaces."""

    pack: str
    version: str
    path: str
    """The file's path in the pack."""

    text: str

    @property
    def digest(self) -> str:
        """What the text is known by: the same for both kinds of line end."""
        return sha256("\n".join(self.text.splitlines()).encode()).hexdigest()


def read_lock(text: str) -> Mapping[str, Base]:
    """Return the bases by the path of the site's own file; none for an empty text.

    Raises:
        ValueError: The text is no such file.

    """
    if not text:
        return {}
    try:
        entries = json.loads(text)["files"]
        bases = {
            path: Base(
                pack=str(entry["pack"]),
                version=str(entry["version"]),
                path=str(entry["path"]),
                text="\n".join(str(line) for line in entry["text"]) + "\n",
            )
            for path, entry in entries.items()
        }
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(NAME) from error
    if any(entries[path].get("sha256") != base.digest for path, base in bases.items()):
        raise ValueError(NAME)
    return bases


def write_lock(bases: Mapping[str, Base]) -> str:
    """Return the text of the file: the same bases give the same bytes."""
    files = {
        path: {
            "pack": base.pack,
            "version": base.version,
            "path": base.path,
            "sha256": base.digest,
            "text": base.text.splitlines(),
        }
        for path, base in sorted(bases.items())
    }
    whole = {"note": _NOTE, "version": _VERSION, "files": files}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def bases_of(replaced: Mapping[str, Source]) -> dict[str, Base]:
    """Return the text of each pack's file that the site replaces, by the path of its own file.

    Pages that introduce a folder are any site's own to write: nobody follows another's.
    """
    return {
        path: Base(
            pack=source.origin.pack,
            version=source.origin.version,
            path=source.origin.path,
            text=source.content.decode("utf-8", "replace"),
        )
        for path, source in replaced.items()
        if source.origin is not None and source.slug != "index"
    }


@dataclass(frozen=True, slots=True)
class Change:
    """What became of the text that one of the site's files replaces."""

    path: str
    """The site's own file."""

    old: Base
    new: Base | None
    """``None`` where the pack has the file no more."""

    def difference(self) -> str:
        """Return what changed in the pack's text, as lines with a plus or a minus before them."""
        if self.new is None:
            return ""
        lines = difflib.unified_diff(
            self.old.text.splitlines(),
            self.new.text.splitlines(),
            f"{self.old.path} in {self.old.version or 'the version before'}",
            f"{self.new.path} in {self.new.version or 'this version'}",
            lineterm="",
        )
        return "\n".join(lines)

    def notice(self) -> Problem:
        """Return what to tell of it in a check."""
        pack = quote(self.old.pack)
        since = self.old.version or "it was taken"
        return Problem(
            where=Location(self.path),
            code="changed-upstream",
            found=f"the text that this file replaces has changed in {pack} since {since}"
            if self.new is not None
            else f"{pack} has the text that this file replaces no more",
            fix="To see how, and to say that you have looked at it, run: casebook upgrade --review",
            severity=Severity.NOTICE,
        )


def changes(locked: Mapping[str, Base], now: Mapping[str, Base]) -> Iterator[Change]:
    """Yield each of the site's files under which the pack's text is another than it was."""
    for path, base in sorted(locked.items()):
        new = now.get(path)
        if new is None or new.digest != base.digest:
            yield Change(path, base, new)


def to_lock(locked: Mapping[str, Base], now: Mapping[str, Base]) -> dict[str, Base]:
    """Return what to lock from now on.

    What has changed stays as it was locked, so that it is told until somebody has looked at it.
    """
    return {**now, **{change.path: change.old for change in changes(locked, now)}}
