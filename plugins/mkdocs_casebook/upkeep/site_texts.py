"""Read the texts of a site's files once, for what can be said of each only by its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_casebook.api import Entry, Schema, Source
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import body_of, parse
from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.graph.casebook import questions
from mkdocs_casebook.upkeep.fingerprint import hash_of_fields, links_to_passages, passages, unread
from mkdocs_casebook.upkeep.review import Reading


class Passage(NamedTuple):
    """A heading with an id, and what stands below it."""

    name: str
    """What it is called in a review: the id of a question, or path and id of a section."""

    path: str
    id: str


@dataclass(slots=True)
class SiteTexts:
    """The words of a site's files. Each passage that others cite is read when it is first asked."""

    sources: dict[str, Source]
    schema: Schema
    questions: dict[str, str]
    """The path of the file that each question is in, by its id."""

    _passages: dict[str, dict[str, str]] = field(default_factory=dict)
    _unread: dict[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Iterable[Source], entries: Iterable[Entry], schema: Schema) -> SiteTexts:
        """Return the texts of the files that entries were read from."""
        asked = {
            thing.section.id: entry.path
            for entry in entries
            for thing in questions(entry, schema)
            if thing.section is not None
        }
        return cls({source.path: source for source in sources}, schema, asked)

    def body(self, path: str) -> str:
        """Return what a file has below its fields; nothing where there is no such file."""
        source = self.sources.get(path)
        return body_of(decode(path, source.content)[0]) if source else ""

    def reading(self, entry: Entry) -> Reading:
        """Return what there is to read of an entry: its hash, and those of what it cites."""
        body, kind = self.body(entry.path), self.schema.of(entry)
        left_out = self._unread.get(kind.name) or unread(kind, self.schema.taxonomy)
        self._unread[kind.name] = left_out
        found = ((one.name, self._hash(one)) for one in self.cited(entry, body))
        cites = {name: hashed for name, hashed in found if hashed}
        others = self._fields(entry.path) if kind.is_open else None
        fields = hash_of_fields(entry, left_out, others)
        return Reading(fields=fields, body=body, cites=cites)

    def cited(self, entry: Entry, body: str) -> Iterator[Passage]:
        """Yield the passages that an entry rests on, in the order of its text."""
        for section in entry.sections:
            for ident in (*section.evidence_for, *section.answers):
                if (path := self.questions.get(ident, entry.path)) != entry.path:
                    yield Passage(ident, path, ident)
        # The links of a content pack lead from its own folders, where nothing of the site lies.
        for path, ident in links_to_passages(entry, body) if not entry.origin else ():
            if path != entry.path and path in self.sources:
                is_question = self.questions.get(ident) == path
                yield Passage(ident if is_question else f"{path}#{ident}", path, ident)

    def _hash(self, passage: Passage) -> str:
        if passage.path not in self._passages:
            self._passages[passage.path] = passages(self.body(passage.path))
        return self._passages[passage.path].get(passage.id, "")

    def _fields(self, path: str) -> Group:
        return parse(path, decode(path, self.sources[path].content)[0])[0].fields
