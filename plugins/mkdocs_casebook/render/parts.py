"""What nearly every page shows, as HTML: facts, links to themes, messages, source and dates.

A template takes five times as long to write these, and thousands of pages have them. Every value
goes through :func:`html.escape`. The templates of pages of which a site has few use them too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import wraps
from html import escape
from typing import ParamSpec

from markupsafe import Markup

from mkdocs_casebook.core.model import Entry, Value
from mkdocs_casebook.core.problems import in_words
from mkdocs_casebook.render.fragments import Fact, Link, in_full, partial_date
from mkdocs_casebook.safety.addresses import harmless
from mkdocs_casebook.schema.fields import NOT_STATED

P = ParamSpec("P")

_UNSTATED = f'<dd class="cb-unstated">{escape(NOT_STATED)}</dd>\n'


def joined(write: Callable[P, Iterator[str]]) -> Callable[P, Markup]:
    """Turn a function that yields pieces of HTML, every value escaped, into one that returns it."""

    @wraps(write)
    def whole(*args: P.args, **kwargs: P.kwargs) -> Markup:
        return Markup("".join(write(*args, **kwargs)))  # noqa: S704 - that is what it promises

    return whole


def theme_links(themes: Iterable[Entry], link: Link) -> Markup:
    """Return links to themes in a row."""
    made = ", ".join(anchor(theme.title, link.to(theme)) for theme in themes)
    return Markup(made)  # noqa: S704 - escaped below


def anchor(words: str, address: str) -> Markup:
    """Return a link."""
    made = f'<a href="{escape(address)}">{escape(words)}</a>'
    return Markup(made)  # noqa: S704 - escaped above


@joined
def fact_list(facts: Iterable[Fact], link: Link, name: str = "") -> Iterator[str]:
    """Return facts as a list of terms; ``name`` is a class that it has besides its own."""
    yield f'<dl class="cb-facts {name}">\n' if name else '<dl class="cb-facts">\n'
    for fact in facts:
        yield f'<div class="cb-facts__fact">\n<dt>{escape(fact.label)}</dt>\n'
        if fact.target:
            yield f"<dd>{anchor(fact.texts[0], link(fact.target))}</dd>\n"
        elif fact.texts:
            yield from (f"<dd>{escape(text)}</dd>\n" for text in fact.texts)
        else:
            yield _UNSTATED
        yield "</div>\n"
    yield "</dl>\n"


@joined
def messages(texts: Sequence[str]) -> Iterator[str]:
    """Return key messages; one alone needs no number."""
    if len(texts) == 1:
        yield f"<p>{escape(texts[0])}</p>\n"
        return
    yield "<ol>\n"
    yield from (f"<li>{escape(text)}</li>\n" for text in texts)
    yield "</ol>\n"


@joined
def key_messages(entry: Entry) -> Iterator[str]:
    """Return what to take away from a text; it stands before it."""
    if key := entry.texts("key-messages"):
        heading = "Key message" if len(key) == 1 else "Key messages"
        yield '<section class="cb-key" aria-labelledby="key-messages">\n'
        yield f'<h2 id="key-messages">{heading}</h2>\n{messages(key)}</section>\n'


@joined
def review(entry: Entry, ident: str = "source") -> Iterator[str]:
    """Return where an entry comes from, since when it is here, and whom to thank for it."""
    source, added, reviewed = entry["source"], entry["added"], entry["reviewed"]
    thanked = entry.texts("contributors")
    if not (source or added or reviewed or thanked):
        return
    named = f' id="{ident}"' if ident else ""
    yield f'<footer class="cb-review"{named} data-search-exclude>\n'
    if isinstance(source, Mapping):
        yield f"<p><strong>Source</strong> {_source(source)}.</p>\n"
    dates = (("Added", added), ("Last reviewed", reviewed))
    if said := " ".join(_dated(label, value) for label, value in dates if isinstance(value, date)):
        yield f"<p>{said}</p>\n"
    if thanked:
        yield f"<p><strong>Thanks to</strong> {escape(in_words(thanked))}.</p>\n"
    yield "</footer>\n"


def _source(source: Mapping[str, Value]) -> str:
    title, address = str(source["title"]), harmless(source.get("url"))
    parts: list[str] = [anchor(title, address) if address else escape(title)]
    if publisher := source.get("publisher"):
        parts.append(escape(str(publisher)))
    if published := source.get("date"):
        parts.append(escape(partial_date(str(published))))
    return ", ".join(parts)


def _dated(label: str, value: date) -> str:
    return f'<span class="cb-review__date"><strong>{label}</strong> {in_full(value)}</span>'
