"""What follows where a pack's entries meet the site's own: the site's names come first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.model import Entry, Source
from mkdocs_casebook.problems import Problem


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


def name_packs(problems: Iterable[Problem], sources: Iterable[Source]) -> Iterator[Problem]:
    """Yield problems in which the files of packs are named as such: they are not on the site."""
    names = {
        source.path: f"{source.origin.pack}: {source.origin.path}"
        for source in sources
        if source.origin is not None and source.origin.pack
    }
    for problem in problems:
        path = names.get(problem.where.path)
        yield replace(problem, where=replace(problem.where, path=path)) if path else problem
