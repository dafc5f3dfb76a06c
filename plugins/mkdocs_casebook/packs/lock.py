"""``casebook.lock``: which text of a pack each of the site's own files was written over.

When a later version of the pack changes that text, the change can be shown, and the trust decides
what of it to take. The file is written by ``casebook`` and kept with the site's files. It holds the
pack's text itself, since an older version of a package may be hard to come by.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.packs.layering import Layered, is_packed

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
        """What the text is known by."""
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """Return what a text is known by: the same for both kinds of line end."""
    return sha256("\n".join(text.splitlines()).encode()).hexdigest()


def read_lock(text: str) -> Mapping[str, Base]:
    """Return the bases by the path of the site's own file; none for an empty text.

    Raises:
        ValueError: The text is no such file.

    """
    if not text:
        return {}
    try:
        found = json.loads(text)
        entries = found["files"]
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
    for path, base in bases.items():
        if entries[path].get("sha256") != base.digest:
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


def bases_of(layered: Layered) -> dict[str, Base]:
    """Return, for each file of the site that replaces a pack's, the pack's text as it is now.

    Pages that introduce a folder are any site's own to write: nobody follows another's.
    """
    return {
        item.own.path: Base(
            pack=item.theirs.origin.pack,
            version=item.theirs.origin.version,
            path=item.theirs.origin.path,
            text=item.theirs.content.decode("utf-8", "replace"),
        )
        for item in layered.replaced
        if item.theirs.origin is not None and item.theirs.slug != "index"
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


def changes(locked: Mapping[str, Base], layered: Layered) -> Iterator[Change]:
    """Yield each of the site's files under which the pack's text is another than it was."""
    now = bases_of(layered)
    own = {source.path for source in layered.sources if not is_packed(source)}
    for path, base in sorted(locked.items()):
        new = now.get(path)
        if path in own and (new is None or new.digest != base.digest):
            yield Change(path, base, new)


def merged(locked: Mapping[str, Base], layered: Layered) -> dict[str, Base]:
    """Return what to lock from now on: what was locked, and new replacements as they are now.

    What was locked stays, so that a change is told until somebody has looked at it. What is locked
    for a file that is gone goes.
    """
    own = {source.path for source in layered.sources if not is_packed(source)}
    kept = {path: base for path, base in locked.items() if path in own}
    now = bases_of(layered)
    same = {
        path: replace(base, version=now[path].version)
        for path, base in kept.items()
        if path in now and now[path].digest == base.digest
    }
    return now | kept | same


def notices(found: Iterable[Change]) -> Iterator[Problem]:
    """Yield a notice for each change."""
    for change in found:
        what = (
            f"the text that this file replaces has changed in {quote(change.old.pack)} since "
            f"{change.old.version or 'it was taken'}"
            if change.new is not None
            else f"{quote(change.old.pack)} has the text that this file replaces no more"
        )
        yield Problem(
            where=Location(change.path),
            code="changed-upstream",
            found=what,
            fix="To see how, and to say that you have looked at it, run: casebook upgrade --review",
            severity=Severity.NOTICE,
        )
