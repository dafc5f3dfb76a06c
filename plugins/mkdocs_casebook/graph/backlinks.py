"""Build backlinks from references: what is said on each page of who refers to it.

Pages are taken in one by one. A theme of a large site is mentioned on thousands of pages and shows
a hundred of them, so the others are let go of at once: they were a fifth of a build's memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry, Target
from mkdocs_casebook.graph.casebook import Casebook, filings
from mkdocs_casebook.graph.references import Reference

SHOWN_AT_MOST = 100
"""Backlinks that a page or question shows. Nobody reads on, and a theme may have thousands."""


class Relation(IntEnum):
    """What one page is to another, in the order readers see them."""

    EVIDENCE = 1
    """A section that says it gives evidence for a question."""

    ANSWER = 2
    """A section that says it answers a question."""

    RELATED = 3
    """A link between two of the same kind, such as from question to question."""

    MENTION = 4
    """Any other link, or the name of a theme in the text."""

    @property
    def label(self) -> str:
        """The words that readers see."""
        return ("Gives evidence", "Answers", "Related", "Mentions")[self - 1]


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
        chosen = _choose(entry, references, self.casebook)
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


_Chosen = dict[tuple[str, str, str], tuple[Relation, Reference]]
"""By the section that refers, and the path and fragment of what it refers to."""


def _choose(
    entry: Entry, references: Iterable[Reference], casebook: Casebook
) -> list[tuple[Relation, Reference]]:
    """Return what a page refers to, each thing once a section; what is on the page itself is not.

    Where a section refers to the same thing several times, the author's own link is kept before a
    name that was found, and the first before the others: one sentence is enough to judge by.
    """
    chosen: _Chosen = {}
    for reference in (*_declared(entry, casebook), *references):
        place = reference.section, reference.target, reference.fragment
        if reference.target != entry.path:
            found = _relation(entry, reference, casebook), reference
            if place not in chosen or _rank(*found) < _rank(*chosen[place]):
                chosen[place] = found
    _give_words(chosen)
    return list(chosen.values())


def _give_words(chosen: _Chosen) -> None:
    """Show a declared reference with the author's own words for it, wherever on the page they are.

    A page may say in its last section why an earlier one bears on a question. That sentence is
    worth more than the first of the section that bears on it, and is not shown twice.
    """
    silent = {
        (target, fragment): (section, target, fragment)
        for (section, target, fragment), (relation, reference) in chosen.items()
        if relation <= Relation.ANSWER and not reference.has_words
    }
    if not silent:
        return
    for place, (_, spoken) in list(chosen.items()):
        where = silent.get(place[1:])
        if where is None or where == place or spoken.is_mention or not spoken.has_words:
            continue
        relation, told = chosen[where]
        if not told.has_words:
            words = told._replace(text=spoken.text, start=spoken.start, end=spoken.end)
            chosen[where] = relation, words
        del chosen[place]


def _declared(entry: Entry, casebook: Casebook) -> Iterator[Reference]:
    """Yield what sections declare: which questions they give evidence for or answer."""
    for section in entry.sections:
        for ident in (*section.evidence_for, *section.answers):
            question = casebook.questions.get(ident)
            if question is not None:
                yield Reference(
                    source=entry.path,
                    section=section.id,
                    heading=section.title,
                    target=question.entry.path,
                    fragment=ident,
                    text=section.excerpt,
                )


def _relation(entry: Entry, reference: Reference, casebook: Casebook) -> Relation:
    if reference.is_mention:
        return Relation.MENTION
    for section in entry.sections:
        if section.id == reference.section and reference.fragment in section.evidence_for:
            return Relation.EVIDENCE
        if section.id == reference.section and reference.fragment in section.answers:
            return Relation.ANSWER
    target = casebook.by_path.get(reference.target)
    return Relation.RELATED if target and target.kind == entry.kind else Relation.MENTION


def _rank(relation: Relation, reference: Reference) -> tuple[int, bool, bool]:
    """Return how good a reference is for its place; a sentence with a link in it is best."""
    return relation, not reference.has_words, reference.is_mention
