"""From what pages refer to, to what is said on each page of who refers to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType

from mkdocs_casebook.markup.references import Reference
from mkdocs_casebook.model import Entry, Section, Target
from mkdocs_casebook.relate import Casebook


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
        return _LABELS[self]


_LABELS = {
    Relation.EVIDENCE: "Gives evidence",
    Relation.ANSWER: "Answers",
    Relation.RELATED: "Related",
    Relation.MENTION: "Mentions",
}


_Place = tuple[str, str, str, str]
"""Path and section of what refers, path and fragment of what is referred to."""


@dataclass(frozen=True, slots=True)
class Backlink:
    """One place that refers to a page or question."""

    relation: Relation
    entry: Entry
    reference: Reference

    @property
    def target(self) -> Target:
        """Where it stands: the section that refers."""
        return Target(self.entry.path, self.reference.section)


@dataclass(frozen=True, slots=True)
class Backlinks:
    """Who refers to what."""

    to_page: Mapping[str, tuple[Backlink, ...]]
    """By path of the page referred to, whatever the fragment."""

    to_section: Mapping[tuple[str, str], tuple[Backlink, ...]]
    """By path and id of the section or question referred to."""

    from_page: Mapping[str, tuple[Backlink, ...]]
    """By path of the page that refers."""


def connect(casebook: Casebook, references: Iterable[Reference]) -> Backlinks:
    """Turn references round. A page's references to itself do not count.

    Where a section refers to the same thing several times, the author's own link is kept before a
    name that was found, and the first before the others: one sentence is enough to judge by.
    """
    chosen: dict[_Place, Backlink] = {}
    for reference in (*declared(casebook), *references):
        entry = casebook.by_path.get(reference.source)
        if entry is None or reference.source == reference.target:
            continue
        relation = _relation(entry, reference, casebook)
        place = (reference.source, reference.section, reference.target, reference.fragment)
        link = Backlink(relation, entry, reference)
        if place not in chosen or _rank(link) < _rank(chosen[place]):
            chosen[place] = link
    _give_words(chosen)
    to_page: dict[str, list[Backlink]] = defaultdict(list)
    to_section: dict[tuple[str, str], list[Backlink]] = defaultdict(list)
    from_page: dict[str, list[Backlink]] = defaultdict(list)
    for link in sorted(chosen.values(), key=_order):
        to_page[link.reference.target].append(link)
        from_page[link.reference.source].append(link)
        if link.reference.fragment:
            to_section[link.reference.target, link.reference.fragment].append(link)
    return Backlinks(
        MappingProxyType({path: tuple(links) for path, links in to_page.items()}),
        MappingProxyType({place: tuple(links) for place, links in to_section.items()}),
        MappingProxyType({path: tuple(links) for path, links in from_page.items()}),
    )


def _give_words(chosen: dict[_Place, Backlink]) -> None:
    """Show a declared reference with the author's own words for it, wherever on the page they are.

    A page may say in its last section why an earlier one bears on a question. That sentence is
    worth more than the first of the section that bears on it, and is not shown twice.
    """
    silent = {
        (source, target, fragment): (source, section, target, fragment)
        for (source, section, target, fragment), link in chosen.items()
        if link.relation <= Relation.ANSWER and not link.reference.has_words
    }
    if not silent:
        return
    for place, link in list(chosen.items()):
        source, _section, target, fragment = place
        spoken = link.reference
        where = silent.get((source, target, fragment))
        if where is None or where == place or spoken.is_mention or not spoken.has_words:
            continue
        told = chosen[where]
        if not told.reference.has_words:
            words = told.reference._replace(text=spoken.text, start=spoken.start, end=spoken.end)
            chosen[where] = Backlink(told.relation, told.entry, words)
        del chosen[place]


def declared(casebook: Casebook) -> Iterable[Reference]:
    """Yield references that sections declare: which questions they give evidence for or answer."""
    for entry in casebook.by_path.values():
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
    section = _section(entry, reference.section)
    if section and reference.fragment in section.evidence_for:
        return Relation.EVIDENCE
    if section and reference.fragment in section.answers:
        return Relation.ANSWER
    target = casebook.by_path.get(reference.target)
    if target is not None and target.kind == entry.kind and not reference.is_mention:
        return Relation.RELATED
    return Relation.MENTION


def _section(entry: Entry, ident: str) -> Section | None:
    return next((section for section in entry.sections if section.id == ident), None)


def _rank(link: Backlink) -> tuple[int, bool, bool]:
    """Return how good a backlink is for its place; a sentence with a link in it is best."""
    return link.relation, not link.reference.has_words, link.reference.is_mention


def _order(link: Backlink) -> tuple[int, str, str, str, str, str]:
    reference = link.reference
    return (
        link.relation,
        link.entry.title.casefold(),
        reference.source,
        reference.heading,
        reference.section,
        reference.fragment,
    )
