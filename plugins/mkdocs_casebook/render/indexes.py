"""The HTML of a list that can be narrowed: its sentence, its form, its links and its rows.

Rows are the same on every page but for the way to the root, so each is laid out once. An index of
10,000 entries has some hundred static pages; laying rows out anew on every one took most of the
time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from mkdocs_casebook.lists.facets import themes_of
from mkdocs_casebook.lists.listings import FEW, Counted, Listing, ListingPage
from mkdocs_casebook.model import Entry, Tagged, Target
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.fragments import (
    Fact,
    Fragment,
    Link,
    environment,
    facts,
    owner_texts,
    render,
)

_COMPARED = ("systems", "cost", "duration", "evidence", "did-not-work")
"""What the table sets side by side, after the organisation and what it did."""


_ROOT = "\0"
"""Stands for the way to the root in rows; no author can write it, since it is refused."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of one thing."""

    thing: Tagged
    ident: str
    summary: str
    side: tuple[str, ...]
    """Short facts beside it: who, what type, where, when."""

    meta: str
    """What it is about, or what it is part of."""

    also: str
    """Other words by which it should be found."""

    compared: tuple[Fact, ...]
    """What the table shows; nothing for a thing that cannot be compared."""

    dated: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows that have been laid out in this build."""

    casebook: Casebook
    described: dict[tuple[str, str], Row] = field(default_factory=dict)
    made: dict[tuple[str, str, bool], str] = field(default_factory=dict)

    def describe(self, thing: Tagged) -> Row:
        """Return what a list shows of a thing."""
        key = _key(thing)
        if key not in self.described:
            self.described[key] = describe(thing, self.casebook)
        return self.described[key]

    def draw(self, thing: Tagged, link: Link, slugs: tuple[tuple[str, str], ...] = ()) -> Markup:
        """Return a thing's list item; with its facet values where a form will narrow the list."""
        key = (*_key(thing), bool(slugs))
        if key not in self.made:
            macro = environment().get_template("listing-row.html").module.row  # type: ignore[attr-defined]
            self.made[key] = macro(self.describe(thing), Link(link.addresses, _ROOT), slugs)
        # The templates have escaped it already; only the way to the root is put in.
        return Markup(str(self.made[key]).replace(_ROOT, link.to_root))  # noqa: S704


def _key(thing: Tagged) -> tuple[str, str]:
    return thing.entry.path, thing.section.id if thing.section else ""


def describe(thing: Tagged, casebook: Casebook) -> Row:
    """Return what a list shows of a thing."""
    entry = thing.entry
    owner = casebook.entry("organisation", str(entry["organisation"]))
    themes = casebook.themes(thing.section.themes if thing.section else entry.themes)
    is_question = bool(thing.section) and entry.kind == "question-list"
    named = ", ".join(theme.title for theme in themes)
    part = entry.title if thing.section else ""
    meta = " · ".join(filter(None, (published_by(entry), part, named)))
    dated = entry["reviewed"] if thing.section else entry["added"]
    return Row(
        thing=thing,
        ident=thing.section.id if thing.section and is_question else "",
        summary="" if is_question else thing.summary,
        side=_side(entry, owner),
        meta=meta,
        also=" ".join(_other_words(thing, owner, casebook)),
        compared=_compared(entry, owner) if entry.kind == "case-study" else (),
        dated=dated.isoformat() if isinstance(dated, date) else "",
    )


def _side(entry: Entry, owner: Entry | None) -> tuple[str, ...]:
    if owner is None:
        return ()
    name = str(owner["short-name"] or owner.title)
    return (
        name,
        owner_texts("type", owner),
        owner_texts("region", owner),
        str(entry["year"] or ""),
    )


def _other_words(thing: Tagged, owner: Entry | None, casebook: Casebook) -> list[str]:
    """Return the aliases of a thing's themes and organisation, and its organisation's full name."""
    themes = casebook.themes(themes_of(thing, casebook))
    words = [alias for theme in themes for alias in theme.texts("aliases")]
    words += (theme.title for theme in themes)
    words += thing.entry.texts("systems")
    if owner is not None:
        words += (owner.title, *owner.texts("aliases"))
    return words


def _compared(entry: Entry, owner: Entry | None) -> tuple[Fact, ...]:
    name = str(owner["short-name"] or owner.title) if owner else ""
    return (
        Fact("Organisation", (name,) if name else (), Target(owner.path) if owner else None),
        Fact("What they did", (entry.title,), Target(entry.path)),
        *facts(entry, _COMPARED),
    )


@dataclass(frozen=True, slots=True)
class Means:
    """What a site's host has for its lists."""

    rows: Rows
    interactive: bool = True
    """Whether pages have the script and the styles that a form needs."""

    feeds: bool = False
    """Whether feeds are written."""


@dataclass(frozen=True, slots=True)
class Links:
    """The values of one facet, as links to their pages."""

    label: str
    name: str
    first: tuple[Counted, ...]
    rest: tuple[Counted, ...]


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
    is_long = page.is_index and page.last > 1
    by_form = interactive and page.is_index and len(page.things) > 1
    return render(
        "listing.html",
        (("all", page.sentence),) if page.is_index else (),
        page=page,
        listing=listing,
        link=link,
        rows=_rows(page, rows, link, by_form=by_form),
        by_form=by_form,
        is_long=is_long,
        feeds=feeds,
        is_few=len(listing.things) < FEW,
        can_compare=by_form and all(t.entry.kind == "case-study" for t in page.things),
        links=tuple(_links(listing)) if page.is_index else (),
        interactive=interactive,
        value_path=lambda facet, value: Target(f"{listing.folder}/{facet}/{value}/index.md"),
    )


def _rows(page: ListingPage, rows: Rows, link: Link, *, by_form: bool) -> list[Markup]:
    if not by_form:
        return [rows.draw(thing, link) for thing in page.things]
    names = [counted.facet.name for counted in page.listing.facets]
    return [
        rows.draw(thing, link, tuple(zip(names, map(" ".join, slugs), strict=True)))
        for thing, slugs in zip(page.things, page.listing.by_thing, strict=False)
    ]


def _links(listing: Listing) -> list[Links]:
    """Return each facet's values for the links: those with most entries first come unfolded."""
    found = []
    for counted in listing.facets:
        by_size = sorted(counted.values, key=lambda item: -len(item.places))
        shown = {id(item) for item in by_size[: counted.facet.show]}
        found.append(
            Links(
                counted.facet.label,
                counted.facet.name,
                tuple(item for item in counted.values if id(item) in shown),
                tuple(item for item in counted.values if id(item) not in shown),
            )
        )
    return found
