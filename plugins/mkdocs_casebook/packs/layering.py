"""Laying packs under a site's own files. A pure function: sources in, sources out.

Of two entries of one kind and slug the site's own is taken, and then that of the pack named first.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.core.model import PAGE, Collection, Source
from mkdocs_casebook.packs.choices import Choices
from mkdocs_casebook.packs.installed import Pack


@dataclass(frozen=True, slots=True)
class Replaced:
    """An entry of a pack in whose place the site has put its own."""

    own: Source
    theirs: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Layered:
    """What a site is made of."""

    sources: tuple[Source, ...]
    """The site's own, and what it takes from packs; by path."""

    collections: tuple[Collection, ...]
    """The site's own, and a folder for each kind that only packs have."""

    behind: tuple[Source, ...] = ()
    """What packs have and the site does not show: left out, or replaced."""

    replaced: tuple[Replaced, ...] = ()
    homes: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))
    """For each pack, where its files are on the site: paths there by paths in the pack."""

    def taken_from(self, pack: str) -> frozenset[str]:
        """Return the paths on the site of what is taken from a pack."""
        return frozenset(s.path for s in self.sources if s.origin and s.origin.pack == pack)

    def pack_files(self) -> tuple[Source, ...]:
        """Return what is taken from packs."""
        return tuple(source for source in self.sources if is_packed(source))


def is_packed(source: Source) -> bool:
    """Return whether a source is a pack's."""
    return source.origin is not None and bool(source.origin.pack)


def name_of(source: Source, docs_folder: str) -> str:
    """Return the name by which an entry is replaced or left out: its slug, or a page's path."""
    if source.kind != PAGE:
        return source.slug
    return source.path.removeprefix(f"{docs_folder}/").removesuffix(".md")


def layer(
    own: Sequence[Source],
    packs: Iterable[Pack],
    choices: Choices,
    docs_folder: str,
    collections: Sequence[Collection],
) -> Layered:
    """Return the sources of a site: its own, and under them those of its packs."""
    folders = {collection.kind: collection.folder for collection in reversed(collections)}
    added: list[Collection] = []
    taken = {(s.kind, name_of(s, docs_folder)): s for s in own}
    replaced: list[Replaced] = []
    behind: list[Source] = []
    homes: dict[str, dict[str, str]] = {}
    for pack in packs:
        moves = [(pack.settings.docs_folder, docs_folder)]
        for theirs in pack.settings.collections:
            if theirs.kind not in folders:
                # The pack's documents folder may have another name than the site's.
                place = _moved(theirs.folder, moves)
                folders[theirs.kind] = place
                added.append(Collection(place, theirs.kind))
            moves.insert(0, (theirs.folder, folders[theirs.kind]))
        home = homes.setdefault(pack.name, {})
        for source in pack.sources:
            path = _moved(source.path, moves)
            name = name_of(source, pack.settings.docs_folder)
            there = taken.get((source.kind, name))
            if there is not None:
                behind.append(source)
                home[source.path] = there.path
                if not is_packed(there):
                    replaced.append(Replaced(there, source))
            elif choices.leaves_out(source.kind, name):
                behind.append(source)
            else:
                home[source.path] = path
                here = replace(source, path=path, address=address_of(path, docs_folder))
                taken[source.kind, name] = here
        home |= {picture: _moved(picture, moves) for picture in pack.pictures}
    return Layered(
        sources=tuple(sorted(taken.values(), key=lambda source: source.path)),
        collections=(*collections, *added),
        behind=tuple(behind),
        replaced=tuple(replaced),
        homes=MappingProxyType({name: MappingProxyType(home) for name, home in homes.items()}),
    )


def _moved(path: str, moves: Iterable[tuple[str, str]]) -> str:
    """Return a path of a pack as it is on the site, by the first of the folders that holds it."""
    for old, new in moves:
        if path == old or path.startswith(f"{old}/"):
            return posixpath.normpath(f"{new}{path[len(old) :]}")
    return path
