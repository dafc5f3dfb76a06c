"""From a casebook to HTML fragments: what stands below the text of each page, and around it.

Counting and sorting happen here; the templates only lay out. What fragments are made of is in
:mod:`mkdocs_casebook.render.fragments`, and lists that can be narrowed are in
:mod:`mkdocs_casebook.render.indexes`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from markupsafe import Markup

from mkdocs_casebook.config.licences import LICENCES, Licence
from mkdocs_casebook.core.extensions import INDEXES, extension, names
from mkdocs_casebook.core.model import Entry, Tagged, Target
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.connections import Connections, Web, connections, question_backlinks
from mkdocs_casebook.lists.contributors import find_thanked
from mkdocs_casebook.lists.coverage import cover
from mkdocs_casebook.lists.facets import facets_of
from mkdocs_casebook.lists.listings import folder_of, list_index
from mkdocs_casebook.lists.newest import by_month, newest
from mkdocs_casebook.render.connected import draw_backlinks, draw_connections, draw_groups
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import (
    Count,
    Fragment,
    Group,
    Link,
    beside,
    facts,
    facts_below,
)
from mkdocs_casebook.render.indexes import draw_listing
from mkdocs_casebook.render.parts import anchor, fact_list, review
from mkdocs_casebook.render.sections import divide

NEWEST_SHOWN = 5
"""Case studies that the home page lists."""


def connected(entry: Entry, web: Web, link: Link) -> Fragment:
    """Return what connects a page to others: questions, what to read next, who refers to it."""
    shown = connections(entry, web)
    is_open = web.casebook.kind_of(entry).is_open
    headings = () if is_open else tuple(_headings(entry, shown))
    return Fragment(draw_connections(shown, link, web.casebook.schema), headings)


def tail(entry: Entry, casebook: Casebook, link: Link, connecting: Fragment) -> Fragment:
    """Return what stands below the text: what is not known, what is filed here, where next."""
    common: dict[str, Any] = {
        "entry": entry,
        "link": link,
        "connected": Markup(connecting.html),  # noqa: S704 - drawn above
    }
    below = _own_tail(entry, casebook, common)
    headings = (*below.headings, *connecting.headings)
    return Fragment(f"{below.html}{credit_origin(entry)}", headings)


def credit_origin(entry: Entry) -> str:
    """Return the line that credits a content pack, or what a page was adapted from."""
    origin = entry.origin
    if origin is not None and origin.pack:
        licence = LICENCES.get(origin.licence)
        said = _credited(f"{origin.name}: {entry.title}", origin.holder, licence)
        address, version = origin.address, origin.version
    elif isinstance(adapted := entry["adapted-from"], Mapping) and "title" in adapted:
        licence = LICENCES.get(str(adapted.get("licence", "")))
        work = _credited(str(adapted["title"]), str(adapted.get("holder", "")), licence)
        said, version = f"Adapted from {work}", str(adapted.get("version", ""))
        address = str(adapted.get("url", ""))
    else:
        return ""
    return render("origin.html", address=address, version=version, said=said, licence=licence).html


def _credited(work: str, holder: str, licence: Licence | None) -> str:
    return licence.credit(work, holder) if licence else f"“{work}” by {holder}."


def _headings(entry: Entry, shown: Connections) -> Iterator[tuple[str, str]]:
    """Yield the headings of what connects a page to others, for the contents list."""
    if entry.texts("related"):
        yield "other-themes", "Other themes"
    if shown.evidence:
        yield "evidence-for", "Bears on these questions"
    if shown.related:
        yield "read-next", "Read next"
    if shown.incoming.number:
        yield "what-links-here", "What links here"


def _own_tail(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return what only pages of this kind have below their text."""
    kind = casebook.kind_of(entry)
    common = common | {"kind": kind, "schema": casebook.schema}
    if kind.is_open:
        return _index(entry, casebook, common)
    if kind.is_taxonomy:
        return _term(entry, casebook, common)
    if kind.name in casebook.schema.owners:
        return _owner(entry, casebook, common)
    if kind.below:
        return _story(entry, casebook, common)
    if kind.in_order:
        before, after = _neighbours(entry, casebook.of_kind(kind.name))
        paper = casebook.index_page(kind.paper)
        return render("chapter.html", previous=before, following=after, paper=paper, **common)
    return Fragment(f"{common['connected']}{review(entry)}")


def _index(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return the list that a page asks for; nothing but its dates where it asks for none."""
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


def _owner(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    stories = casebook.stories.get(entry.path, ())
    groups = tuple(
        Group(
            f"{kind.plural.lower().replace(' ', '-')}",
            kind.plural,
            things,
            kind.label.lower(),
            kind.plural.lower(),
        )
        for kind in casebook.schema.stories
        if (things := tuple(Tagged(story) for story in stories if story.kind == kind.name))
    )
    return _groups("organisation.html", groups, common)


def _story(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    link, there, kind = common["link"], elsewhere(entry), casebook.kind_of(entry)
    paper = casebook.index_page(kind.paper)
    covers = there is not None and bool(there.sections)
    covered = render("covers.html", elsewhere=there).html if covers else ""
    to_print = ""
    if paper:
        to_paper = anchor(
            f"Print this {kind.one}, alone or with others",
            link(Target(paper.path, entry.slug)),
        )
        to_print = f'<p class="cb-suggest" data-search-exclude>{to_paper}</p>\n'
    html = (
        f'{covered}<section class="cb-section">\n<div class="cb-section__label">'
        f'<h2 id="what-is-stated">{escape(kind.below)}</h2></div>\n<div class="cb-section__body">\n'
        f"{fact_list(facts_below(entry, casebook), link, 'cb-facts--stated')}</div>\n</section>\n"
        f"{common['connected']}{review(entry)}{to_print}"
    )
    heading = f"What the {kind.label.lower()} covers"
    covers_heading = (("what-it-covers", heading),) if covers else ()
    return Fragment(html, (*covers_heading, ("what-is-stated", kind.below)))


def body(text: str, entry: Entry, web: Web, link: Link) -> str:
    """Return a page's text in its sections; below each question, who refers to it and its paper."""
    kind = web.casebook.kind_of(entry)
    paper = web.casebook.index_page(kind.paper)

    def below(ident: str) -> str:
        incoming = question_backlinks(ident, web)
        on_paper = Target(paper.path, ident) if paper else None
        if not (incoming.number or paper):
            return ""
        drawn = draw_backlinks(incoming, link) if incoming.number else ""
        shown = render(
            "question.html", number=incoming.number, backlinks=drawn, on_paper=on_paper, link=link
        )
        return shown.html

    return divide(text, below, has_questions=kind.has_questions)


def _term(entry: Entry, casebook: Casebook, common: dict[str, Any]) -> Fragment:
    filed = casebook.filed.get(entry.slug, ())
    schema = casebook.schema
    groups = tuple(
        Group(f"filed-{kind.name}", called.title, things, called.one, called.several)
        for kind, called in schema.filed
        if (things := tuple(thing for thing in filed if thing.entry.kind == kind.name))
    )
    asked = [thing for thing in filed if thing.section and schema.of(thing.entry).has_questions]
    papers = (casebook.index_page(schema.of(thing.entry).paper) for thing in asked)
    return _groups(
        "theme.html",
        groups,
        common,
        paper=next(filter(None, papers), None),
        asked=[thing.section.id for thing in asked if thing.section],
        narrower=casebook.narrower.get(entry.slug, ()),
        related=casebook.themes(entry.texts("related")),
    )


def _groups(
    template: str, groups: tuple[Group, ...], common: dict[str, Any], **values: object
) -> Fragment:
    headings = tuple((group.id, group.label) for group in groups)
    filed = draw_groups(groups, common["link"], common["schema"])
    return render(template, headings, filed=filed, **common, **values)


def _neighbours(entry: Entry, entries: tuple[Entry, ...]) -> tuple[Entry | None, Entry | None]:
    at = entries.index(entry)
    before = entries[at - 1] if at else None
    return before, entries[at + 1] if at + 1 < len(entries) else None


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
