"""The whole of Casebook, top to bottom: sources in, a casebook and the problems out.

    bytes ─decode→ text ─parse→ documents ─validate→ entries ─check, relate→ casebook

Nothing here touches the disk or knows the host. :mod:`mkdocs_casebook.files` finds the sources;
:mod:`mkdocs_casebook.markup.processor` and :mod:`mkdocs_casebook.render.pages` turn a casebook into
pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mkdocs_casebook.layers.precedence import name_packs, yield_names
from mkdocs_casebook.model import Collection, Entry, Source
from mkdocs_casebook.moves import Move, find_moves
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.read.decoding import decode
from mkdocs_casebook.read.frontmatter import Document, parse
from mkdocs_casebook.relate import Casebook, relate
from mkdocs_casebook.schema.consistency import check_entries, check_places
from mkdocs_casebook.schema.gather import gather_vocabulary
from mkdocs_casebook.schema.kinds import KINDS
from mkdocs_casebook.schema.validate import validate


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a site's files."""

    casebook: Casebook
    moves: tuple[Move, ...]
    problems: tuple[Problem, ...]
    files_checked: int


def build(
    sources: Sequence[Source], collections: Iterable[Collection], behind: Iterable[Source] = ()
) -> Build:
    """Read and check every source; relate what was read.

    ``behind`` is what content packs have and the site leaves out, or has replaced: a pack's text
    may go on referring to it.

    Every mistake in every file is found in one run. The casebook is complete only if none of the
    problems is an error.
    """
    folders = {collection.folder: collection.kind for collection in collections}
    vocabulary = gather_vocabulary(sources, folders, lambda source: read(source)[0], behind)
    entries: list[Entry] = []
    problems = list(check_places(sources, folders))
    for source in sources:
        document, unreadable = read(source)
        problems += unreadable
        if document is not None:
            entry, invalid = validate(source, document, KINDS[source.kind], vocabulary)
            entries.append(entry)
            problems += invalid
    entries = yield_names(entries)
    problems += check_entries(entries)
    current = [entry for entry in entries if entry["retired"] is None]
    moves = find_moves(entries)
    told = tuple(sorted(name_packs(problems, sources)))
    return Build(relate(current), moves, told, len(sources))


def read(source: Source) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return a source's front matter and body; ``None`` where it is not text at all."""
    text, undecodable = decode(source.path, source.content)
    if undecodable and not text:
        return None, undecodable
    document, unreadable = parse(source.path, text)
    return document, (*undecodable, *unreadable)
