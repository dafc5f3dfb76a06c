"""Hand the host the static pages of lists as files of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from mkdocs_casebook.core.places import Places
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.facet_pages import FacetPage, facet_pages
from mkdocs_casebook.lists.listings import ListingPage, listings
from mkdocs_casebook.mkdocs_plugin.escaped import escaped
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.indexes import Means, draw_facet, draw_listing
from mkdocs_casebook.render.rows import Rows


@dataclass(frozen=True, slots=True)
class Listed:
    """The static pages of all lists of a site, by the path at which the host knows each."""

    casebook: Casebook
    means: Means
    pages: dict[str, ListingPage | FacetPage] = field(default_factory=dict)

    @classmethod
    def of(cls, casebook: Casebook, *, look: bool, feeds: bool) -> Listed:
        """Return the lists of a casebook; no page of theirs is made yet."""
        return cls(casebook, Means(Rows(casebook), interactive=look, feeds=feeds))

    def add_to(
        self, files: Files, places: Places, addresses: dict[str, str], config: MkDocsConfig
    ) -> None:
        """Give the host every page, and note its address.

        A page that an author wrote at one of these places stays.
        """
        taken = {file.dest_uri: file for file in files}
        for listing in listings(self.casebook):
            pages: list[ListingPage | FacetPage] = [*listing.pages(), *facet_pages(listing)]
            for page in pages:
                uri = f"{page.entry.address}index.md"
                if page.is_index:
                    self.pages[places.known(page.entry.path) or uri] = page
                    continue
                made = File.generated(config, uri, content="")
                there = taken.setdefault(made.dest_uri, made)
                if there is made:
                    files.append(made)
                    self.pages[uri] = page
                addresses[page.entry.path] = there.url.removeprefix("./")

    @property
    def static(self) -> tuple[ListingPage, ...]:
        """The static pages of the lists themselves."""
        return tuple(page for page in self.pages.values() if isinstance(page, ListingPage))

    def describe(self, page: Page) -> dict[str, object]:
        """Return what the theme and the search need to know of a page of a list."""
        listed = self.pages.get(page.file.src_uri)
        if listed is None:
            return {}
        feeds = self.means.feeds and isinstance(listed, ListingPage)
        shown: dict[str, object] = {"listing": listed, "feeds": feeds}
        # The index finds its entries, and so would each of these; one of them is enough.
        if listed.is_index:
            return shown
        description = escaped(f"{listed.sentence}.")
        return shown | {"description": description, "search": {"exclude": True}}

    def draw(self, page: Page, link: Link) -> Fragment | None:
        """Return the list of a page, or ``None`` for a page without one."""
        listed = self.pages.get(page.file.src_uri)
        if listed is None:
            return None
        if isinstance(listed, FacetPage):
            return draw_facet(listed, link)
        return draw_listing(listed, self.casebook, link, self.means)
