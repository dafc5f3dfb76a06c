"""The values of facets as lines to choose from: boxes of the form, and links to pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from mkdocs_casebook.lists.counting import Counted, CountedFacet
from mkdocs_casebook.lists.facets import FacetValue
from mkdocs_casebook.lists.listings import ListingPage
from mkdocs_casebook.schema.facets import Facet

FOLDED_AT_LEAST = 2
"""A form folds no fewer values away than this: opening a fold for one is a wasted step."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value as one line of a list of choices or links."""

    value: FacetValue
    number: int
    """How many things have it."""

    above: tuple[FacetValue, ...] = ()
    """The broader values in the same list, beneath which it stands."""

    query: str = ""
    """The state in which the index shows these things alone, as the end of its address."""


@dataclass(frozen=True, slots=True)
class Links:
    """The values of one facet: those that are seen at once, and those that are folded away."""

    noun: str
    name: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    absent: tuple[Choice, ...] = ()
    """Those that none of the things at hand has."""


def choices_of(counted: CountedFacet) -> tuple[Choice, ...]:
    """Return every value of a facet, in its order."""
    return tuple(Choice(item.value, len(item.places), item.above) for item in counted.values)


def form_choices(counted: CountedFacet) -> tuple[Facet, tuple[Choice, ...], tuple[Choice, ...]]:
    """Return a facet, and its values for the form: those that are seen at once, and the rest.

    A family of broader and narrower values is not torn apart.
    """
    values = choices_of(counted)
    show = counted.facet.show
    tops = (at for at, choice in enumerate(values) if at >= show and not choice.above)
    cut = len(values) if len(values) <= show + FOLDED_AT_LEAST else next(tops, len(values))
    return counted.facet, values[:cut], values[cut:]


def value_links(counted: CountedFacet) -> Links:
    """Return a facet's values for the links to their pages."""
    return _folded(counted.facet, choices_of(counted), counted.facet.show)


def _folded(facet: Facet, choices: Iterable[Choice], show: int) -> Links:
    """Return choices as links: those with most entries come unfolded, each below its broader."""
    there = [choice for choice in choices if choice.number]
    absent = tuple(choice for choice in choices if not choice.number)
    by_size = sorted(there, key=lambda choice: -choice.number)
    seen = {choice.value.slug for choice in by_size[:show]}
    first = [choice for choice in there if choice.value.slug in seen]
    rest = [choice for choice in there if choice.value.slug not in seen]
    return Links(facet.noun, facet.name, _nested(first), _nested(rest), absent)


def _nested(choices: list[Choice]) -> tuple[Choice, ...]:
    """Return choices that stand only beneath what is in the same list."""
    here = {choice.value.slug for choice in choices}
    return tuple(
        replace(choice, above=tuple(value for value in choice.above if value.slug in here))
        for choice in choices
    )


def narrower(page: ListingPage) -> Links | None:
    """Return how the things that have one value can be narrowed by the first other facet."""
    facets = page.listing.facets
    other = next((item for item in facets if item.facet is not page.facet), None)
    if page.facet is None or page.value is None or other is None:
        return None
    here = set(page.places)
    chosen = {page.facet.name: page.value.slug}
    names = [item.facet.name for item in facets]

    def choice(item: Counted) -> Choice:
        state = chosen | {other.facet.name: item.value.slug}
        query = urlencode([(name, state[name]) for name in names if name in state])
        return Choice(item.value, len(here.intersection(item.places)), item.above, query)

    # None is folded: what somebody looks for here is often what few have.
    return _folded(other.facet, [choice(item) for item in other.values], len(other.values))
