"""What a casebook covers, and where its gaps are: themes against kinds and types of trust."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from mkdocs_casebook.model import Entry
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.schema.kinds import TRUST_TYPES

KINDS_COUNTED = ("chapter", "case-study", "question-list")
TYPES_COUNTED = tuple(slug for slug in TRUST_TYPES if slug != "other")


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
    """The rows of the map, and the largest number in it, by which it is shaded."""

    rows: tuple[Row, ...]
    most: int

    def shade(self, number: int) -> int:
        """Return how dark a number's cell is, from 0 for none to 4 for the most."""
        return -(-number * 4 // self.most) if self.most else 0


def cover(casebook: Casebook) -> Coverage:
    """Return the coverage of every theme, in the order of the themes."""
    rows = tuple(_row(theme, casebook) for theme in casebook.of_kind("theme"))
    numbers = (number for row in rows for _name, number in (*row.kinds, *row.types))
    return Coverage(rows, max(numbers, default=0))


def _row(theme: Entry, casebook: Casebook) -> Row:
    filed = casebook.filed.get(theme.slug, ())
    kinds = Counter(thing.entry.kind for thing in filed)
    # A story that is filed by several of its sections is still one story.
    studies = {thing.entry.path: thing.entry for thing in filed if thing.entry.kind == "case-study"}
    kinds["case-study"] = len(studies)
    types: Counter[str] = Counter()
    for study in studies.values():
        organisation = casebook.entry("organisation", str(study["organisation"]))
        types.update(organisation.texts("type") if organisation else ())
    return Row(
        theme,
        tuple((kind, kinds[kind]) for kind in KINDS_COUNTED),
        tuple((slug, types[slug]) for slug in TYPES_COUNTED),
    )
