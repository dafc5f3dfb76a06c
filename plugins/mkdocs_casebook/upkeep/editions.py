"""Hold what a site said at one time: an edition, from its files, a catalogue or a kept file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mkdocs_casebook.api import Kind, Schema, SiteFiles, Source
from mkdocs_casebook.content.nodes import Group, Items, Node
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import PAGE
from mkdocs_casebook.export.catalogue_fields import FORMAT
from mkdocs_casebook.graph.prose import as_read, paragraphs, prose, sentences
from mkdocs_casebook.schema.sections import excerpt, headings, plain_text
from mkdocs_casebook.upkeep.fingerprint import CHECKED, NOT_READ, unread

KEPT = "casebook-edition"
"""The format of a file in which an edition is kept."""

_OF_THE_CATALOGUE = frozenset({"id", "address", "sections", "origin"})

_WEIGHTY = ("themes", "evidence-for", "answers")
_QUESTION_LEVEL = 2

Key = tuple[str, str]
"""The kind and the slug of an entry."""


class EditionError(Exception):
    """A file that holds no edition; the message says why, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one entry said."""

    title: str
    fields: Mapping[str, tuple[str, ...]]
    """The texts of each field by name, but for title and themes."""

    themes: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()
    """The headings with the first sentences below each: as much as a catalogue holds."""

    sentences: tuple[str, ...] | None = None
    """The whole text; ``None`` where only the outline is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a site said at one time."""

    name: str
    """What people call it: a date, a version, the name of a file."""

    entries: Mapping[Key, Said]


def edition_of(name: str, files: SiteFiles, same_as: SiteFiles | None = None) -> Edition:
    """Return the edition that a site's files are.

    Files with the same place and the same bytes in ``same_as`` are left out: they say the same.
    Those of themes stay, since other pages go by their titles.
    """
    others = {(s.kind, s.path): s.content for s in same_as.sources} if same_as else {}
    return Edition(
        name=name,
        entries={
            (source.kind, source.slug): _said(source, files.schema)
            for source in files.sources
            if source.kind == files.schema.taxonomy
            or (source.kind != PAGE and others.get((source.kind, source.path)) != source.content)
        },
    )


def _left_out(kind: str, schema: Schema) -> frozenset[str]:
    """Return the fields of a kind that are no statements, or are told in a way of their own."""
    own = unread(schema[kind], schema.taxonomy) if kind in schema.kinds else NOT_READ
    return own | {"title", "themes", *_OF_THE_CATALOGUE}


def _said(source: Source, schema: Schema) -> Said:
    """Return what a file says. What cannot be read is passed over: an old file may be wrong."""
    document = parse_source(source).document
    if document is None:
        return Said(title=source.slug, fields={})
    left_out = _left_out(source.kind, schema)
    given = {name.value: tuple(_texts(node)) for name, node in document.fields.fields}
    body = document.body
    return Said(
        title=" ".join(given.get("title", (source.slug,))),
        fields={name: texts for name, texts in given.items() if texts and name not in left_out},
        themes=given.get("themes", ()),
        outline=tuple(_outline(body, schema[source.kind])),
        sentences=tuple(_sentences(body)),
    )


def _texts(node: Node) -> Iterator[str]:
    """Yield the texts of a field; those of a group are one."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Group):
        kept = (value for name, value in node.fields if name.value != CHECKED)
        yield _in_one(text for value in kept for text in _texts(value))
    elif not node.is_empty:
        yield " ".join(node.value.split())


def _in_one(texts: Iterable[str]) -> str:
    """Return the texts of a group as one. An address says nothing that could be read."""
    return ", ".join(text for text in texts if not text.startswith(("http://", "https://")))


def _outline(body: str, kind: Kind) -> Iterator[str]:
    """Yield what a catalogue holds of a text: headings that have weight, and what begins below."""
    for heading in headings(body, 1):
        is_question = kind.has_questions and heading.level == _QUESTION_LEVEL
        has_weight = any(heading.attributes.get(name) for name in _WEIGHTY)
        below = excerpt(body, heading.start) if has_weight or is_question else ""
        if heading.attributes.get("id") and (has_weight or below):
            yield from filter(None, (plain_text(heading.text), below))


@cache
def _sentences_in(paragraph: str) -> tuple[str, ...]:
    """Return the sentences of a paragraph. Nearly all paragraphs are the same in two editions."""
    return tuple(filter(None, (part.strip() for part in sentences(paragraph))))


def _sentences(body: str) -> Iterator[str]:
    """Yield the headings, the sentences and the rows of tables of a text, as readers see them."""
    for heading in headings(body, 1):
        yield plain_text(heading.text)
    text, _links = prose(body)
    for paragraph in paragraphs(text):
        yield from _sentences_in(paragraph.text)
    for line in text.split("\n"):
        if line.lstrip().startswith("|") and line.strip("|-: "):
            yield " | ".join(filter(None, (as_read(cell) for cell in line.strip(" |").split("|"))))


def read_edition(name: str, content: bytes, schema: Schema) -> Edition:
    """Return the edition in a catalogue or a kept file. Raises EditionError where there is none."""
    try:
        tree = json.loads(content)
    except (UnicodeDecodeError, ValueError) as error:
        raise EditionError(f"{name} is not JSON: {error}") from error
    form = tree.get("format") if isinstance(tree, dict) else None
    if form not in {FORMAT, KEPT} or not isinstance(tree.get("entries"), dict):
        raise EditionError(f"{name} is neither a catalogue nor an edition that was kept")
    entries = {}
    for kind, listed in tree["entries"].items():
        left_out = _left_out(kind, schema)
        for record in listed if isinstance(listed, list) else ():
            if not (isinstance(record, dict) and isinstance(record.get("id"), str)):
                raise EditionError(f"{name}: an entry of the kind {kind} has no id")
            said = _from_catalogue(record, left_out) if form == FORMAT else _from_kept(record)
            entries[kind, record["id"]] = said
    return Edition(name=name, entries=entries)


def _from_catalogue(record: Mapping[str, Any], left_out: frozenset[str]) -> Said:
    sections = [part for part in record.get("sections", ()) if isinstance(part, dict)]
    outline = (str(part.get(name, "")) for part in sections for name in ("title", "summary"))
    return Said(
        title=str(record.get("title", record["id"])),
        fields={
            name: tuple(_plain_texts(value))
            for name, value in record.items()
            if name not in left_out and value not in ("", [])
        },
        themes=tuple(map(str, record.get("themes", ()))),
        outline=tuple(filter(None, outline)),
    )


def _plain_texts(value: object) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _plain_texts(item)
    elif isinstance(value, dict):
        parts = (
            text for name, part in value.items() if name != CHECKED for text in _plain_texts(part)
        )
        yield ", ".join(parts)
    else:
        yield str(value)


def _from_kept(record: Mapping[str, Any]) -> Said:
    fields = record.get("fields", {})
    return Said(
        title=str(record.get("title", record["id"])),
        fields={name: tuple(map(str, texts)) for name, texts in fields.items()},
        themes=tuple(map(str, record.get("themes", ()))),
        outline=tuple(map(str, record.get("outline", ()))),
        sentences=tuple(map(str, record.get("sentences", ()))),
    )


def as_kept(edition: Edition) -> str:
    """Return an edition as the text of a file, with an entry to a line."""
    kinds: dict[str, list[str]] = {}
    for (kind, slug), said in sorted(edition.entries.items()):
        record = {
            "id": slug,
            "title": said.title,
            "fields": dict(sorted(said.fields.items())),
            "themes": said.themes,
            "outline": said.outline,
            "sentences": said.sentences or (),
        }
        kinds.setdefault(kind, []).append(json.dumps(record, ensure_ascii=False))
    head = json.dumps({"format": KEPT, "name": edition.name}, ensure_ascii=False)
    listed = (f'"{kind}": [\n' + ",\n".join(lines) + "\n]" for kind, lines in kinds.items())
    return f'{head.removesuffix("}")}, "entries": {{\n' + ",\n".join(listed) + "\n}}\n"
