"""The whole of Casebook, top to bottom: sources in, a casebook and the problems out.

    bytes ─decode→ text ─parse→ documents ─validate→ entries ─check, relate→ casebook

Nothing here touches the disk or knows the host. :mod:`mkdocs_casebook.files` finds the sources;
:mod:`mkdocs_casebook.markup.processor` and :mod:`mkdocs_casebook.render.pages` turn a casebook into
pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.catalogue.adopt import adopt
from mkdocs_casebook.catalogue.kept import Kept
from mkdocs_casebook.layers.precedence import name_packs, yield_names
from mkdocs_casebook.model import Collection, Entry, Source
from mkdocs_casebook.moves import Move, find_moves
from mkdocs_casebook.pictures.check import Look, check_pictures
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.read.decoding import decode
from mkdocs_casebook.read.frontmatter import Document, parse
from mkdocs_casebook.relate import Casebook, relate
from mkdocs_casebook.safety.content import check_content, check_fields, headings_told
from mkdocs_casebook.safety.rules import USUAL, Rules
from mkdocs_casebook.schema.consistency import check_entries, check_places
from mkdocs_casebook.schema.gather import gather_vocabulary
from mkdocs_casebook.schema.kinds import KINDS
from mkdocs_casebook.schema.validate import validate
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a site's files."""

    casebook: Casebook
    moves: tuple[Move, ...]
    problems: tuple[Problem, ...]
    files_checked: int


def build(  # noqa: PLR0913 - what a site is made of, and how it is looked at
    sources: Sequence[Source],
    collections: Iterable[Collection],
    look: Look | None = None,
    rules: Rules = USUAL,
    kept: Sequence[Kept] = (),
    *,
    behind: Iterable[Source] = (),
) -> Build:
    """Read and check every source; relate what was read, and what is kept of other sites.

    ``look`` finds the pictures they show; without it, only the words for them are checked.
    ``rules`` say which files must be safe, and which are trusted. ``behind`` is what content packs
    have and the site leaves out, or has replaced: a pack's text may go on referring to it. Every
    mistake in every file is found in one run. The casebook is complete only if none of the problems
    is an error.
    """
    collections = tuple(collections)
    folders = {collection.folder: collection.kind for collection in collections}
    vocabulary = vocabulary_of(sources, collections, behind)
    entries: list[Entry] = []
    problems = list(check_places(sources, folders))
    for source in sources:
        entry, found = check_file(source, vocabulary, folders, look, rules)
        entries += [entry] if entry else []
        problems += found
    entries = yield_names(entries)
    problems += check_entries(entries)
    current = [entry for entry in entries if entry["retired"] is None]
    moves = find_moves(entries)
    adopted, clashes = adopt(kept, current, vocabulary.moved.get("theme", {}))
    problems += clashes
    named = tuple(sorted(name_packs(problems, sources)))
    return Build(relate([*current, *adopted]), moves, named, len(sources))


def vocabulary_of(
    sources: Iterable[Source], collections: Iterable[Collection], behind: Iterable[Source] = ()
) -> Vocabulary:
    """Return every name that authors of a site may refer to."""
    folders = {collection.folder: collection.kind for collection in collections}
    return gather_vocabulary(sources, folders, lambda source: read(source)[0], behind)


def check_file(
    source: Source,
    vocabulary: Vocabulary,
    folders: Mapping[str, str],
    look: Look | None = None,
    rules: Rules = USUAL,
) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Return the entry that a file holds, and every problem that the file shows by itself.

    ``folders`` gives the kind of each collection's folder; the rest is as for :func:`build`.
    """
    document, unreadable = read(source)
    if document is None:
        return None, unreadable
    kind = KINDS[source.kind]
    entry, invalid = validate(source, document, kind, vocabulary)
    body = (document.body, document.body_line)
    # Pictures of a content pack are where it is installed.
    seen = look if source.origin is None else None
    problems = [*unreadable, *invalid, *check_pictures(source.path, source.kind, *body, seen)]
    if rules.apply_to(source.path, folders, source.origin):
        told = headings_told((*unreadable, *invalid))
        problems += check_content(source.path, *body, extensions=rules.extensions, told=told)
        if kind.is_open:
            problems += check_fields(source.path, document.fields, kind.fields.by_name)
    return entry, tuple(problems)


def read(source: Source) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return a source's front matter and body; ``None`` where it is not text at all."""
    text, undecodable = decode(source.path, source.content)
    if undecodable and not text:
        return None, undecodable
    document, unreadable = parse(source.path, text)
    return document, (*undecodable, *unreadable)
