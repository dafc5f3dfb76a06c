"""What stands above a page's text: its kind, title, summary, facts, the book it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from mkdocs_casebook.core.model import Entry, Tagged
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Link, facts_above
from mkdocs_casebook.render.parts import anchor, fact_list, joined, messages, theme_links

CONTENTS = "<!-- contents -->\n"
"""Where the theme puts the list of a page's sections."""

_WORDS_A_MINUTE = 220
"""Reading speed of plain prose by adults (Brysbaert 2019: 238 for non-fiction), rounded down."""


@joined
def head(entry: Entry, casebook: Casebook, link: Link, *, words: int = 0) -> Iterator[str]:
    """Return what stands above the text.

    ``words`` is the length of the text, from which the reading time of long pages is told.
    """
    kind = casebook.kind_of(entry)
    index = casebook.index_page(entry.kind)
    yield f'<header class="cb-head cb-head--{kind.name}">\n'
    if not kind.is_open:
        label = anchor(kind.label, link.to(index)) if index else escape(kind.label)
        own = f": {escape(str(entry['label']))}" if entry["label"] else ""
        yield f'<p class="cb-kind">{label}{own}</p>\n'
    yield f"<h1>{escape(entry.title)}</h1>\n"
    yield from _said(entry, casebook, link)
    yield from _length_or_origin(entry, casebook, words)
    yield from _filed(entry, casebook, link)
    yield "</header>\n"
    if kind.has_contents:
        title = index.title if index else kind.plural
        yield from _book(entry, casebook.of_kind(kind.name), title, link)
    yield CONTENTS
    if key := entry.texts("key-messages"):
        heading = "Key message" if len(key) == 1 else "Key messages"
        yield '<section class="cb-key" aria-labelledby="key-messages">\n'
        yield f'<h2 id="key-messages">{heading}</h2>\n{messages(key)}</section>\n'


def _said(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    """Yield the summary, and by what other names an entry goes."""
    if entry.summary:
        yield f'<p class="cb-lead">{escape(entry.summary)}</p>\n'
    if aliases := entry.texts("aliases"):
        yield f'<p class="cb-meta">Also called {escape(", ".join(aliases))}.</p>\n'
    if broader := casebook.themes(entry.texts("broader")):
        yield f'<p class="cb-meta">Part of {theme_links(broader, link)}.</p>\n'


def _length_or_origin(entry: Entry, casebook: Casebook, words: int) -> Iterator[str]:
    """Yield how long the text takes to read; of one that stands elsewhere, where that is."""
    if there := elsewhere(entry):
        kind = casebook.kind_of(entry)
        yield render("elsewhere.html", entry=entry, kind=kind, elsewhere=there).html
    elif words and casebook.kind_of(entry).filed:
        minutes = some(max(1, round(words / _WORDS_A_MINUTE)), "minute")
        source = '. <a href="#source">Source and dates</a>' if entry["source"] else ""
        yield f'<p class="cb-meta" data-search-exclude>{minutes} to read{source}</p>\n'


def _filed(entry: Entry, casebook: Casebook, link: Link) -> Iterator[str]:
    """Yield the facts, the themes, and on the home page a question to begin with."""
    if stated := facts_above(entry, casebook):
        yield fact_list(stated, link)
    if themes := casebook.themes(entry.themes):
        label = '<span class="cb-themes__label">Themes</span>'
        yield f'<p class="cb-themes">{label} {theme_links(themes, link)}</p>\n'
    if entry["index"] == "home" and (question := _opening_question(casebook)):
        yield render("ask.html", question=question, link=link).html


def _book(entry: Entry, chapters: Sequence[Entry], title: str, link: Link) -> Iterator[str]:
    yield '<nav class="cb-book" aria-labelledby="all-chapters" data-search-exclude>\n'
    yield f'<h2 class="cb-book__title" id="all-chapters">{escape(title)}</h2>\n'
    yield '<ol class="cb-book__list">\n'
    for chapter in chapters:
        number = str(chapter["label"] or "").rpartition(" ")[2]
        current = ' aria-current="page"' if chapter.path == entry.path else ""
        yield (
            f'<li><span class="cb-book__number">{number if number.isdecimal() else ""}</span>'
            f'<a href="{escape(link.to(chapter))}"{current}>{escape(chapter.title)}</a></li>\n'
        )
    yield "</ol>\n</nav>\n"


def _opening_question(casebook: Casebook) -> Tagged | None:
    """Return the first question of the first list, for the home page to ask."""
    return next(iter(casebook.questions.values()), None)
