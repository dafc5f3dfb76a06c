"""Tell changes in sentences, for release notes, pages and feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from mkdocs_casebook.api import Schema
from mkdocs_casebook.core.problems import in_words
from mkdocs_casebook.upkeep.compare import PageChange, Reworded
from mkdocs_casebook.upkeep.editions import Edition
from mkdocs_casebook.upkeep.records import SORTS

_SPECIAL = re.compile(r"([\\`*_\[\]#|~])")


@dataclass(frozen=True, slots=True)
class Words:
    """The words that readers know things by: kinds, fields, choices and themes."""

    schema: Schema
    themes: Mapping[str, str]
    """The titles of themes by slug."""

    @classmethod
    def of(cls, schema: Schema, *editions: Edition) -> Words:
        """Return the words of a site; the last edition to name a theme counts."""
        found = {
            slug: said.title
            for edition in editions
            for (kind, slug), said in edition.entries.items()
            if kind == schema.taxonomy
        }
        return cls(schema, found)

    def kind(self, name: str) -> str:
        """Return what readers call a kind."""
        return self.schema[name].label if name in self.schema.kinds else name

    def sentences(self, change: PageChange) -> Iterator[str]:
        """Yield what has changed of a page that was there and still is."""
        for one in change.reworded:
            yield self._field(change.key[0], one) if one.field else _text(one)
        if change.filed:
            yield f"Now filed under {self._names(change.filed)}."
        if change.unfiled:
            yield f"Filed no more under {self._names(change.unfiled)}."

    def _names(self, slugs: Sequence[str]) -> str:
        return in_words([self.themes.get(slug, slug) for slug in slugs])

    def _field(self, kind: str, one: Reworded) -> str:
        fields = self.schema[kind].fields.by_name if kind in self.schema.kinds else {}
        declared = fields.get(one.field)
        label = declared.label if declared else one.field
        before, after = (
            declared.options.get(text, text) if declared else text
            for text in (one.before, one.after)
        )
        if not one.before:
            return f"{label}: “{after}” was added."
        if not one.after:
            return f"{label}: “{before}” was taken out."
        return f"{label}: “{before}” is now “{after}”."


def _text(one: Reworded) -> str:
    if not one.before:
        return f"Added: “{one.after}”"
    if not one.after:
        return f"Taken out: “{one.before}”"
    return f"“{one.before}” now reads: “{one.after}”"


def as_markdown(changes: Sequence[PageChange], words: Words, since: str) -> str:
    """Return changes as the text of release notes. Nothing in it formats, links or calls people."""
    if not changes:
        return f"Nothing has changed since {_plain(since)}.\n"
    parts = [f"## What has changed since {_plain(since)}\n"]
    of_words = [c for c in changes if c.is_of_words]
    others = [c for c in changes if not (c.is_new or c.is_withdrawn or c.is_of_words)]
    groups = (
        ("New", [c for c in changes if c.is_new]),
        ("Withdrawn", [c for c in changes if c.is_withdrawn]),
        ("Reworded", of_words),
        ("Only fields and themes", others),
    )
    for heading, found in groups:
        if found:
            parts.append(f"### {heading}\n\n" + "".join(_item(one, words) for one in found))
    return "\n".join(parts)


def _item(change: PageChange, words: Words) -> str:
    summary = f": {_plain(change.summary)}" if change.summary else ""
    lines = [f"- {_plain(words.kind(change.key[0]))} “{_plain(change.title)}”{summary}"]
    lines += (f"    - {_plain(sentence)}" for sentence in words.sentences(change))
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", escape(text, quote=False)).replace("@", "&#64;")


def as_data(changes: Sequence[PageChange], words: Words) -> list[dict[str, object]]:
    """Return changes as JSON has them: those first that matter most, each with its sentences."""
    return [
        {
            "kind": change.key[0],
            "id": change.key[1],
            "title": change.title,
            "change": _sort(change),
            "sentences": [change.summary] if change.is_new else [*words.sentences(change)],
        }
        for change in sorted(changes, key=lambda change: SORTS.index(_sort(change)))
    ]


def _sort(change: PageChange) -> str:
    if change.is_new:
        return "new"
    if change.is_withdrawn:
        return "withdrawn"
    return "reworded" if change.is_of_words else "filed"
