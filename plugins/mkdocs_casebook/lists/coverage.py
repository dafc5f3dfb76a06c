"""Count what a casebook covers, and where its gaps are: themes by kinds and by types of trust."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.schema.kinds import Kind

_OTHER = "other"
"""The group of whatever fits no other: that nobody in it has written is no gap."""


@dataclass(frozen=True, slots=True)
class Row:
    """One theme: how much of each kind is filed under it, and by which types of trust."""

    theme: Entry
    kinds: tuple[tuple[str, int], ...]
    """Kind and number of sections, case studies or questions."""

    types: tuple[tuple[str, int], ...]
    """Type of trust and number of case studies."""

    @property
    def silent(self) -> tuple[str, ...]:
        """Types of trust that have not written about the theme."""
        return tuple(slug for slug, number in self.types if not number)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The map: its rows, its columns, and the largest number in it, by which it is shaded."""

    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    types: Mapping[str, str]
    """The groups of owners that are counted, each with its words."""

    most: int

    def shade(self, number: int) -> int:
        """Return how dark a number's cell is, from 0 for none to 4 for the most."""
        return -(-number * 4 // self.most) if self.most else 0


def cover(casebook: Casebook) -> Coverage:
    """Return the coverage of every theme, in the order of the themes."""
    grouping = casebook.schema.grouping
    options = grouping.options.items() if grouping else ()
    types = {slug: label for slug, label in options if slug != _OTHER}
    kinds = tuple(kind for kind, _ in casebook.schema.filed)
    rows = tuple(_row(theme, kinds, types, casebook) for theme in casebook.all_terms)
    numbers = (number for row in rows for _name, number in (*row.kinds, *row.types))
    return Coverage(rows, kinds, types, max(numbers, default=0))


def _row(theme: Entry, kinds: Iterable[Kind], types: Iterable[str], casebook: Casebook) -> Row:
    filed = casebook.filed.get(theme.slug, ())
    counted = Counter(thing.entry.kind for thing in filed)
    # A story that is filed by several of its sections is still one story.
    stories = {
        thing.entry.path: thing.entry for thing in filed if casebook.kind_of(thing.entry).owner
    }
    for kind in casebook.schema.stories:
        counted[kind.name] = sum(story.kind == kind.name for story in stories.values())
    by_type = Counter(slug for story in stories.values() for slug in casebook.groups_of(story))
    return Row(
        theme,
        tuple((kind.name, counted[kind.name]) for kind in kinds),
        tuple((slug, by_type[slug]) for slug in types),
    )
