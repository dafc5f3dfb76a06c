"""Put together what a page shows of its connections: related entries, backlinks, its questions.

:mod:`mkdocs_casebook.graph.backlinks` and :mod:`mkdocs_casebook.graph.related` find; here is put
together what they found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from mkdocs_casebook.core.model import Entry, Section, Tagged
from mkdocs_casebook.graph.backlinks import NOBODY, Backlink, Backlinks, Incoming, Register
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.related import Related, Similarity, Weights, prepare, related


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

    incoming: Incoming = NOBODY


def weave(register: Register, weights: Weights | None = None) -> Web:
    """Return the web of a site, once what every page refers to has been taken in."""
    casebook = register.casebook
    return Web(casebook, register.backlinks(), prepare(casebook, weights))


def connections(entry: Entry, web: Web) -> Connections:
    """Return what the page of an entry shows."""
    return Connections(
        related(entry, web.similarity, web.backlinks),
        tuple(_evidence(entry, web)),
        web.backlinks.to_page.get(entry.path, NOBODY),
    )


def _evidence(entry: Entry, web: Web) -> Iterable[tuple[Tagged, Section]]:
    """Yield the questions that sections bear on, but for those that the text links to itself."""
    told = web.backlinks.told.get(entry.path, frozenset())
    for section in entry.sections:
        for ident in (*section.evidence_for, *section.answers):
            question = web.casebook.questions.get(ident)
            if question is not None and ident not in told:
                yield question, section


def question_backlinks(ident: str, web: Web) -> Incoming:
    """Return who refers to one question, evidence first."""
    return web.backlinks.to_question.get(ident, NOBODY)


def by_relation(links: Iterable[Backlink]) -> list[tuple[str, list[Backlink]]]:
    """Return backlinks in groups with the words for their relation, in readers' order."""
    return [
        (relation.label, list(group))
        for relation, group in groupby(links, key=lambda link: link.relation)
    ]
