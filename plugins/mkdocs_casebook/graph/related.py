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
binary digit at a time, as an adder made of gates does.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.backlinks import Backlinks
from mkdocs_casebook.graph.casebook import Casebook

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


class Shared(NamedTuple):
    """A theme or a type of trust: who has it, as bits, and the points for sharing it."""

    bits: int
    points: int
    whole: int = 0
    """Who has a theme as a whole, not only in a section."""

    more: int = 0
    """The points that come on top where both have it as a whole."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Everything needed to find related entries; made once for a site."""

    entries: tuple[Entry, ...]
    """Sorted by title: the order of equal scores."""

    number: Mapping[str, int]
    """The place of each entry in ``entries``, by path."""

    themes: Mapping[str, Shared]
    """The themes that not all entries have, rarest first."""

    types: Mapping[str, Shared]
    weights: Weights = field(default_factory=Weights)


def prepare(casebook: Casebook, weights: Weights | None = None) -> Similarity:
    """Gather who has what, and what sharing it is worth."""
    weights = weights or Weights()
    entries = [entry for kind, _ in casebook.schema.filed for entry in casebook.of_kind(kind.name)]
    entries.sort(key=lambda entry: (entry.title.casefold(), entry.path))
    total = len(entries)
    anywhere = _holders([_themes(entry) for entry in entries])
    whole = _holders([entry.themes for entry in entries])
    types = _holders([casebook.groups_of(entry) for entry in entries])
    rarest_first = sorted(anywhere, key=lambda slug: (anywhere[slug].bit_count(), slug))
    themes: dict[str, Shared] = {}
    for slug in rarest_first:
        bits = anywhere[slug]
        rare = rarity(bits.bit_count(), total)
        more = round((weights.theme - weights.section) * rare)
        if bits.bit_count() < total:
            themes[slug] = Shared(bits, round(weights.section * rare), whole[slug], more)
    return Similarity(
        tuple(entries),
        MappingProxyType({entry.path: place for place, entry in enumerate(entries)}),
        MappingProxyType(themes),
        MappingProxyType(
            {
                name: Shared(bits, round(weights.type * rarity(bits.bit_count(), total)))
                for name, bits in types.items()
            }
        ),
        weights,
    )


def _holders(names_of_each: Iterable[Iterable[str]]) -> Mapping[str, int]:
    """Return by name which entries have it, as bits."""
    holders: dict[str, int] = defaultdict(int)
    for place, names in enumerate(names_of_each):
        for name in names:
            holders[name] |= 1 << place
    return holders


def _themes(entry: Entry) -> tuple[str, ...]:
    """Return the themes an entry has as a whole or in a section, each once, in order."""
    sections = (slug for section in entry.sections for slug in section.themes)
    return tuple(dict.fromkeys((*entry.themes, *sections)))


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
    own = frozenset(_themes(entry))
    themes = {slug: shared for slug, shared in similarity.themes.items() if slug in own}
    named = [(theme, themes[theme.slug].bits) for theme in casebook.themes(themes)]
    types = {name: similarity.types[name] for name in casebook.groups_of(entry)}
    linked = _linked(entry, similarity, backlinks)
    digits = _add_up(
        [
            (linked, similarity.weights.link),
            *((shared.bits, shared.points) for shared in (*themes.values(), *types.values())),
            *((themes[slug].whole, themes[slug].more) for slug in entry.themes if slug in themes),
        ],
        without=1 << place,
    )
    return tuple(
        Related(
            similarity.entries[other],
            points,
            tuple([theme for theme, bits in named if bits >> other & 1]),
            tuple([name for name, shared in types.items() if shared.bits >> other & 1]),
            bool(linked >> other & 1),
        )
        for other, points in _best(digits)
        if points >= similarity.weights.least
    )


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
    columns: dict[int, list[int]] = defaultdict(list)
    for bits, points in features:
        for exponent in range(points.bit_length() if bits else 0):
            if points >> exponent & 1:
                columns[exponent].append(bits)
    digits: list[int] = []
    while columns:
        column, carried = columns.pop(len(digits), []), []
        digit = 0
        # Two at a time with what is there make one digit, and what is carried to the next.
        while column:
            one, other = column.pop(), column.pop() if column else 0
            either = digit ^ one
            if carry := (digit & one) | (either & other):
                carried.append(carry)
            digit = either ^ other
        if carried:
            columns[len(digits) + 1] += carried
        digits.append(digit & ~without)
    return digits


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
