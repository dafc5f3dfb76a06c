"""The pages that show a casebook as a whole: the home page, indexes, what is covered, what is new.

Counting and sorting happen here; the templates only lay out. Lists that can be narrowed are in
:mod:`mkdocs_casebook.render.indexes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from mkdocs_casebook.core.extensions import INDEXES, extension, names
from mkdocs_casebook.core.model import Entry, Target
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.contributors import find_thanked
from mkdocs_casebook.lists.coverage import cover
from mkdocs_casebook.lists.facets import facets_of
from mkdocs_casebook.lists.listings import folder_of, list_index
from mkdocs_casebook.lists.newest import by_month, newest
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Count, Fragment, beside, facts
from mkdocs_casebook.render.indexes import draw_listing
from mkdocs_casebook.render.parts import review

NEWEST_SHOWN = 5
"""Case studies that the home page lists."""


def draw_index(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return the list that a page asks for; nothing but its dates where it asks for none.

    ``common`` holds the page's ``entry``, its ``link`` and ``kind``, and the ``schema``.
    """
    name, schema = str(entry["index"]), casebook.schema
    if name in schema.by_index:
        return _listing(casebook, common)
    if name == schema.taxonomy:
        return _term_index(casebook, common)
    if name in schema.owners:
        return _owner_index(name, casebook, common)
    if name in schema.kinds:
        return render("index-chapter.html", chapters=casebook.of_kind(name), **common)
    if name in names(INDEXES):
        drawn: Fragment = extension(INDEXES, name)(casebook, common)
        return drawn
    return DRAWN[name](casebook, common) if name in DRAWN else Fragment(review(entry))


def theme_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each theme with the number of things filed under it."""
    return tuple(
        Count(theme.title, len(casebook.filed.get(theme.slug, ())), Target(theme.path))
        for theme in casebook.all_terms
    )


def type_counts(casebook: Casebook) -> tuple[Count, ...]:
    """Return each type of trust with the number of stories by trusts of that type."""
    grouping, schema = casebook.schema.grouping, casebook.schema
    index = next(filter(None, (casebook.index_page(kind.name) for kind in schema.stories)), None)
    if grouping is None or index is None:
        return ()
    if all(facet.name != grouping.name for facet in facets_of(index, schema)):
        return ()
    used = Counter(slug for story in casebook.all_stories for slug in casebook.groups_of(story))
    return tuple(
        Count(label, used[slug], Target(f"{folder_of(index)}/{grouping.name}/{slug}/index.md"))
        for slug, label in grouping.options.items()
        if used[slug]
    )


def _home(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    stories = casebook.all_stories
    pages = (casebook.index_page(kind.name) for kind in casebook.schema.stories)
    return render(
        "home.html",
        (("themes", "Themes"), ("types-of-trust", "Types of trust"), ("newest", "Newest")),
        themes=theme_counts(casebook),
        types=type_counts(casebook),
        stories=[
            (story, beside(story, casebook), casebook.themes(story.themes))
            for story in stories[:NEWEST_SHOWN]
        ],
        all_stories=next(filter(None, pages), None),
        new=casebook.index_page("new"),
        total=len(stories),
        **common,
    )


def _listing(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return a list that can be narrowed, by itself: a host that makes its pages draws them."""
    page = next(list_index(common["entry"], casebook).pages())
    return draw_listing(page, casebook, common["link"])


def _term_index(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    themes = [
        (theme, Counter(thing.entry.kind for thing in casebook.filed.get(theme.slug, ())))
        for theme in casebook.all_terms
    ]
    return render("index-theme.html", themes=themes, **common)


def _owner_index(name: str, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return the owners of stories in their groups, each with its stories."""
    owners, kind = casebook.of_kind(name), casebook.schema[name]
    grouping = kind.fields.by_name.get(kind.grouped)
    shown = [field for field in kind.beside if field != kind.grouped]
    groups = tuple(
        (f"{grouping.name}-{slug}", label, members)
        for slug, label in (grouping.options.items() if grouping else ())
        if grouping and (members := [item for item in owners if slug in item.texts(grouping.name)])
    )
    return render(
        "index-organisation.html",
        tuple((ident, label) for ident, label, _members in groups),
        groups=groups,
        beside={
            owner.path: ", ".join(
                text for fact in facts(owner, shown, casebook.schema) for text in fact.texts
            )
            for owner in owners
        },
        stories=casebook.stories,
        **common,
    )


def _coverage(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    coverage = cover(casebook)
    return render(
        "index-coverage.html",
        (("by-kind", "Themes by kind"), ("by-type-of-trust", "Case studies by type of trust")),
        coverage=coverage,
        types=coverage.types,
        target=Target,
        contribute=casebook.index_page("contribute"),
        **common,
    )


def _contributors(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    thanked = find_thanked(casebook.by_path.values())
    headings = (("names", "Names"),) if thanked else ()
    return render("index-contributors.html", headings, thanked=thanked, **common)


def _new(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    months = by_month(newest(casebook))
    headings = tuple((f"{month:%Y-%m}", f"{month:%B %Y}") for month, _changes in months)
    return render("index-new.html", headings, months=months, **common)


DRAWN: Mapping[str, Callable[[Casebook, dict[str, Any]], Fragment]] = {
    "home": _home,
    "coverage": _coverage,
    "contributors": _contributors,
    "new": _new,
}
"""What draws the indexes that are no lists of one kind; parts of Casebook and others add more."""
