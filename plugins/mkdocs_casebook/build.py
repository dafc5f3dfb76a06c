"""The whole of Casebook, top to bottom: sources in, a casebook and the problems out.

    bytes ─decode→ text ─parse→ documents ─validate→ entries ─check, relate→ casebook

Nothing here touches the disk or knows the host. :mod:`mkdocs_casebook.files` finds the sources;
:mod:`mkdocs_casebook.markup` and :mod:`mkdocs_casebook.render` turn a casebook into pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_casebook.consistency import check_entries, check_places
from mkdocs_casebook.decoding import decode
from mkdocs_casebook.frontmatter import Document, Items, Text, parse
from mkdocs_casebook.kinds import KINDS
from mkdocs_casebook.model import Collection, Entry, Source
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.relate import Casebook, relate
from mkdocs_casebook.validate import validate
from mkdocs_casebook.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a site's files."""

    casebook: Casebook
    bodies: Mapping[str, str]
    """The Markdown below the front matter, by path."""

    problems: tuple[Problem, ...]
    files_checked: int


def build(
    sources: Sequence[Source], collections: Iterable[Collection], docs_folder: str = "docs"
) -> Build:
    """Read and check every source; relate what was read.

    Every mistake in every file is found in one run. The casebook is complete only if none of the
    problems is an error.
    """
    folders = {collection.folder: collection.kind for collection in collections}
    documents, unreadable = read(sources)
    vocabulary = gather_vocabulary(sources, documents, folders)
    entries, invalid = check(sources, documents, vocabulary)
    astray = check_places(sources, folders | {docs_folder: "page"})
    inconsistent = check_entries(entries)
    problems = sorted([*unreadable, *invalid, *astray, *inconsistent])
    bodies = MappingProxyType({path: document.body for path, document in documents.items()})
    return Build(relate(entries), bodies, tuple(problems), len(sources))


def read(sources: Iterable[Source]) -> tuple[dict[str, Document], list[Problem]]:
    """Return each source's front matter and body, by path."""
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for source in sources:
        text, undecodable = decode(source.path, source.content)
        problems += undecodable
        if undecodable and not text:
            continue
        documents[source.path], unreadable = parse(source.path, text)
        problems += unreadable
    return documents, problems


def gather_vocabulary(
    sources: Iterable[Source], documents: Mapping[str, Document], folders: Mapping[str, str]
) -> Vocabulary:
    """Return every name that front matter may refer to.

    A name is there as soon as its file is: a theme with a mistake in it is still a theme.
    """
    slugs: dict[str, set[str]] = {kind: set() for kind in KINDS}
    aliases: dict[str, dict[str, str]] = {"theme": {}, "organisation": {}}
    for source in sources:
        slugs[source.kind].add(source.slug)
        if source.kind in aliases and source.path in documents:
            for name in _other_names(documents[source.path]):
                aliases[source.kind].setdefault(name, source.slug)
    return Vocabulary(
        slugs={kind: frozenset(names) for kind, names in slugs.items()},
        folders={kind: folder for folder, kind in folders.items()},
        aliases=aliases,
    )


def _other_names(document: Document) -> Iterable[str]:
    """Yield the title and aliases that a file gives, in small letters, before they are checked."""
    for name, node in document.fields.fields:
        if name.value in {"title", "short-name"} and isinstance(node, Text):
            yield node.value.casefold()
        elif name.value == "aliases" and isinstance(node, Items):
            yield from (item.value.casefold() for item in node.items if isinstance(item, Text))


def check(
    sources: Iterable[Source], documents: Mapping[str, Document], vocabulary: Vocabulary
) -> tuple[list[Entry], list[Problem]]:
    """Hold every document against its kind."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for source in sources:
        if source.path in documents:
            document, kind = documents[source.path], KINDS[source.kind]
            entry, invalid = validate(source, document, kind, vocabulary)
            entries.append(entry)
            problems += invalid
    return entries, problems
