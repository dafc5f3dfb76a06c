"""What stands around the texts of pages: heads, what connects them, facts, data for machines.

The host makes one page at a time, and what it does in between drives our code and values out of the
processor's memory: each step then takes three times as long. So each step is taken for many pages
in a row, in the order in which the host will come to them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs.structure.pages import Page

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.connections import Web
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.heads import head
from mkdocs_casebook.render.pages import connected, tail
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.stopwatch import Stopwatch

AT_ONCE = 50
"""Pages whose surroundings are made in a row; they are kept until the host comes to each."""


class Around(NamedTuple):
    """What stands around the text of a page."""

    above: str
    below: Fragment
    data: str | None
    """The JSON-LD of a site that knows its address."""


@dataclass(kw_only=True, slots=True)
class Surroundings:
    """Makes what stands around the texts of pages."""

    web: Web
    publication: Publication
    pages: Sequence[tuple[Page, Entry]]
    """All pages that are laid out, in the host's order."""

    link: Callable[[Page], Link]
    listed: Callable[[Page, Link], Fragment | None]
    """Draws the list of a page that is one; it stands below its text."""

    watch: Stopwatch
    made: dict[str, Around] = field(default_factory=dict)
    """What is made and not yet asked for, by the host's path."""

    numbers: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Remember where each page is."""
        self.numbers = {page.file.src_uri: at for at, (page, _) in enumerate(self.pages)}

    def of(self, page: Page, entry: Entry) -> Around:
        """Return what stands around a page's text, and forget it. The texts of all must be read."""
        uri = page.file.src_uri
        if uri not in self.made:
            first = self.numbers.get(uri)
            # A draft, which only the host's server shows, is not among the others.
            pages = [(page, entry)] if first is None else self.pages[first : first + AT_ONCE]
            self.made = self._make(pages)
        return self.made.pop(uri)

    def _make(self, pages: Sequence[tuple[Page, Entry]]) -> dict[str, Around]:
        casebook, watch, site = self.web.casebook, self.watch, self.publication
        laid = [(page, entry, self.link(page)) for page, entry in pages]
        with watch("page"):
            above = [
                head(entry, casebook, link, words=(page.content or "").count(" "))
                for page, entry, link in laid
            ]
        with watch("lists"):
            lists = [self.listed(page, link) for page, _, link in laid]
        with watch("links"):
            parts = [
                listed or connected(entry, self.web, link)
                for (_, entry, link), listed in zip(laid, lists, strict=True)
            ]
        below = [
            part if listed else self._below(entry, link, part)
            for (_, entry, link), listed, part in zip(laid, lists, parts, strict=True)
        ]
        with watch("data"):
            data = [
                structured_data(entry, casebook, site) if site.url else None for _, entry in pages
            ]
        made = map(Around, above, below, data)
        return {page.file.src_uri: around for (page, _), around in zip(pages, made, strict=True)}

    def _below(self, entry: Entry, link: Link, connecting: Fragment) -> Fragment:
        # A theme's page is nothing but links; others have facts and dates there as well.
        with self.watch("links" if self.web.casebook.kind_of(entry).is_taxonomy else "page"):
            return tail(entry, self.web.casebook, link, connecting)
