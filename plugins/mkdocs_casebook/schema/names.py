"""Gather every name that authors may refer to, before anything is checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from mkdocs_casebook.content.frontmatter import Document
from mkdocs_casebook.content.nodes import Items, Text
from mkdocs_casebook.content.parsed import Parsed
from mkdocs_casebook.core.spelling import same_words
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.sections import headings
from mkdocs_casebook.schema.vocabulary import QUESTION, Vocabulary


def gather_vocabulary(
    files: Iterable[Parsed],
    folders: Mapping[str, str],
    schema: Schema,
    shadowed: Iterable[Parsed] = (),
) -> Vocabulary:
    """Return every name that front matter and headings may refer to.

    A name is there as soon as its file is: a theme with a mistake in it is still a theme.
    ``folders`` gives the kind of each collection's folder. ``shadowed`` is what content packs have
    and the site does not show.
    """
    slugs: dict[str, set[str]] = defaultdict(set)
    aliases: dict[str, dict[str, str]] = {kind: {} for kind in schema.referred_to}
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    moved: dict[str, str] = {}
    # A name that a theme of the site's own and one of a pack both bear is the site's.
    for source, document, _problems in sorted(files, key=lambda file: bool(file.source.origin)):
        slugs[source.kind].add(source.slug)
        has_questions = schema[source.kind].has_questions
        if document is None or not (source.kind in aliases or has_questions):
            continue
        if has_questions:
            slugs[QUESTION] |= _question_ids(document)
            continue
        for name in _values(document, "title", "short-name", "ods", "aliases"):
            aliases[source.kind].setdefault(same_words(name), source.slug)
        if not any(_values(document, "retired")):
            title = next(_values(document, "title"), source.slug)
            titles[source.kind].setdefault(source.slug, title)
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
        titles={
            kind: dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))
            for kind, names in titles.items()
        },
        **_gather_shadowed(shadowed, slugs, schema),
    )


def _gather_shadowed(
    shadowed: Iterable[Parsed],
    slugs: Mapping[str, set[str]],
    schema: Schema,
) -> dict[str, dict[str, frozenset[str]]]:
    """Return what packs have and the site has not: left out, or lost where a file was replaced."""
    found: dict[str, dict[str, set[str]]] = {
        "left_out": defaultdict(set),
        "lost": defaultdict(set),
    }
    for source, document, _problems in shadowed:
        is_replaced = source.slug in slugs.get(source.kind, ())
        if not is_replaced:
            found["left_out"][source.kind].add(source.slug)
        if document is not None and schema[source.kind].has_questions:
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
