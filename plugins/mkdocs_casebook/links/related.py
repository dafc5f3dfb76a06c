"""Which entries are worth reading next, and why.

Each pair of entries has a score in points, the sum of what they share:

    a theme of both as a whole          theme × rarity
    a theme of a section of either      section × rarity
    a type of trust                     type × rarity
    a link between them, either way     link

Rarity is 1 for something only two entries have and 0 for something that all have:
``log(n / holders) / log(n / 2)`` for ``n`` entries (inverse document frequency, Spärck Jones 1972,
scaled). So nothing is related by a theme that everything has. Equal scores go by title.

To score one entry against ten thousand others without looking at each, the entries that share a
feature are the bits of one large integer, and scores are added up for all of them at once, a
binary digit at a time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mkdocs_casebook.links.backlinks import Backlinks
from mkdocs_casebook.model import Entry
from mkdocs_casebook.relate import Casebook

MOST = 5
"""Related entries that a page shows."""

MOST_REASONS = 3
"""Shared themes that the reason names."""

KINDS = ("case-study", "chapter", "question-list")
"""The kinds that are related to one another; themes and organisations say so themselves."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for what two entries share; settable in ``mkdocs.yml``."""

    theme: int = 20
    section: int = 8
    type: int = 6
    link: int = 12

    least: int = 8
    """Points below which two entries are not worth calling related."""


@dataclass(frozen=True, slots=True)
class Related:
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
            names = [_in_text(theme.title) for theme in self.themes[:MOST_REASONS]]
            parts.append(f"also about {', '.join(names)}")
        if self.types:
            parts.append("same type of trust")
        if self.is_linked:
            parts.append("one links to the other")
        return "; ".join(parts)


def _in_text(title: str) -> str:
    """Return a title as it is written inside a sentence; abbreviations keep their capitals."""
    first = title.split(maxsplit=1)[0]
    return title if first[1:] != first[1:].lower() else title[0].lower() + title[1:]


@dataclass(frozen=True, slots=True)
class Similarity:
    """Everything needed to find related entries; made once for a site."""

    entries: tuple[Entry, ...]
    """Sorted by title: the order of equal scores."""

    number: Mapping[str, int]
    """The place of each entry in ``entries``, by path."""

    whole: Mapping[str, int]
    """For each theme, the entries that have it as a whole, as bits."""

    anywhere: Mapping[str, int]
    """For each theme, the entries that have it as a whole or in a section, as bits."""

    types: Mapping[str, int]
    weights: Weights = field(default_factory=Weights)


def prepare(casebook: Casebook, weights: Weights | None = None) -> Similarity:
    """Gather who has what."""
    candidates = [entry for kind in KINDS for entry in casebook.of_kind(kind)]
    candidates.sort(key=lambda entry: (entry.title.casefold(), entry.path))
    whole: dict[str, int] = defaultdict(int)
    anywhere: dict[str, int] = defaultdict(int)
    types: dict[str, int] = defaultdict(int)
    for place, entry in enumerate(candidates):
        bit = 1 << place
        for slug in entry.themes:
            whole[slug] |= bit
        for slug in _themes(entry):
            anywhere[slug] |= bit
        for name in _types(entry, casebook):
            types[name] |= bit
    return Similarity(
        tuple(candidates),
        MappingProxyType({entry.path: place for place, entry in enumerate(candidates)}),
        MappingProxyType(dict(whole)),
        MappingProxyType(dict(anywhere)),
        MappingProxyType(dict(types)),
        weights or Weights(),
    )


def _themes(entry: Entry) -> tuple[str, ...]:
    """Return the themes an entry has as a whole or in a section, each once, in order."""
    sections = (slug for section in entry.sections for slug in section.themes)
    return tuple(dict.fromkeys((*entry.themes, *sections)))


def _types(entry: Entry, casebook: Casebook) -> tuple[str, ...]:
    organisation = casebook.entry("organisation", str(entry["organisation"]))
    return organisation.texts("type") if organisation else ()


def rarity(holders: int, total: int) -> float:
    """Return 1 for what two of ``total`` entries have, 0 for what all have, less in between."""
    if holders >= total or holders < 2:  # noqa: PLR2004 - what one has, it shares with nobody
        return 0.0
    return math.log(total / holders) / math.log(total / 2)


def related(
    entry: Entry, casebook: Casebook, similarity: Similarity, backlinks: Backlinks
) -> tuple[Related, ...]:
    """Return the entries worth reading next, best first; none for kinds that have no such list."""
    place = similarity.number.get(entry.path)
    if place is None:
        return ()
    linked = _linked(entry, similarity, backlinks)
    features = [*_features(entry, casebook, similarity), (linked, similarity.weights.link)]
    digits = _add_up(features, without=1 << place)
    themes = sorted(_themes(entry), key=lambda slug: (similarity.anywhere[slug].bit_count(), slug))
    return tuple(
        Related(
            entry=similarity.entries[other],
            points=points,
            themes=casebook.themes(
                slug
                for slug in themes
                if similarity.anywhere[slug] >> other & 1
                and similarity.anywhere[slug].bit_count() < len(similarity.entries)
            ),
            types=tuple(
                name for name in _types(entry, casebook) if similarity.types[name] >> other & 1
            ),
            is_linked=bool(linked >> other & 1),
        )
        for other, points in _best(digits)
        if points >= similarity.weights.least
    )


def _features(
    entry: Entry, casebook: Casebook, similarity: Similarity
) -> Iterator[tuple[int, int]]:
    """Yield who shares each thing the entry has, as bits, with the points it is worth."""
    total, weights = len(similarity.entries), similarity.weights
    for slug in _themes(entry):
        sharers = similarity.anywhere[slug]
        rare = rarity(sharers.bit_count(), total)
        yield sharers, round(weights.section * rare)
        if slug in entry.themes:
            both_whole = similarity.whole[slug]
            yield both_whole, round((weights.theme - weights.section) * rare)
    for name in _types(entry, casebook):
        sharers = similarity.types[name]
        yield sharers, round(weights.type * rarity(sharers.bit_count(), total))


def _linked(entry: Entry, similarity: Similarity, backlinks: Backlinks) -> int:
    """Return the entries that the entry links to or that link to it, as bits."""
    bits = 0
    for path in backlinks.linked.get(entry.path, ()):
        place = similarity.number.get(path)
        if place is not None:
            bits |= 1 << place
    return bits


def _add_up(features: Iterable[tuple[int, int]], without: int) -> list[int]:
    """Return the scores of all entries, as binary digits: item ``i`` holds those worth ``2**i``.

    ``without`` are the entries that get no points: the one whose list is made.
    """
    digits: list[int] = []
    for sharers, points in features:
        bits = sharers & ~without
        for exponent in range(points.bit_length() if bits else 0):
            if points >> exponent & 1:
                _add(digits, bits, exponent)
    return digits


def _add(digits: list[int], carry: int, exponent: int) -> None:
    """Add ``2**exponent`` to the score of each entry whose bit is set."""
    while carry:
        while len(digits) <= exponent:
            digits.append(0)
        digits[exponent], carry = digits[exponent] ^ carry, digits[exponent] & carry
        exponent += 1


def _best(digits: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the places and points of the highest scores, equal ones in order of place."""
    found = 0
    left = -1
    while found < MOST:
        level, points = left, 0
        for exponent in range(len(digits) - 1, -1, -1):
            higher = level & digits[exponent]
            if higher:
                level, points = higher, points + (1 << exponent)
        if not points:
            return
        left &= ~level
        while level and found < MOST:
            lowest = level & -level
            yield lowest.bit_length() - 1, points
            level ^= lowest
            found += 1
