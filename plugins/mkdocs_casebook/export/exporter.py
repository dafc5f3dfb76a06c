"""Hold what an exporter is given: a casebook, where its pages are, and the lists on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.listings import ListingPage
from mkdocs_casebook.render.rows import Rows
from mkdocs_casebook.render.structured import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A site, once the address of every page is known."""

    casebook: Casebook
    publication: Publication
    lists: tuple[ListingPage, ...] = ()
    """The static pages of all lists."""

    rows: Rows
    interactive: bool = True
    """Whether pages have the script that fetches what a long list holds."""


Exporter = Callable[[Export], Iterable[tuple[str, str]]]
"""Yields the place on the site and the text of each file that it adds."""
