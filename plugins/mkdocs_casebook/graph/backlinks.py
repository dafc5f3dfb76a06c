"""Build backlinks from references: what is said on each page of who refers to it.

Pages are taken in one by one. A theme of a large site is mentioned on thousands of pages and shows
a hundred of them, so the others are let go of at once: they were a fifth of a build's memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry, Target
from mkdocs_casebook.graph.casebook import Casebook, filings
from mkdocs_casebook.graph.references import Reference
from mkdocs_casebook.graph.relations import Relation, choose

SHOWN_AT_MOST = 100
"""Backlinks that a page or question shows. Nobody reads on, and a theme may have thousands."""


class Backlink(NamedTuple):
    """One place that refers to a page or question."""

    relation: Relation
    entry: Entry
    reference: Reference

    @property
    def target(self) -> Target:
        """Where it stands: the section that refers."""
        return Target(self.entry.path, self.reference.section)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Who refers to a page or question, each section once: several links in one say no more."""

    shown: tuple[Backlink, ...] = ()
    """By relation, then by title; at most :data:`SHOWN_AT_MOST`."""

    number: int = 0
    """How many there are, shown or not."""


NOBODY = Incoming()


@dataclass(frozen=True, slots=True)
class Backlinks:
    """Who refers to what."""

    to_page: Mapping[str, Incoming]
    """By path; without what the page says in another place, such as what is filed under a theme."""

    to_question: Mapping[str, Incoming]
    """By the question's id."""

    linked: Mapping[str, tuple[str, ...]]
    """The pages that each page links to or is linked from; names that were found do not count."""

    told: Mapping[str, frozenset[str]]
    """The questions that each page links to in its text, by path of the page."""


class Register:
    """Takes in what each page refers to, page by page, in any order."""

    def __init__(self, casebook: Casebook) -> None:
        self.casebook = casebook
        self._to_page: defaultdict[str, _Shelf] = defaultdict(_Shelf)
        self._to_question: defaultdict[str, _Shelf] = defaultdict(_Shelf)
        self._linked: defaultdict[str, list[str]] = defaultdict(list)
        self._told: dict[str, frozenset[str]] = {}
        self._added: set[str] = set()

    def add(self, entry: Entry, references: Iterable[Reference]) -> None:
        """Take in everything that a page refers to, and what its sections declare."""
        self._added.add(entry.path)
        chosen = choose(entry, references, self.casebook)
        self._note(entry, [reference for _, reference in chosen if not reference.is_mention])
        filed = {
            (slug, section.id if section else "")
            for slug, section in filings(entry, self.casebook.schema)
        }
        title = entry.title.casefold()
        # Of the places in one section, the first in order.
        firsts: dict[tuple[_Shelf, str], tuple[_Key, Reference]] = {}
        for relation, ref in chosen:
            key: _Key = relation, title, ref.source, ref.heading, ref.section, ref.fragment
            for shelf in self._shelves(ref, filed):
                place = shelf, ref.section
                if place not in firsts or key < firsts[place][0]:
                    firsts[place] = key, ref
        for (shelf, _), (key, ref) in firsts.items():
            shelf.add(key, entry, ref)

    def _note(self, entry: Entry, links: Collection[Reference]) -> None:
        """Note which pages and questions the links of a page lead to."""
        for path in dict.fromkeys(link.target for link in links):
            self._linked[entry.path].append(path)
            self._linked[path].append(entry.path)
        told = {link.fragment for link in links if link.has_words}
        if told := told & self.casebook.questions.keys():
            self._told[entry.path] = frozenset(told)

    def _shelves(self, ref: Reference, filed: Collection[tuple[str, str]]) -> list[_Shelf]:
        """Return where a reference is to be shown; ``filed`` is what its page is filed under.

        Nothing is said twice. A theme's page lists what is filed under it, and each question of a
        list shows its own.
        """
        target = self.casebook.by_path.get(ref.target)
        if target is not None and self.casebook.kind_of(target).is_taxonomy:
            is_listed = (target.slug, "") in filed or (target.slug, ref.section) in filed
            return [] if is_listed else [self._to_page[ref.target]]
        question = self.casebook.questions.get(ref.fragment)
        if question is None:
            return [self._to_page[ref.target]]
        own = [self._to_question[ref.fragment]] if question.entry is target else []
        is_list = target is not None and self.casebook.kind_of(target).has_questions
        return own if is_list else [*own, self._to_page[ref.target]]

    def backlinks(self) -> Backlinks:
        """Return who refers to what. Pages that were not added count by what they declare."""
        for path, entry in self.casebook.by_path.items():
            if path not in self._added:
                self.add(entry, ())
        return Backlinks(
            MappingProxyType({path: shelf.incoming() for path, shelf in self._to_page.items()}),
            MappingProxyType({name: shelf.incoming() for name, shelf in self._to_question.items()}),
            MappingProxyType({path: tuple(paths) for path, paths in self._linked.items()}),
            MappingProxyType(self._told),
        )


_Key = tuple[int, str, str, str, str, str]
"""What backlinks are sorted by: relation, title, path, heading, section, fragment."""


class _Shelf:
    """Who refers to one page or question, as far as it will be shown."""

    def __init__(self) -> None:
        self.number = 0
        self.kept: list[tuple[_Key, Entry, Reference]] = []

    def add(self, key: _Key, entry: Entry, reference: Reference) -> None:
        self.number += 1
        self.kept.append((key, entry, reference))
        # Cut rarely, since it means sorting.
        if len(self.kept) == 2 * SHOWN_AT_MOST:
            self._cut()

    def _cut(self) -> None:
        self.kept.sort(key=itemgetter(0))
        del self.kept[SHOWN_AT_MOST:]

    def incoming(self) -> Incoming:
        self._cut()
        links = (Backlink(Relation(key[0]), entry, found) for key, entry, found in self.kept)
        return Incoming(tuple(links), self.number)
