"""What follows where a pack's entries meet the site's own: the site's names come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.core.model import Entry


def yield_names(entries: Sequence[Entry], taxonomy: str) -> list[Entry]:
    """Return entries in which themes of packs give up names that own themes bear.

    ``taxonomy`` is the name of the kind of themes.

    A trust that adds a theme of its own cannot mend the pack, so the pack's alias goes, silently.
    """
    own = {
        name.casefold()
        for entry in entries
        if entry.kind == taxonomy and entry.origin is None
        for name in (entry.title, *entry.texts("aliases"))
    }
    return [
        _without(entry, own) if entry.kind == taxonomy and entry.origin is not None else entry
        for entry in entries
    ]


def _without(entry: Entry, names: set[str]) -> Entry:
    aliases = entry.texts("aliases")
    kept = tuple(alias for alias in aliases if alias.casefold() not in names)
    if kept == aliases:
        return entry
    values = dict(entry.values) | {"aliases": kept}
    return replace(entry, values=MappingProxyType(values))
