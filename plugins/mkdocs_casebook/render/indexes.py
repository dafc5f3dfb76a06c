"""The HTML of a list that can be narrowed: its sentence, its form, its links and its rows.

Rows are the same on every page but for the way to the root, so each is laid out once. An index of
10,000 entries has some hundred static pages; laying rows out anew on every one took most of the
time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup

from mkdocs_casebook.lists.facets import Facet, FacetValue, themes_of
from mkdocs_casebook.lists.listings import FEW, Counted, CountedFacet, ListingPage
from mkdocs_casebook.model import Entry, Tagged, Target
from mkdocs_casebook.relate import Casebook
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

FOLDED_AT_LEAST = 2
"""A form folds no fewer values away than this: opening a fold for one is a wasted step."""


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
    meta = " · ".join(filter(None, (entry.title, named))) if thing.section else named
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

    label: str
    name: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    absent: tuple[Choice, ...] = ()
    """Those that none of the things at hand has."""


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
        choices=tuple(map(_choices, listing.facets)) if by_form else (),
        links=tuple(map(_links, listing.facets)) if page.is_index else (),
        within=_within(page) if interactive and page.number == 1 else None,
        interactive=interactive,
        value_path=lambda facet, value: Target(f"{listing.folder}/{facet}/{value}/index.md"),
    )


def _rows(page: ListingPage, rows: Rows, link: Link, *, with_values: bool) -> list[Markup]:
    if not with_values:
        return [rows.draw(thing, link) for thing in page.things]
    names = [counted.facet.name for counted in page.listing.facets]
    return [
        rows.draw(thing, link, tuple(zip(names, map(" ".join, slugs), strict=True)))
        for thing, slugs in zip(page.things, page.listing.by_thing, strict=False)
    ]


def _choices(counted: CountedFacet) -> tuple[Facet, tuple[Choice, ...], tuple[Choice, ...]]:
    """Return a facet, and its values for the form: those that are seen at once, and the rest.

    A family of broader and narrower values is not torn apart.
    """
    values = [Choice(item.value, len(item.places), item.above) for item in counted.values]
    show = counted.facet.show
    tops = (at for at, choice in enumerate(values) if at >= show and not choice.above)
    cut = len(values) if len(values) <= show + FOLDED_AT_LEAST else next(tops, len(values))
    return counted.facet, tuple(values[:cut]), tuple(values[cut:])


def _links(counted: CountedFacet) -> Links:
    """Return a facet's values for the links to their pages."""
    choices = [Choice(item.value, len(item.places), item.above) for item in counted.values]
    return _folded(counted.facet, choices, counted.facet.show)


def _folded(facet: Facet, choices: Iterable[Choice], show: int) -> Links:
    """Return choices as links: those with most entries come unfolded, each below its broader."""
    there = [choice for choice in choices if choice.number]
    absent = tuple(choice for choice in choices if not choice.number)
    by_size = sorted(there, key=lambda choice: -choice.number)
    seen = {choice.value.slug for choice in by_size[:show]}
    first = [choice for choice in there if choice.value.slug in seen]
    rest = [choice for choice in there if choice.value.slug not in seen]
    return Links(facet.label, facet.name, _nested(first), _nested(rest), absent)


def _nested(choices: list[Choice]) -> tuple[Choice, ...]:
    """Return choices that stand only beneath what is in the same list."""
    here = {choice.value.slug for choice in choices}
    return tuple(
        replace(choice, above=tuple(value for value in choice.above if value.slug in here))
        for choice in choices
    )


def _within(page: ListingPage) -> Links | None:
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
