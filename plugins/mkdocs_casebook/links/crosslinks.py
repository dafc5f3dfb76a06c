"""What a page shows of its connections: what to read next, who refers to it, its questions.

Everything here chooses; :mod:`mkdocs_casebook.links.backlinks` and
:mod:`mkdocs_casebook.links.related` find.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from mkdocs_casebook.links.backlinks import Backlink, Backlinks, connect
from mkdocs_casebook.links.related import Related, Similarity, Weights, prepare, related
from mkdocs_casebook.markup.references import Reference
from mkdocs_casebook.model import Entry, Section, Tagged
from mkdocs_casebook.relate import Casebook

SHOWN_UNFOLDED = 3
"""Backlinks that are in sight; the others unfold."""

SHOWN_AT_MOST = 100
"""Backlinks that unfold on one page. A theme of a large site has thousands, and nobody reads on."""


@dataclass(frozen=True, slots=True)
class Web:
    """A site's entries with everything that connects them; made once all pages have been read."""

    casebook: Casebook
    backlinks: Backlinks
    similarity: Similarity


@dataclass(frozen=True, slots=True)
class Connections:
    """What one page shows of its connections."""

    related: tuple[Related, ...] = ()
    evidence: tuple[tuple[Tagged, Section], ...] = ()
    """Questions, each with the section of this page that bears on it."""

    backlinks: tuple[Backlink, ...] = ()


def weave(
    casebook: Casebook, references: Iterable[Reference], weights: Weights | None = None
) -> Web:
    """Return the web of a site from what its pages refer to."""
    return Web(casebook, connect(casebook, references), prepare(casebook, weights))


def connections(entry: Entry, web: Web) -> Connections:
    """Return what the page of an entry shows.

    Nothing is said twice: a theme page lists what is filed under it, so references from there are
    left out, and a question that the text already links to is not listed again.
    """
    return Connections(
        related(entry, web.casebook, web.similarity, web.backlinks),
        tuple(_evidence(entry, web)),
        tuple(_one_a_place(link for link in _backlinks(entry, web))),
    )


def _backlinks(entry: Entry, web: Web) -> Iterable[Backlink]:
    found = web.backlinks.to_page.get(entry.path, ())
    if entry.kind == "question-list":
        # Each question shows its own; only references to the list as a whole are left.
        return (link for link in found if link.reference.fragment not in web.casebook.questions)
    if entry.kind != "theme":
        return found
    filed = {
        (thing.entry.path, thing.section.id if thing.section else "")
        for thing in web.casebook.filed.get(entry.slug, ())
    }
    return (
        link
        for link in found
        if (link.entry.path, "") not in filed
        and (link.entry.path, link.reference.section) not in filed
    )


def _one_a_place(links: Iterable[Backlink]) -> Iterable[Backlink]:
    """Yield the first backlink of each section: several links in one section say no more."""
    seen: set[tuple[str, str]] = set()
    for link in links:
        place = (link.entry.path, link.reference.section)
        if place not in seen:
            seen.add(place)
            yield link


def _evidence(entry: Entry, web: Web) -> Iterable[tuple[Tagged, Section]]:
    linked = {
        link.reference.fragment
        for link in web.backlinks.from_page.get(entry.path, ())
        if link.reference.has_words
    }
    for section in entry.sections:
        for ident in (*section.evidence_for, *section.answers):
            question = web.casebook.questions.get(ident)
            if question is not None and ident not in linked:
                yield question, section


def question_backlinks(entry: Entry, ident: str, web: Web) -> tuple[Backlink, ...]:
    """Return who refers to one question, each section once, evidence first."""
    return tuple(_one_a_place(web.backlinks.to_section.get((entry.path, ident), ())))


def by_relation(links: Iterable[Backlink]) -> list[tuple[str, list[Backlink]]]:
    """Return backlinks in groups with the words for their relation, in readers' order."""
    return [
        (relation.label, list(group))
        for relation, group in groupby(links, key=lambda link: link.relation)
    ]
