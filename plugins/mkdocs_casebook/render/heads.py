"""What stands above a page's text: its kind, title, summary, facts, the book it is part of.

These are the values; ``theme/partials/head.html`` lays them out, or a template of the site's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.elsewhere import elsewhere
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Link, facts_above
from mkdocs_casebook.render.parts import fact_list

_WORDS_A_MINUTE = 220
"""Reading speed of plain prose by adults (Brysbaert 2019: 238 for non-fiction), rounded down."""


@dataclass(frozen=True, slots=True)
class Named:
    """A link in a head: to a theme, to a chapter, to all pages of a kind."""

    title: str
    address: str = ""
    number: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above a text; blank or empty for what there is none of. Markup is HTML."""

    kind: str
    """The name of the kind, for a class."""

    label: Named | None
    """What kind of page it is, with the way to all of them."""

    own_label: str
    """Which of them it is: ``Chapter 5``."""

    title: str
    summary: str
    aliases: tuple[str, ...]
    broader: tuple[Named, ...]
    reading_time: str
    has_source: bool
    elsewhere: Markup
    """Where the whole of it stands, if that is on another site."""

    facts: Markup
    themes: tuple[Named, ...]
    ask: Markup
    """A question to begin with, on the home page."""

    book: str
    """The title of the book that it is a chapter of."""

    chapters: tuple[Named, ...]


def head(entry: Entry, casebook: Casebook, link: Link, *, words: int = 0) -> Head:
    """Return what stands above the text.

    ``words`` is the length of the text, from which the reading time of long pages is told.
    """
    kind, index = casebook.kind_of(entry), casebook.index_page(entry.kind)
    there, stated = elsewhere(entry), facts_above(entry, casebook)
    is_long = words and kind.filed and not there
    label = Named(kind.label, link.to(index) if index else "")
    shown = render("elsewhere.html", entry=entry, kind=kind, elsewhere=there).html if there else ""
    return Head(
        kind=kind.name,
        label=None if kind.is_open else label,
        own_label=str(entry["label"] or ""),
        title=entry.title,
        summary=entry.summary,
        aliases=entry.texts("aliases"),
        broader=_named(casebook.themes(entry.texts("broader")), link),
        reading_time=some(max(1, round(words / _WORDS_A_MINUTE)), "minute") if is_long else "",
        has_source=bool(entry["source"]),
        elsewhere=Markup(shown),  # noqa: S704 - drawn above
        facts=fact_list(stated, link) if stated else Markup(),
        themes=_named(casebook.themes(entry.themes), link),
        ask=_ask(entry, casebook, link),
        book=(index.title if index else kind.plural) if kind.has_contents else "",
        chapters=tuple(_chapters(entry, casebook, link)) if kind.has_contents else (),
    )


def draw_head(values: Head) -> str:
    """Return the head as one piece of HTML, for pages that another theme lays out."""
    return render("partials/head.html", chrome={"head": values}).html


def _named(entries: Iterable[Entry], link: Link) -> tuple[Named, ...]:
    return tuple(Named(entry.title, link.to(entry)) for entry in entries)


def _chapters(entry: Entry, casebook: Casebook, link: Link) -> Iterator[Named]:
    for chapter in casebook.of_kind(entry.kind):
        number = str(chapter["label"] or "").rpartition(" ")[2]
        shown = number if number.isdecimal() else ""
        yield Named(chapter.title, link.to(chapter), shown, chapter.path == entry.path)


def _ask(entry: Entry, casebook: Casebook, link: Link) -> Markup:
    """Return the first question of the first list, for the home page to ask."""
    question = next(iter(casebook.questions.values()), None)
    if entry["index"] != "home" or question is None:
        return Markup()
    return Markup(render("ask.html", question=question, link=link).html)  # noqa: S704 - drawn here
