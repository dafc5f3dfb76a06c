"""Settle which entry stands where a site and its content packs both have one.

Of two entries of one kind and slug the site's own is taken, and then that of the pack named first.
What is not taken is shadowed: a pack's text may go on referring to it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.content.files import address_of
from mkdocs_casebook.core.model import PAGE, Collection, Entry, Source
from mkdocs_casebook.packs.choices import Named
from mkdocs_casebook.packs.installed import Pack
from mkdocs_casebook.pipeline.site_files import SiteFiles


def is_packed(source: Source) -> bool:
    """Return whether a source is a pack's."""
    return source.origin is not None and bool(source.origin.pack)


def name_of(source: Source, docs_folder: str) -> str:
    """Return the name by which an entry is replaced or left out: its slug, or a page's path."""
    if source.kind != PAGE:
        return source.slug
    return source.path.removeprefix(f"{docs_folder}/").removesuffix(".md")


def add_packs(
    files: SiteFiles, packs: Iterable[Pack], without: Iterable[Named]
) -> tuple[SiteFiles, Mapping[str, Source]]:
    """Return a site's files with what it takes of packs, and what its own files replace.

    The second are files of packs, by the path of the file of the site's own. A kind that only
    packs have gets a folder.
    """
    docs = files.settings.docs_folder
    folders = {collection.kind: collection.folder for collection in reversed(files.collections)}
    collections = list(files.collections)
    taken = {(source.kind, name_of(source, docs)): source for source in files.sources}
    left_out = {(item.kind, item.name) for item in without}
    replaced: dict[str, Source] = {}
    shadowed: list[Source] = []
    homes: dict[str, Mapping[str, str]] = {}
    placed = dict(files.placed)
    for pack in packs:
        moves = [(pack.settings.docs_folder, docs)]
        for theirs in pack.settings.collections:
            if theirs.kind not in folders:
                # The pack's documents folder may have another name than the site's.
                folders[theirs.kind] = _moved(theirs.folder, moves)
                collections.append(Collection(folders[theirs.kind], theirs.kind))
            moves.insert(0, (theirs.folder, folders[theirs.kind]))
        home: dict[str, str] = {}
        for source in pack.sources:
            key = (source.kind, name_of(source, pack.settings.docs_folder))
            there = taken.get(key)
            if there is not None:
                home[source.path] = there.path
                shadowed.append(source)
                if not is_packed(there):
                    replaced[there.path] = source
            elif key in left_out or ("", source.kind) in left_out:
                shadowed.append(source)
            else:
                home[source.path] = path = _moved(source.path, moves)
                taken[key] = replace(source, path=path, address=address_of(path, docs))
                placed[path] = pack.file(source.path)
        for picture in pack.pictures:
            home[picture] = path = _moved(picture, moves)
            placed[path] = pack.file(picture)
        homes[pack.name] = home
    merged = replace(
        files,
        sources=tuple(sorted(taken.values(), key=lambda source: source.path)),
        collections=tuple(collections),
        shadowed=tuple(shadowed),
        placed=placed,
        homes=homes,
    )
    return merged, replaced


def _moved(path: str, moves: Iterable[tuple[str, str]]) -> str:
    """Return a path of a pack as it is on the site, by the first of the folders that holds it."""
    for old, new in moves:
        if path == old or path.startswith(f"{old}/"):
            return posixpath.normpath(f"{new}{path[len(old) :]}")
    return path


def yield_names(entries: Sequence[Entry], taxonomy: str) -> list[Entry]:
    """Return entries in which themes of packs give up names that own themes bear.

    ``taxonomy`` is the name of the kind of themes. A trust that adds a theme of its own cannot mend
    the pack, so the pack's alias goes, silently.
    """
    own = {
        name.casefold()
        for entry in entries
        if entry.kind == taxonomy and entry.origin is None
        for name in (entry.title, *entry.texts("aliases"))
    }

    def without_taken(entry: Entry) -> Entry:
        aliases = entry.texts("aliases")
        kept = tuple(alias for alias in aliases if alias.casefold() not in own)
        if entry.kind != taxonomy or entry.origin is None or kept == aliases:
            return entry
        return replace(entry, values=MappingProxyType({**entry.values, "aliases": kept}))

    return [without_taken(entry) for entry in entries]
