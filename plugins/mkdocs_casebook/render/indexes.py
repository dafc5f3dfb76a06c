"""The HTML of a list that can be narrowed: its sentence, its form, its links and its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_casebook.core.model import Target
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.facet_pages import FacetPage, facet_pages, path_of_facet
from mkdocs_casebook.lists.listings import FEW, Listing, ListingPage, listings
from mkdocs_casebook.render.choices import choices_of, form_choices, narrower, value_links
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.rows import Rows

AnyList = ListingPage | FacetPage
"""A static page of a list."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a site's host has for its lists."""

    rows: Rows
    interactive: bool = True
    """Whether pages have the script and the styles that a form needs."""

    feeds: bool = False
    """Whether feeds are written."""


def all_lists(casebook: Casebook) -> Iterator[AnyList]:
    """Yield every static page of the lists of a site."""
    for listing in listings(casebook):
        yield from listing.pages()
        yield from facet_pages(listing)


def draw_listing(
    page: ListingPage,
    casebook: Casebook,
    link: Link,
    means: Means | None = None,
) -> Fragment:
    """Return one static page of a listing."""
    means = means or Means(Rows(casebook))
    rows, interactive, feeds = means.rows, means.interactive, means.feeds
    listing = page.listing
    by_form = interactive and page.is_index and len(listing.things) > 1
    return render(
        "listing.html",
        (("all", page.sentence),) if page.is_index else (),
        page=page,
        listing=listing,
        link=link,
        rows=_rows(page, rows, link, with_values=by_form and not listing.is_long),
        by_form=by_form,
        is_long=listing.is_long,
        feeds=feeds,
        is_few=len(listing.things) < FEW,
        can_compare=by_form and listing.can_compare,
        choices=tuple(map(form_choices, listing.facets)) if by_form else (),
        links=tuple(map(value_links, listing.facets)) if page.is_index else (),
        within=narrower(page) if interactive and page.number == 1 else None,
        interactive=interactive,
        facet_path=_facet_path(listing),
        value_path=_value_path(listing),
    )


def draw_facet(page: FacetPage, link: Link) -> Fragment:
    """Return the page of a facet: every value it has, and the ways to the other facets."""
    listing, counted = page.listing, page.counted
    others = tuple(item.facet for item in listing.facets if item is not counted)
    return render(
        "listing-facet.html",
        page=page,
        listing=listing,
        link=link,
        values=choices_of(counted),
        others=others,
        facet_path=_facet_path(listing),
        value_path=_value_path(listing),
    )


def _facet_path(listing: Listing) -> Callable[[str], Target]:
    """Return what gives a template the page of a facet, by the facet's name."""
    return lambda facet: Target(path_of_facet(listing, facet))


def _value_path(listing: Listing) -> Callable[[str, str], Target]:
    """Return what gives a template the page of a value, by the names of its facet and its own."""
    return lambda facet, value: Target(f"{listing.folder}/{facet}/{value}/index.md")


def _rows(page: ListingPage, rows: Rows, link: Link, *, with_values: bool) -> Markup:
    if not with_values:
        return rows.draw(((thing, ()) for thing in page.things), link)
    names = [counted.facet.name for counted in page.listing.facets]
    found = (tuple(zip(names, map(" ".join, own), strict=True)) for own in page.listing.by_thing)
    return rows.draw(zip(page.things, found, strict=False), link)
