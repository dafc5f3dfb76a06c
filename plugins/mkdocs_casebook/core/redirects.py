"""Find the pages that were renamed, merged or retired, and where their old addresses lead.

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


def find_moves(entries: Iterable[Entry], taxonomy: str) -> tuple[Move, ...]:
    """Return every move among entries; a theme that moved twice is followed to the end.

    ``taxonomy`` is the name of the kind of themes.
    """
    entries = tuple(entries)
    themes = {entry.slug: entry for entry in entries if entry.kind == taxonomy}
    paths = {entry.path for entry in entries}
    moves = []
    for entry in entries:
        new = entry
        seen = {entry.slug}
        while new.kind == taxonomy and (slug := new["retired"]) in themes and slug not in seen:
            seen.add(str(slug))
            new = themes[str(slug)]
        if new is not entry:
            moves.append(Move(entry.path, entry.address, new.path))
        folder, address = posixpath.dirname(entry.path), entry.address.rstrip("/")
        for old in entry.texts("formerly"):
            if f"{folder}/{old}.md" not in paths:
                place = f"{posixpath.dirname(address)}/{old}/".lstrip("/")
                moves.append(Move(f"{folder}/{old}.md", place, new.path))
    return tuple(sorted(moves))
