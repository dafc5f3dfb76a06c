"""Find the entries that were renamed, merged or retired, and where their old addresses lead.

An entry is renamed by renaming its file and naming the old one under ``formerly``; a theme is
merged or retired by naming the theme that takes its place under ``retired``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_casebook.core.model import Entry


@dataclass(frozen=True, slots=True, order=True)
class Move:
    """An address that leads elsewhere."""

    old_path: str
    """The file that has, or had, the page at the address."""

    old_address: str
    new_path: str


def find_moves(entries: Iterable[Entry]) -> tuple[Move, ...]:
    """Return every move among some entries; one that moved twice is followed to the end."""
    entries = tuple(entries)
    paths = {entry.path for entry in entries}
    known = {(entry.kind, entry.slug): entry for entry in entries}
    moves = []
    for entry in entries:
        new = entry
        seen = {entry.slug}
        while (successor := (entry.kind, str(new["retired"]))) in known:
            if successor[1] in seen:
                break
            seen.add(successor[1])
            new = known[successor]
        if new is not entry:
            moves.append(Move(entry.path, entry.address, new.path))
        folder, above = _folder(entry), posixpath.dirname(entry.address.rstrip("/"))
        moves += [
            Move(f"{folder}/{old}.md", f"{above}/{old}/".lstrip("/"), new.path)
            for old in entry.texts("formerly")
            if paths.isdisjoint({f"{folder}/{old}.md", f"{folder}/{old}/index.md"})
        ]
    return tuple(sorted(moves))


def _folder(entry: Entry) -> str:
    """Return the folder in which an entry lies, or in which it has a folder of its own."""
    folder, name = posixpath.split(entry.path)
    return posixpath.dirname(folder) if name == "index.md" and entry.slug != "index" else folder
