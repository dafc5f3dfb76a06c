"""Count which things of a list have which value of a facet, and put the values in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mkdocs_casebook.core.model import Tagged
from mkdocs_casebook.core.spelling import numbered
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.facets import FacetValue, values_of
from mkdocs_casebook.schema.facets import Facet, Order
from mkdocs_casebook.schema.kinds import Schema


@dataclass(frozen=True, slots=True)
class Counted:
    """A facet value and the things that have it, by their place in the list."""

    value: FacetValue
    places: tuple[int, ...]
    above: tuple[FacetValue, ...] = ()
    """The broader values beneath which it stands, the broadest first."""


@dataclass(frozen=True, slots=True)
class CountedFacet:
    """A facet with those of its values that any thing has."""

    facet: Facet
    values: tuple[Counted, ...]


def count_values(facet: Facet, things: tuple[Tagged, ...], casebook: Casebook) -> CountedFacet:
    """Return a facet's values in its order, each with the things that have it."""
    places: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    values: dict[tuple[str, tuple[str, ...]], FacetValue] = {}
    for place, thing in enumerate(things):
        for value in values_of(thing, facet, casebook):
            places.setdefault(value.key, []).append(place)
            # Two spellings of one value are one; the first in the alphabet names it.
            known = values.setdefault(value.key, value)
            values[value.key] = min(known, value, key=lambda item: item.label)
    apart = _told_apart(values.values())
    counted = [Counted(apart[values[key]], tuple(found)) for key, found in places.items()]
    in_order = _sorted(counted, facet, casebook.schema)
    if facet.field == "themes":
        in_order = list(_beneath(in_order, casebook))
    return CountedFacet(facet, tuple(in_order))


def _told_apart(values: Iterable[FacetValue]) -> dict[FacetValue, FacetValue]:
    """Return each value as it is listed: where two would share an address, one gets a number.

    The address without a number is that of the one whose letters need no change, such as Gwyl
    beside Gŵyl.
    """
    found: dict[FacetValue, FacetValue] = {}
    taken: set[str] = set()
    for value in sorted(values, key=lambda item: (not item.label.isascii(), item.key)):
        slug = numbered(value.slug, value.label) if value.slug in taken else value.slug
        taken.add(slug)
        found[value] = replace(value, slug=slug)
    return found


def _beneath(themes: list[Counted], casebook: Casebook) -> Iterator[Counted]:
    """Yield themes in their order, each narrower one beneath the broader one it is part of.

    Whoever is about the narrower is about the broader, so that is there as well. A theme that is
    part of several stands beneath the first of them: a box may not be on a form twice.
    """
    parents = {
        item.value.slug: theme.texts("broader")
        for item in themes
        if (theme := casebook.entry(casebook.schema.taxonomy, item.value.slug))
    }
    order = [item.value.slug for item in themes]
    beneath: dict[str | None, list[Counted]] = {}
    for item in themes:
        broader = sorted(set(parents[item.value.slug]) & set(order), key=order.index)
        beneath.setdefault(broader[0] if broader else None, []).append(item)

    def walk(parent: Counted | None, above: tuple[FacetValue, ...]) -> Iterator[Counted]:
        for item in beneath.get(parent.value.slug if parent else None, ()):
            yield replace(item, above=above)
            yield from walk(item, (*above, item.value))

    yield from walk(None, ())


def _sorted(counted: list[Counted], facet: Facet, schema: Schema) -> list[Counted]:
    counted.sort(key=lambda item: (item.value.label.casefold(), item.value.slug))
    match facet.order:
        case Order.COUNT:
            counted.sort(key=lambda item: -len(item.places))
        case Order.NEWEST:
            counted.sort(key=lambda item: item.value.slug, reverse=True)
        case Order.DECLARED:
            declared = {slug: place for place, slug in enumerate(_declared_order(facet, schema))}
            last = len(declared)
            counted.sort(key=lambda item: (declared.get(item.value.slug, last), item.places[0]))
        case Order.LABEL:
            pass
    return counted


def _declared_order(facet: Facet, schema: Schema) -> tuple[str, ...]:
    """Return the options of a facet's field as declared; nothing for free text."""
    name = facet.field.rpartition(".")[2]
    fields = (kind.fields.by_name.get(name) for kind in schema.kinds.values())
    return next((tuple(field.options) for field in fields if field and field.options), ())
