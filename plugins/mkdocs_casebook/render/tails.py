"""What stands below a page's text: what is not known, what is filed here, what to read next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from markupsafe import Markup

from mkdocs_casebook.config.licences import LICENCES, Licence
from mkdocs_casebook.core.model import Entry, Tagged, Target
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.connections import Connections, Web, connections
from mkdocs_casebook.render.connected import draw_connections, draw_groups
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fragment, Group, Link, facts_below
from mkdocs_casebook.render.overviews import draw_index
from mkdocs_casebook.render.parts import anchor, fact_list, review
from mkdocs_casebook.safety.addresses import harmless


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
    beyond, below = updates(entry), _own_tail(entry, casebook, common)
    headings = (*beyond.headings, *below.headings, *connecting.headings)
    return Fragment(f"{beyond.html}{below.html}{credit_origin(entry)}", headings)


def updates(entry: Entry) -> Fragment:
    """Return what others have published beside the source of an entry, the oldest first."""
    found = entry["updates"]
    if not isinstance(found, tuple):
        return Fragment("")
    given = [item for item in found if isinstance(item, Mapping)]
    # A month follows the days of it that are known.
    dated = sorted(given, key=lambda item: f"{item['date']}-99-99"[:10])
    shown = [dict(item) | {"address": harmless(item["url"])} for item in dated]
    headings = (("updates", "Beyond the source"),)
    return render("updates.html", headings, updates=shown, source=entry["source"])


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
        return draw_index(entry, casebook, common)
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
