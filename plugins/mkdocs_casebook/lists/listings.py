"""List what is on an index page, and on the static page of each facet value.

A listing is worked out once from an index page and a casebook. The order of files makes no
difference to it, since a casebook is in order already.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from mkdocs_casebook.core.model import PAGE, Entry, Tagged, Target
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.graph.casebook import Casebook, questions
from mkdocs_casebook.lists.counting import CountedFacet, count_values
from mkdocs_casebook.lists.facets import FacetValue, facets_of
from mkdocs_casebook.schema.facets import Facet
from mkdocs_casebook.schema.kinds import Holds

ON_A_PAGE = 100
"""Entries on one page of a list; a longer one goes on at ``page/2/``."""

FIRST_SCREEN = 20
"""Entries that come with the page of a list whose others are fetched when they are shown."""

WHOLE = 300
"""Up to so many entries an index is one page, so that its form has all of them at hand."""

FEW = 8
"""Below so many entries a list leads with links, and its form waits behind one button."""

_TOP_LEVEL = 2


@dataclass(frozen=True)
class Listing:
    """The things that an index page lists, and how they can be narrowed."""

    index: Entry
    things: tuple[Tagged, ...]
    facets: tuple[CountedFacet, ...]
    nouns: tuple[str, str]
    """What one of the things is called, and several."""

    can_compare: bool
    """Whether its things have facts that a table can set side by side."""

    @property
    def is_long(self) -> bool:
        """Whether it is too long to be on one page: its page fetches what it shows."""
        return len(self.things) > WHOLE

    @property
    def folder(self) -> str:
        """The folder, from the project root, in which the static pages would lie as files."""
        return folder_of(self.index)

    @cached_property
    def by_thing(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """For each thing, in the order of the facets, the slugs it has."""
        found: list[list[list[str]]] = [[[] for _ in self.facets] for _ in self.things]
        for column, counted in enumerate(self.facets):
            for item in counted.values:
                for place in item.places:
                    found[place][column].append(item.value.slug)
        return tuple(tuple(tuple(slugs) for slugs in row) for row in found)

    def says(self, number: int, *clauses: str) -> str:
        """Return the sentence above a list: ``2 case studies about risk``."""
        return " ".join([some(number, *self.nouns), *clauses])

    def pages(self) -> Iterator[ListingPage]:
        """Yield the index page itself, the rest of a long list, and a page for each value."""
        places = tuple(range(len(self.things)))
        yield from self._paged(ListingPage(self, self.index, None, None, places))
        for counted in self.facets:
            for item in counted.values:
                facet, value = counted.facet, item.value
                words = facet.words.format(value.said)
                entry = self.page_at(f"{facet.name}/{value.slug}", words)
                yield from self._paged(ListingPage(self, entry, facet, value, item.places))

    def page_at(self, place: str, words: str) -> Entry:
        """Return a page that is in no file, at a place below the index page."""
        plural = self.nouns[1]
        return Entry(
            kind=PAGE,
            slug=place.rpartition("/")[2],
            path=f"{self.folder}/{place}/index.md",
            address=f"{self.index.address}{place}/",
            title=f"{plural[0].upper()}{plural[1:]} {words}",
            values=MappingProxyType({"index": self.index["index"] or ""}),
        )

    def _paged(self, page: ListingPage) -> Iterator[ListingPage]:
        """Yield a page, and where its list is long the pages that go on with it."""
        first_has = ON_A_PAGE if page.facet else FIRST_SCREEN
        size, is_one = len(page.places), page.facet is None and not self.is_long
        starts = [0, *(() if is_one else range(first_has, size, ON_A_PAGE))]
        last, first = len(starts), page.entry
        yield replace(page, last=last, here=page.places[: first_has if last > 1 else size])
        for number, start in enumerate(starts[1:], 2):
            entry = replace(
                first,
                path=_page_path(first.path, number),
                address=f"{first.address}page/{number}/",
                title=f"{first.title}, page {number} of {last}",
            )
            here = page.places[start : start + ON_A_PAGE]
            yield replace(page, entry=entry, here=here, number=number, last=last, first=first)


@dataclass(frozen=True, slots=True)
class ListingPage:
    """One static page of a listing: all of it, or what has one value of one facet."""

    listing: Listing
    entry: Entry
    facet: Facet | None
    value: FacetValue | None
    places: tuple[int, ...]
    """What is listed, by place in the listing."""

    here: tuple[int, ...] = ()
    """What of it is on this page."""

    number: int = 1
    last: int = 1
    first: Entry | None = None
    """The page that this one goes on from; ``None`` for the first."""

    @property
    def all_things(self) -> tuple[Tagged, ...]:
        """What is listed, on this page and those that go on with it."""
        return tuple(self.listing.things[place] for place in self.places)

    @property
    def things(self) -> tuple[Tagged, ...]:
        """The things on this page."""
        return tuple(self.listing.things[place] for place in self.here)

    def path_of(self, number: int) -> Target:
        """Return where another page of the same list is."""
        first = (self.first or self.entry).path
        return Target(first if number == 1 else _page_path(first, number))

    @property
    def sentence(self) -> str:
        """What is listed, in words."""
        clauses = (self.facet.words.format(self.value.said),) if self.facet and self.value else ()
        return self.listing.says(len(self.places), *clauses)

    @property
    def start_address(self) -> str:
        """The place on the site of the first page of this list, at which its feeds are."""
        return (self.first or self.entry).address

    @property
    def is_index(self) -> bool:
        """Whether this is the page that an author wrote."""
        return self.entry is self.listing.index


def _page_path(path: str, number: int) -> str:
    return f"{_folder(path)}/page/{number}/index.md"


def folder_of(index: Entry) -> str:
    """Return the folder in which the pages of an index's values would lie as files."""
    return _folder(index.path)


def _folder(path: str) -> str:
    return path.removesuffix(".md").removesuffix("/index")


def listings(casebook: Casebook) -> tuple[Listing, ...]:
    """Return the listing of every page that asks for an index that can be narrowed."""
    known = casebook.schema.by_index
    pages = (page for page in casebook.of_kind(PAGE) if page["index"] in known)
    return tuple(list_index(page, casebook) for page in pages)


def list_index(index: Entry, casebook: Casebook) -> Listing:
    """Return what an index page lists."""
    name, schema = str(index["index"]), casebook.schema
    things = tuple(_things(name, casebook))
    counted = (count_values(facet, things, casebook) for facet in facets_of(index, schema))
    return Listing(
        index=index,
        things=things,
        facets=tuple(item for item in counted if item.values),
        nouns=schema.by_index[name].nouns,
        can_compare=all(kind.compared for kind in schema.things_of(name)),
    )


def _things(index: str, casebook: Casebook) -> Iterator[Tagged]:
    for kind in casebook.schema.things_of(index):
        for entry in casebook.of_kind(kind.name):
            match kind.holds:
                case Holds.ENTRIES:
                    yield Tagged(entry)
                case Holds.SECTIONS:
                    top = (part for part in entry.sections if part.level == _TOP_LEVEL)
                    yield from (Tagged(entry, part) for part in top)
                case Holds.QUESTIONS:
                    yield from questions(entry, casebook.schema)
