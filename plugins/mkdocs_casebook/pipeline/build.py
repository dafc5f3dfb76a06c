"""Build a casebook from sources, top to bottom, with every problem that is found on the way.

    bytes ─decode→ text ─parse→ documents ─validate→ entries ─check, relate→ casebook

Nothing here touches the disk or knows the host. :mod:`.site_files` finds the sources; the rooms
``markdown`` and ``render`` turn a casebook into pages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_casebook.content.frontmatter import names_of_fields
from mkdocs_casebook.content.nodes import texts_in
from mkdocs_casebook.content.parsed import Parsed, parse_source
from mkdocs_casebook.core.model import Collection, Entry, Source
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.core.redirects import Move, find_moves
from mkdocs_casebook.graph.casebook import Casebook, relate
from mkdocs_casebook.pipeline.site_files import Join
from mkdocs_casebook.safety.file_check import Divided, check_safety
from mkdocs_casebook.safety.pictures import Look
from mkdocs_casebook.safety.rules import USUAL, Rules
from mkdocs_casebook.schema.consistency import check_entries, check_places
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.names import gather_vocabulary
from mkdocs_casebook.schema.validate import validate
from mkdocs_casebook.schema.vocabulary import Vocabulary

Check = Callable[[Entry, Casebook], Iterable[Problem]]
"""Returns what is wrong with an entry of the site's own."""


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a site's files."""

    casebook: Casebook
    moves: tuple[Move, ...]
    problems: tuple[Problem, ...]
    files_checked: int
    vocabulary: Vocabulary
    bodies: Mapping[str, str]
    """What each file has below its front matter, by path."""


@dataclass(frozen=True, slots=True)
class Standards:
    """What each file of a site is held to."""

    schema: Schema
    folders: Mapping[str, str]
    """The kind of each collection's folder."""

    rules: Rules = USUAL
    look: Look | None = None
    """Finds the pictures that files show; without it, only the words for them are checked."""


def build(  # noqa: PLR0913 - what a site is made of, and how it is looked at
    sources: Sequence[Source],
    collections: Iterable[Collection],
    schema: Schema,
    look: Look | None = None,
    rules: Rules = USUAL,
    *,
    shadowed: Iterable[Source] = (),
    joins: Iterable[Join] = (),
    checks: Sequence[Check] = (),
) -> Build:
    """Read and check every source, and relate what was read.

    ``schema``, ``look`` and ``rules`` are the :class:`Standards`. ``shadowed`` is what content
    packs have and the site leaves out, or has replaced: a pack's text may go on referring to it.
    Each of ``joins`` adds entries that are in no file or changes those that are; ``checks`` are
    held against every entry of the site's own. Every mistake in every file is found in one run. The
    casebook is complete only if none of the problems is an error.
    """
    collections = tuple(collections)
    folders = {collection.folder: collection.kind for collection in collections}
    standards = Standards(schema, folders, rules, look)
    parsed = [parse_source(source, schema.renamed) for source in sources]
    hidden = [parse_source(source) for source in shadowed]
    vocabulary = gather_vocabulary(parsed, folders, schema, hidden)
    entries: list[Entry] = []
    problems = list(check_places(sources, folders))
    for file in parsed:
        entry, found = check_file(file, vocabulary, standards)
        entries += [entry] if entry else []
        problems += found
    moves = find_moves(entries)
    own: Sequence[Entry] = entries
    for join in joins:
        own, told = join(own, vocabulary)
        problems += told
    problems += check_entries(own, schema)
    casebook = relate([entry for entry in own if entry["retired"] is None], schema)
    for check in checks:
        problems += (told for entry in own if not entry.origin for told in check(entry, casebook))
    return Build(
        casebook=casebook,
        moves=moves,
        problems=tuple(sorted(_named(problems, sources))),
        files_checked=len(sources),
        vocabulary=vocabulary,
        bodies={file.source.path: file.document.body for file in parsed if file.document},
    )


def _named(problems: Iterable[Problem], sources: Iterable[Source]) -> Iterator[Problem]:
    """Yield problems in which the files of packs are named as such: they are not on the site."""
    names = {
        source.path: f"{source.origin.pack}: {source.origin.path}"
        for source in sources
        if source.origin is not None and source.origin.pack
    }
    for problem in problems:
        path = names.get(problem.where.path)
        yield replace(problem, where=replace(problem.where, path=path)) if path else problem


def check_file(
    parsed: Parsed, vocabulary: Vocabulary, standards: Standards
) -> tuple[Entry | None, tuple[Problem, ...]]:
    """Return the entry that a file holds, and every problem that the file shows by itself."""
    source, document, unreadable = parsed
    if document is None:
        return None, unreadable
    entry, invalid = validate(source, document, standards.schema, vocabulary)
    told = (*unreadable, *invalid)
    kind = standards.schema[source.kind]
    file = Divided(source, document.body, document.body_line)
    if kind.is_open:
        texts = tuple(texts_in(document.fields))
        file = file._replace(names=names_of_fields(document), texts=texts)
    unsafe = check_safety(
        file,
        standards.rules,
        standards.folders,
        standards.look,
        known=kind.fields.by_name,
        told=told,
    )
    return entry, (*told, *unsafe)
