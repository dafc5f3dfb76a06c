"""The whole of Casebook, top to bottom: sources in, a casebook and the problems out.

    bytes ─decode→ text ─parse→ documents ─validate→ entries ─check, relate→ casebook

Nothing here touches the disk or knows the host. :mod:`mkdocs_casebook.files` finds the sources;
:mod:`mkdocs_casebook.markup` and :mod:`mkdocs_casebook.render` turn a casebook into pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mkdocs_casebook.consistency import check_entries, check_places
from mkdocs_casebook.decoding import decode
from mkdocs_casebook.frontmatter import Document, parse
from mkdocs_casebook.kinds import KINDS, SectionRule
from mkdocs_casebook.model import Collection, Entry, Source
from mkdocs_casebook.nodes import Items, Text
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.relate import Casebook, relate
from mkdocs_casebook.sections import headings
from mkdocs_casebook.validate import validate
from mkdocs_casebook.vocabulary import Vocabulary

REFERRED_TO = ("theme", "organisation")
"""The kinds that authors refer to by slug, and by mistake by another name."""


@dataclass(frozen=True, slots=True)
class Build:
    """What came of reading a site's files."""

    casebook: Casebook
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
    vocabulary = gather_vocabulary(sources, folders)
    entries: list[Entry] = []
    problems = list(check_places(sources, folders | {docs_folder: "page"}))
    for source in sources:
        document, unreadable = read(source)
        problems += unreadable
        if document is not None:
            entry, invalid = validate(source, document, KINDS[source.kind], vocabulary)
            entries.append(entry)
            problems += invalid
    problems += check_entries(entries)
    return Build(relate(entries), tuple(sorted(problems)), len(sources))


def read(source: Source) -> tuple[Document | None, tuple[Problem, ...]]:
    """Return a source's front matter and body; ``None`` where it is not text at all."""
    text, undecodable = decode(source.path, source.content)
    if undecodable and not text:
        return None, undecodable
    document, unreadable = parse(source.path, text)
    return document, (*undecodable, *unreadable)


def gather_vocabulary(sources: Iterable[Source], folders: Mapping[str, str]) -> Vocabulary:
    """Return every name that front matter may refer to.

    A name is there as soon as its file is: a theme with a mistake in it is still a theme.
    """
    slugs: dict[str, set[str]] = {kind: set() for kind in (*KINDS, "question")}
    aliases: dict[str, dict[str, str]] = {kind: {} for kind in REFERRED_TO}
    for source in sources:
        slugs[source.kind].add(source.slug)
        has_questions = KINDS[source.kind].sections is SectionRule.QUESTIONS
        if source.kind not in REFERRED_TO and not has_questions:
            continue
        document, _problems = read(source)
        if document is None:
            continue
        if has_questions:
            found = headings(document.body, document.body_line)
            slugs["question"] |= {heading.attributes.get("id", "") for heading in found}
        else:
            for name in _other_names(document):
                aliases[source.kind].setdefault(name, source.slug)
    by_kind = {kind: folder for folder, kind in folders.items()}
    lists = next((kind for kind in by_kind if KINDS[kind].sections is SectionRule.QUESTIONS), "")
    return Vocabulary(
        slugs={kind: frozenset(names - {""}) for kind, names in slugs.items()},
        folders=by_kind | ({"question": by_kind[lists]} if lists else {}),
        aliases=aliases,
    )


def _other_names(document: Document) -> Iterator[str]:
    """Yield the title and aliases that a file gives, in small letters, before they are checked."""
    for name, node in document.fields.fields:
        if name.value in {"title", "short-name"} and isinstance(node, Text):
            yield node.value.casefold()
        elif name.value == "aliases" and isinstance(node, Items):
            yield from (item.value.casefold() for item in node.items if isinstance(item, Text))
