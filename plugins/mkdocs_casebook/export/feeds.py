"""Write Atom and JSON feeds of a list: what was added last, by the dates that authors gave.

Nothing here asks what time it is, so the same content gives the same bytes. An entry without a date
is in no feed: it cannot be said to be new.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import nsmallest

from markupsafe import Markup

from mkdocs_casebook.core.model import Tagged, Target
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.lists.listings import ListingPage
from mkdocs_casebook.render.engine import environment
from mkdocs_casebook.render.structured import Publication

NEWEST = 50
"""Entries in a feed. Readers of feeds ask often, so a feed stays small."""

_JSON_FEED = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed, written in both forms once for all the feeds it is in."""

    added: date
    changed: date
    address: str
    atom: Markup
    json: dict[str, object]


def export_feeds(export: Export) -> Iterator[tuple[str, str]]:
    """Yield the feeds of every list; none for a site without an address, which feeds must give."""
    feeds = Feeds(export.publication)
    for page in export.lists if export.publication.url else ():
        if page.number == 1:
            yield from feeds.write(page)


@dataclass(frozen=True, slots=True)
class Feeds:
    """Writes the feeds of one site."""

    site: Publication
    items: dict[tuple[str, str], Item | None] = field(default_factory=dict)

    def write(self, page: ListingPage) -> Iterator[tuple[str, str]]:
        """Yield the place on the site and the text of each feed of a page."""
        found = (item for thing in page.all_things if (item := self._item(thing)))
        items = nsmallest(NEWEST, found, key=lambda item: (-item.added.toordinal(), item.address))
        home = self.site.address(Target(page.entry.path))
        title = f"{page.entry.title} | {self.site.name}"
        start, root = page.start_address, self.site.url
        template = environment().get_template("feed.xml")
        newest = max((item.changed for item in items), default=date(1970, 1, 1))
        given = {"title": title, "home": home, "items": items, "newest": newest}
        yield f"{start}atom.xml", template.render(given, own=f"{root}{start}atom.xml") + "\n"
        feed = {
            "version": _JSON_FEED,
            "title": title,
            "home_page_url": home,
            "feed_url": f"{root}{start}feed.json",
            "language": self.site.language,
            "items": [item.json for item in items],
        }
        yield f"{start}feed.json", json.dumps(feed, ensure_ascii=False, indent=1) + "\n"

    def _item(self, thing: Tagged) -> Item | None:
        key = (thing.entry.path, thing.section.id if thing.section else "")
        if key not in self.items:
            self.items[key] = self._make(thing)
        return self.items[key]

    def _make(self, thing: Tagged) -> Item | None:
        added, reviewed = thing.entry["added"], thing.entry["reviewed"]
        first = added if isinstance(added, date) else reviewed
        if not isinstance(first, date):
            return None
        changed = max(first, reviewed) if isinstance(reviewed, date) else first
        address = self.site.address(thing.target)
        macro = environment().get_template("feed-item.xml").module.item  # type: ignore[attr-defined]
        content: dict[str, object] = {
            "id": address,
            "url": address,
            "title": thing.title,
            "content_text": thing.summary,
            "date_published": f"{first}T00:00:00Z",
            "date_modified": f"{changed}T00:00:00Z",
        }
        if there := thing.entry.elsewhere:
            content |= {"external_url": there.address, "authors": [{"name": there.name}]}
        return Item(first, changed, address, macro(thing, address, first, changed), content)
