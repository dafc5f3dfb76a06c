"""Find the themes that were renamed, merged or retired, and where their old addresses lead.

A theme is renamed by renaming its file and naming the old one under ``formerly``; merged or
retired by naming the theme that takes its place under ``retired``.
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
    """Return every move among the themes; one that moved twice is followed to the end.

    ``taxonomy`` is the name of the kind of themes.
    """
    themes = {entry.slug: entry for entry in entries if entry.kind == taxonomy}
    moves = []
    for theme in themes.values():
        new = theme
        seen = {theme.slug}
        while (slug := new["retired"]) in themes and slug not in seen:
            seen.add(str(slug))
            new = themes[str(slug)]
        if new is not theme:
            moves.append(Move(theme.path, theme.address, new.path))
        folder, address = posixpath.dirname(theme.path), theme.address.rstrip("/")
        for old in theme.texts("formerly"):
            if old not in themes:
                place = f"{posixpath.dirname(address)}/{old}/".lstrip("/")
                moves.append(Move(f"{folder}/{old}.md", place, new.path))
    return tuple(sorted(moves))
