"""Find the entries worth reading next, and say why.

Each pair of entries has a score in points, the sum of what they share:

    a theme of both as a whole          theme × rarity
    a theme of a section of either      section × rarity
    a type of trust                     type × rarity
    a link between them, either way     link

Rarity is 1 for something only two entries have and 0 for something that all have:
``log(n / holders) / log(n / 2)`` for ``n`` entries, of types for those that have one (inverse
document frequency, Spärck Jones 1972, scaled). So nothing is related by a theme that everything
has. Equal scores go by title.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from heapq import nlargest
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.backlinks import Backlinks
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.schema.facets import within_sentence

MOST = 5
"""Related entries that a page shows."""

MOST_REASONS = 3
"""Shared themes that the reason names."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for what two entries share; settable in ``mkdocs.yml``."""

    theme: int = 20
    section: int = 8
    type: int = 6
    link: int = 12

    least: int = 8
    """Points below which two entries are not worth calling related."""


class Related(NamedTuple):
    """One entry worth reading next, with the reasons in words."""

    entry: Entry
    points: int
    themes: tuple[Entry, ...]
    """Shared themes, rarest first."""

    types: tuple[str, ...]
    """Shared types of trust."""

    is_linked: bool

    @property
    def reason(self) -> str:
        """Why it is related, as a phrase: ``also about risk and funding; same type of trust``."""
        parts = []
        if self.themes:
            # Commas only: many titles have an "and" of their own.
            names = [within_sentence(theme.title) for theme in self.themes[:MOST_REASONS]]
            parts.append(f"also about {', '.join(names)}")
        if self.types:
            parts.append("same type of trust")
        if self.is_linked:
            parts.append("one links to the other")
        return "; ".join(parts)


class Shared(NamedTuple):
    """A theme or a type of trust: which entries have it, and the points for sharing it."""

    holders: tuple[int, ...]
    """By their place among all entries."""

    points: int


@dataclass(frozen=True, slots=True)
class Similarity:
    """Everything needed to find related entries; made once for a site."""

    casebook: Casebook
    entries: tuple[Entry, ...]
    """Sorted by title: the order of equal scores."""

    number: Mapping[str, int]
    """The place of each entry in ``entries``, by path."""

    themes: Mapping[str, Shared]
    """Themes as a whole or in a section, rarest first; none that all have."""

    whole: Mapping[str, Shared]
    """The same themes as a whole, with the points that come on top for that."""

    types: Mapping[str, Shared]
    weights: Weights


def prepare(casebook: Casebook, weights: Weights | None = None) -> Similarity:
    """Gather who has what, and what sharing it is worth."""
    weights = weights or Weights()
    entries = [entry for kind, _ in casebook.schema.filed for entry in casebook.of_kind(kind.name)]
    entries.sort(key=lambda entry: (entry.title.casefold(), entry.path))
    total = len(entries)
    anywhere = _holders(map(_themes, entries))
    whole = _holders(entry.themes for entry in entries)
    groups = [casebook.groups_of(entry) for entry in entries]
    types, typed = _holders(groups), sum(map(bool, groups))
    rare = {
        slug: rarity(len(anywhere[slug]), total)
        for slug in sorted(anywhere, key=lambda slug: (len(anywhere[slug]), slug))
        if len(anywhere[slug]) < total
    }

    def worth(holders: Mapping[str, tuple[int, ...]], points: int) -> Mapping[str, Shared]:
        found = {slug: Shared(holders.get(slug, ()), round(points * rare[slug])) for slug in rare}
        return MappingProxyType(found)

    return Similarity(
        casebook=casebook,
        entries=tuple(entries),
        number=MappingProxyType({entry.path: place for place, entry in enumerate(entries)}),
        themes=worth(anywhere, weights.section),
        whole=worth(whole, weights.theme - weights.section),
        types=MappingProxyType(
            {
                name: Shared(holders, round(weights.type * rarity(len(holders), typed)))
                for name, holders in types.items()
            }
        ),
        weights=weights,
    )


def _holders(names_of_each: Iterable[Iterable[str]]) -> Mapping[str, tuple[int, ...]]:
    """Return the places of those that have each name."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, names in enumerate(names_of_each):
        for name in names:
            holders[name].append(place)
    return {name: tuple(places) for name, places in holders.items()}


def _themes(entry: Entry) -> tuple[str, ...]:
    """Return the themes an entry has as a whole or in a section, each once, in order."""
    sections = (slug for section in entry.sections for slug in section.themes)
    return tuple(dict.fromkeys((*entry.themes, *sections)))


def rarity(holders: int, total: int) -> float:
    """Return 1 for what two of ``total`` entries have, 0 for what all have, less in between."""
    if holders >= total or holders < 2:  # noqa: PLR2004 - what one has, it shares with nobody
        return 0.0
    return math.log(total / holders) / math.log(total / 2)


def related(entry: Entry, similarity: Similarity, backlinks: Backlinks) -> tuple[Related, ...]:
    """Return the entries worth reading next, best first; none for kinds that have no such list."""
    place = similarity.number.get(entry.path)
    if place is None:
        return ()
    linked = set(backlinks.linked.get(entry.path, ()))
    points = _count_points(entry, similarity, linked)
    points[place] = 0
    # Of equal ones, nlargest takes the first.
    best = nlargest(MOST, range(len(points)), key=points.__getitem__)
    return tuple(
        _compare(entry, similarity.entries[other], similarity, linked, points[other])
        for other in best
        if points[other] >= max(similarity.weights.least, 1)
    )


def _count_points(entry: Entry, similarity: Similarity, linked: Collection[str]) -> list[int]:
    """Return the points of all entries, by their places, for what each shares with one."""
    number = similarity.number
    counted = [
        *(similarity.themes.get(slug) for slug in _themes(entry)),
        *(similarity.whole.get(slug) for slug in entry.themes),
        *(similarity.types[name] for name in similarity.casebook.groups_of(entry)),
        Shared(tuple(number[path] for path in linked if path in number), similarity.weights.link),
    ]
    points = [0] * len(similarity.entries)
    for holders, worth in filter(None, counted):
        for holder in holders if worth else ():
            points[holder] += worth
    return points


def _compare(
    entry: Entry, other: Entry, similarity: Similarity, linked: Collection[str], points: int
) -> Related:
    """Return another entry with all that it shares with one."""
    casebook = similarity.casebook
    both = {*_themes(entry)} & {*_themes(other)}
    types = casebook.groups_of(other)
    return Related(
        entry=other,
        points=points,
        themes=casebook.themes(slug for slug in similarity.themes if slug in both),
        # What all have tells no reader why these two are put together.
        types=tuple(
            name
            for name in casebook.groups_of(entry)
            if name in types and similarity.types[name].points
        ),
        is_linked=other.path in linked,
    )
