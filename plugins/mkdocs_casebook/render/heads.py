"""What stands above a page's text: its kind, title, summary, facts, the book it is part of.

The template ``theme/partials/head.html`` arranges the pieces, so that a site can do it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from mkdocs_casebook.core.model import Entry, Tagged
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Link, facts_above
from mkdocs_casebook.render.parts import anchor, fact_list, joined, messages, theme_links

_WORDS_A_MINUTE = 220
"""Reading speed of plain prose by adults (Brysbaert 2019: 238 for non-fiction), rounded down."""


@dataclass(frozen=True, slots=True)
class Head:
    """The pieces of what stands above a text, each as HTML; blank for what there is none of."""

    kind: str
    """The name of the kind, for a class."""

    label: Markup
    """What kind of page it is, as a link to all of them."""

    title: Markup
    lead: Markup
    meta: Markup
    """Other names, what it is part of, how long it takes to read, where it comes from."""

    facts: Markup
    themes: Markup
    ask: Markup
    """A question to begin with, on the home page."""

    book: Markup
    """The list of all parts of the book that this is one of."""


def head(entry: Entry, casebook: Casebook, link: Link, *, words: int = 0) -> Head:
    """Return what stands above the text.

    ``words`` is the length of the text, from which the reading time of long pages is told.
    """
    kind = casebook.kind_of(entry)
    return Head(
        kind=kind.name,
        label=_label(entry, casebook, link),
        title=Markup.escape(entry.title),
        lead=_lead(entry),
        meta=_meta(entry, casebook, link, words),
        facts=_facts(entry, casebook, link),
        themes=_themes(entry, casebook, link),
        ask=_ask(entry, casebook, link),
        book=_book(entry, casebook, link) if kind.has_contents else Markup(),
    )


def draw_head(pieces: Head) -> str:
    """Return the head as one piece of HTML, for pages that another theme lays out."""
    return render("partials/head.html", chrome={"head": pieces}).html


@joined
def key_messages(entry: Entry) -> Iterator[str]:
    """Return what to take away from a text; it stands before it."""
    if key := entry.texts("key-messages"):
        heading = "Key message" if len(key) == 1 else "Key messages"
        yield '<section class="cb-key" aria-labelledby="key-messages">\n'
        yield f'<h2 id="key-messages">{heading}</h2>\n{messages(key)}</section>\n'


@joined
def _label(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    kind, index = casebook.kind_of(entry), casebook.index_page(entry.kind)
    if not kind.is_open:
        label = anchor(kind.label, link.to(index)) if index else escape(kind.label)
        own = f": {escape(str(entry['label']))}" if entry["label"] else ""
        yield f'<p class="cb-kind">{label}{own}</p>\n'


@joined
def _lead(entry: Entry) -> Iterator[str]:
    if entry.summary:
        yield f'<p class="cb-lead">{escape(entry.summary)}</p>\n'


@joined
def _meta(entry: Entry, casebook: Casebook, link: Link, words: int) -> Iterator[str]:
    """Yield other names, and how long the text takes to read or, of another site's, where it is."""
    if aliases := entry.texts("aliases"):
        yield f'<p class="cb-meta">Also called {escape(", ".join(aliases))}.</p>\n'
    if broader := casebook.themes(entry.texts("broader")):
        yield f'<p class="cb-meta">Part of {theme_links(broader, link)}.</p>\n'
    if there := elsewhere(entry):
        kind = casebook.kind_of(entry)
        yield render("elsewhere.html", entry=entry, kind=kind, elsewhere=there).html
    elif words and casebook.kind_of(entry).filed:
        minutes = some(max(1, round(words / _WORDS_A_MINUTE)), "minute")
        source = '. <a href="#source">Source and dates</a>' if entry["source"] else ""
        yield f'<p class="cb-meta" data-search-exclude>{minutes} to read{source}</p>\n'


def _facts(entry: Entry, casebook: Casebook, link: Link) -> Markup:
    stated = facts_above(entry, casebook)
    return fact_list(stated, link) if stated else Markup()


@joined
def _themes(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    if themes := casebook.themes(entry.themes):
        label = '<span class="cb-themes__label">Themes</span>'
        yield f'<p class="cb-themes">{label} {theme_links(themes, link)}</p>\n'


@joined
def _ask(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    if entry["index"] == "home" and (question := _opening_question(casebook)):
        yield render("ask.html", question=question, link=link).html


@joined
def _book(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    index = casebook.index_page(entry.kind)
    title = index.title if index else casebook.kind_of(entry).plural
    yield '<nav class="cb-book" aria-labelledby="all-chapters" data-search-exclude>\n'
    yield f'<h2 class="cb-book__title" id="all-chapters">{escape(title)}</h2>\n'
    yield '<ol class="cb-book__list">\n'
    yield from _chapters(entry, casebook.of_kind(entry.kind), link)
    yield "</ol>\n</nav>\n"


def _chapters(entry: Entry, chapters: Sequence[Entry], link: Link) -> Iterator[str]:
    for chapter in chapters:
        number = str(chapter["label"] or "").rpartition(" ")[2]
        current = ' aria-current="page"' if chapter.path == entry.path else ""
        yield (
            f'<li><span class="cb-book__number">{number if number.isdecimal() else ""}</span>'
            f'<a href="{escape(link.to(chapter))}"{current}>{escape(chapter.title)}</a></li>\n'
        )


def _opening_question(casebook: Casebook) -> Tagged | None:
    """Return the first question of the first list, for the home page to ask."""
    return next(iter(casebook.questions.values()), None)
