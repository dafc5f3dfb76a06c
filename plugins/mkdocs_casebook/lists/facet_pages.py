"""Make the page of each facet: its values, with how many things have each.

A reader who shortens the address of a value's page, ``/case-studies/theme/risk/``, arrives here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.lists.counting import CountedFacet
from mkdocs_casebook.lists.listings import Listing


@dataclass(frozen=True, slots=True)
class FacetPage:
    """One facet of a listing, laid out as a page that leads to the page of each value."""

    listing: Listing
    entry: Entry
    counted: CountedFacet

    is_index: ClassVar[bool] = False

    @property
    def sentence(self) -> str:
        """What is listed, in words."""
        return self.listing.says(len(self.listing.things), f"by {self.counted.facet.noun}")


def facet_pages(listing: Listing) -> Iterator[FacetPage]:
    """Yield a page for each facet of a listing."""
    for counted in listing.facets:
        entry = listing.page_at(counted.facet.name, f"by {counted.facet.noun}")
        yield FacetPage(listing, entry, counted)


def path_of_facet(listing: Listing, name: str) -> str:
    """Return where, from the project root, the page of a facet would lie as a file."""
    return f"{listing.folder}/{name}/index.md"
