"""What connects a page to others, as HTML: evidence, what to read next, who refers to it.

Every page has such lists and a theme's are long, so they are written here in plain Python, in a
fifth of the time that a template takes. Every value goes through :func:`html.escape`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from markupsafe import Markup

from mkdocs_casebook.core.model import Section, Tagged
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.graph.backlinks import Backlink, Incoming
from mkdocs_casebook.graph.connections import Connections, by_relation
from mkdocs_casebook.graph.related import Related
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.fragments import Group, Link
from mkdocs_casebook.schema.kinds import Schema

SHOWN_UNFOLDED = 3
"""Backlinks that are in sight; the others unfold."""


def draw_connections(shown: Connections, link: Link, schema: Schema) -> Markup:
    """Return everything that connects a page to others; nothing where nothing does."""
    return Markup("".join(_connections(shown, link, schema)))  # noqa: S704 - escaped below


def draw_groups(groups: Iterable[Group], link: Link, schema: Schema) -> Markup:
    """Return things filed under a theme or an organisation, each group with heading and count."""
    return Markup("".join(_groups(groups, link, schema)))  # noqa: S704 - escaped below


def draw_backlinks(incoming: Incoming, link: Link) -> Markup:
    """Return who refers to something, by relation, each with its sentence."""
    pieces = (*_backlinks(incoming.shown, link), _left_out(incoming))
    return Markup("".join(pieces))  # noqa: S704 - escaped below


def _connections(shown: Connections, link: Link, schema: Schema) -> Iterator[str]:
    if shown.evidence:
        yield (
            '<section class="cb-section">\n<div class="cb-section__label">'
            '<h2 id="evidence-for">Bears on these questions</h2></div>\n'
            '<ul class="cb-section__body cb-rows">\n'
        )
        yield from (_evidence(question, section, link) for question, section in shown.evidence)
        yield "</ul>\n</section>\n"
    if shown.related:
        yield (
            '<aside class="cb-section" aria-labelledby="read-next">\n'
            '<div class="cb-section__label"><h2 id="read-next">Read next</h2></div>\n'
            '<ul class="cb-section__body cb-rows cb-rows--small">\n'
        )
        yield from (_related(item, link, schema) for item in shown.related)
        yield "</ul>\n</aside>\n"
    if shown.incoming.number:
        yield from _who_links_here(shown.incoming, link)


def _evidence(question: Tagged, section: Section, link: Link) -> str:
    ident = question.section.id if question.section else ""
    return (
        f'<li class="cb-row cb-row--question">\n<span class="cb-row__id">{escape(ident)}</span>\n'
        '<div class="cb-row__main">\n'
        f'<h3 class="cb-row__title"><a href="{escape(link(question.target))}">'
        f"{escape(question.title)}</a></h3>\n"
        f'<p class="cb-meta">See <a href="#{escape(section.id)}">{escape(section.title)}</a></p>\n'
        "</div>\n</li>\n"
    )


def _related(item: Related, link: Link, schema: Schema) -> str:
    said = ", ".join(filter(None, (schema.of(item.entry).label, published_by(item.entry))))
    return (
        '<li class="cb-row">\n<div class="cb-row__main">\n'
        f'<h3 class="cb-row__title"><a href="{escape(link.to(item.entry))}">'
        f"{escape(item.entry.title)}</a></h3>\n"
        f'<p class="cb-meta">{escape(said)}: {escape(item.reason)}</p>\n'
        "</div>\n</li>\n"
    )


def _who_links_here(incoming: Incoming, link: Link) -> Iterator[str]:
    yield (
        '<section class="cb-section">\n<div class="cb-section__label">'
        '<h2 id="what-links-here">What links here</h2>'
        f'<p class="cb-meta">{some(incoming.number, "place")}</p></div>\n'
        '<div class="cb-section__body">\n'
    )
    yield from _backlinks(incoming.shown[:SHOWN_UNFOLDED], link)
    yield "\n"
    if incoming.number > SHOWN_UNFOLDED:
        folded = some(incoming.number - SHOWN_UNFOLDED, "more place")
        yield f'<details class="cb-fold">\n<summary>{folded}</summary>\n'
        yield from _backlinks(incoming.shown[SHOWN_UNFOLDED:], link)
        yield f"\n{_left_out(incoming)}</details>\n"
    yield "</div>\n</section>\n"


def _left_out(incoming: Incoming) -> str:
    """Return the line that says how many of a long list are shown."""
    shown, number = len(incoming.shown), incoming.number
    said = f"The first {shown} of {number} are shown."
    return f'<p class="cb-meta">{said}</p>\n' if number > shown else ""


def _backlinks(backlinks: Sequence[Backlink], link: Link) -> Iterator[str]:
    for relation, group in by_relation(backlinks):
        yield f'<h3 class="cb-backlinks__relation">{escape(relation)}</h3>\n'
        yield '<ul class="cb-backlinks">\n'
        yield from (_backlink(item, link) for item in group)
        yield "</ul>\n"


def _backlink(item: Backlink, link: Link) -> str:
    heading, sentence = item.reference.heading, _sentence(item)
    under = f'<span class="cb-meta">, {escape(heading)}</span>' if heading else ""
    return (
        f'<li class="cb-backlinks__item">\n<a href="{escape(link(item.target))}">'
        f"{escape(item.entry.title)}</a>{under}{sentence}</li>\n"
    )


def _sentence(item: Backlink) -> str:
    before, words, after = map(escape, item.reference.sentence)
    marked = f"<mark>{words}</mark>" if words else ""
    return f"<p>{before}{marked}{after}</p>\n" if words or after else ""


def _groups(groups: Iterable[Group], link: Link, schema: Schema) -> Iterator[str]:
    for group in groups:
        number = some(len(group.things), group.one, group.several)
        yield (
            '<section class="cb-section" data-search-exclude>\n<div class="cb-section__label">'
            f'<h2 id="{escape(group.id)}">{escape(group.label)}</h2>'
            f'<p class="cb-meta">{number}</p></div>\n<ul class="cb-section__body cb-rows">\n'
        )
        yield from (_row(thing, link, schema) for thing in group.things)
        yield "</ul>\n</section>\n"


def _row(thing: Tagged, link: Link, schema: Schema) -> str:
    title = (
        f'<h3 class="cb-row__title"><a href="{escape(link(thing.target))}">'
        f"{escape(thing.title)}</a></h3>\n"
    )
    start, summary, whole = '<li class="cb-row">\n', "", ""
    if thing.section and schema.of(thing.entry).has_questions:
        ident = escape(thing.section.id)
        start = f'<li class="cb-row cb-row--question">\n<span class="cb-row__id">{ident}</span>\n'
    elif thing.summary:
        summary = f"<p>{escape(thing.summary)}</p>\n"
    if publisher := published_by(thing.entry):
        summary += f'<p class="cb-meta">{escape(publisher)}</p>\n'
    if thing.section:
        label = thing.entry["label"]
        part_of = f"{label}, {thing.entry.title}" if label else thing.entry.title
        whole = f'<p class="cb-meta">{escape(part_of)}</p>\n'
    return f'{start}<div class="cb-row__main">\n{title}{summary}{whole}</div>\n</li>\n'
