"""Every name that authors may refer to, gathered before anything is checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.content.nodes import Items, Text
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.sections import headings
from mkdocs_casebook.schema.vocabulary import QUESTION, Vocabulary


def gather_vocabulary(
    sources: Iterable[Source],
    folders: Mapping[str, str],
    schema: Schema,
    read: Callable[[Source], Document | None],
    shadowed: Iterable[Source] = (),
) -> Vocabulary:
    """Return every name that front matter and headings may refer to.

    A name is there as soon as its file is: a theme with a mistake in it is still a theme.
    ``folders`` gives the kind of each collection's folder; ``read`` parses a source. ``shadowed``
    is what content packs have and the site does not show.
    """
    slugs: dict[str, set[str]] = defaultdict(set)
    aliases: dict[str, dict[str, str]] = {kind: {} for kind in schema.referred_to}
    moved: dict[str, str] = {}
    # A name that a theme of the site's own and one of a pack both bear is the site's.
    for source in sorted(sources, key=lambda source: source.origin is not None):
        slugs[source.kind].add(source.slug)
        has_questions = schema[source.kind].has_questions
        if source.kind not in aliases and not has_questions:
            continue
        document = read(source)
        if document is None:
            continue
        if has_questions:
            slugs[QUESTION] |= _question_ids(document)
            continue
        for name in _values(document, "title", "short-name", "aliases"):
            aliases[source.kind].setdefault(name.casefold(), source.slug)
        if source.kind == schema.taxonomy:
            for successor in _values(document, "retired"):
                moved[source.slug] = successor
            moved |= dict.fromkeys(_values(document, "formerly"), source.slug)
    by_kind = {kind: folder for folder, kind in folders.items()}
    lists = [by_kind[kind] for kind in by_kind if schema[kind].has_questions]
    return Vocabulary(
        taxonomy=schema.taxonomy,
        slugs={kind: frozenset(names) for kind, names in slugs.items()},
        folders=by_kind | dict(zip([QUESTION], lists, strict=False)),
        aliases=aliases,
        moved={schema.taxonomy: {old: new for old in moved if (new := _last(old, moved))}},
        **_gather_shadowed(shadowed, slugs, schema, read),
    )


def _gather_shadowed(
    shadowed: Iterable[Source],
    slugs: Mapping[str, set[str]],
    schema: Schema,
    read: Callable[[Source], Document | None],
) -> dict[str, dict[str, frozenset[str]]]:
    """Return what packs have and the site has not: left out, or lost where a file was replaced."""
    found: dict[str, dict[str, set[str]]] = {
        "left_out": defaultdict(set),
        "lost": defaultdict(set),
    }
    for source in shadowed:
        is_replaced = source.slug in slugs.get(source.kind, ())
        if not is_replaced:
            found["left_out"][source.kind].add(source.slug)
        document = read(source) if schema[source.kind].has_questions else None
        if document is not None:
            gone = _question_ids(document) - slugs.get(QUESTION, set())
            found["lost" if is_replaced else "left_out"][QUESTION] |= gone
    return {
        how: {kind: frozenset(names) for kind, names in kinds.items()}
        for how, kinds in found.items()
    }


def _question_ids(document: Document) -> set[str]:
    found = headings(document.body, document.body_line)
    return {heading.attributes.get("id", "") for heading in found} - {""}


def _values(document: Document, *names: str) -> Iterator[str]:
    """Yield the texts of some fields, one or many, before anything has been checked."""
    for name, node in document.fields.fields:
        if name.value in names:
            items = node.items if isinstance(node, Items) else (node,)
            yield from (i.value.strip() for i in items if isinstance(i, Text) and not i.is_empty)


def _last(slug: str, moved: Mapping[str, str]) -> str | None:
    """Return where a theme has gone in the end; ``None`` for one that goes round in a ring."""
    seen = {slug}
    while slug in moved:
        slug = moved[slug]
        if slug in seen:
            return None
        seen.add(slug)
    return slug
