"""A whole page, as the theme is handed it: what stands above its text, the text, what is below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mkdocs_casebook.core.model import Entry, Target
from mkdocs_casebook.graph.connections import Web, question_backlinks
from mkdocs_casebook.lists.facet_pages import FacetPage
from mkdocs_casebook.render.chrome import Chrome, has_prose
from mkdocs_casebook.render.connected import draw_backlinks
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fragment, Link
from mkdocs_casebook.render.heads import Head, head
from mkdocs_casebook.render.indexes import AnyList, Means, draw_facet, draw_listing
from mkdocs_casebook.render.parts import key_messages
from mkdocs_casebook.render.print_view import draw_paper
from mkdocs_casebook.render.sections import divide
from mkdocs_casebook.render.structured import Publication, structured_data
from mkdocs_casebook.render.tails import connected, tail


@dataclass(frozen=True, slots=True)
class Whole:
    """What is known of all pages, once every one has been read."""

    web: Web
    means: Means
    texts: Mapping[str, str]
    """The texts that pages to print gather, by path."""

    publication: Publication
    """The site; its address is blank where it is not known."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """A page in its parts."""

    chrome: Chrome
    head: Head
    content: str
    """The text, with all that is below it."""

    headings: tuple[tuple[str, str], ...]
    """Pairs of id and title of what is below the author's own text."""


def draw_page(
    entry: Entry, text: str, link: Link, whole: Whole, listed: AnyList | None
) -> PageParts:
    """Return the page of an entry with its text, as HTML; ``listed`` is what it lists, if any."""
    web, site = whole.web, whole.publication
    casebook, kind = web.casebook, web.casebook.kind_of(entry)
    is_paper = entry["index"] in casebook.schema.papers
    above = head(entry, casebook, link, words=text.count(" "))
    below = _listed(listed, link, whole) if listed else _tail(entry, web, link)
    paper = draw_paper(entry, web, whole.texts, link, site.url) if is_paper else ""
    content = f"{key_messages(entry)}{body(text, entry, web, link)}{paper}{below.html}"
    chrome = Chrome(
        entry=entry,
        head=above,
        listing=listed,
        feeds=_feeds(listed) if whole.means.feeds else "",
        is_paper=is_paper,
        questions=tuple(item.id for item in entry.sections) if kind.has_questions else (),
        has_prose=has_prose(text),
        structured_data=structured_data(entry, casebook, site) if site.url else None,
    )
    return PageParts(chrome, above, content, below.headings)


def _feeds(listed: AnyList | None) -> str:
    """Return where the feeds of a list are; the page of a facet has none."""
    return "" if listed is None or isinstance(listed, FacetPage) else listed.start_address


def _listed(page: AnyList, link: Link, whole: Whole) -> Fragment:
    if isinstance(page, FacetPage):
        return draw_facet(page, link)
    return draw_listing(page, whole.web.casebook, link, whole.means)


def _tail(entry: Entry, web: Web, link: Link) -> Fragment:
    return tail(entry, web.casebook, link, connected(entry, web, link))


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
