"""Words by which the search finds a page although readers do not see them there.

They stand in a page's text as paragraphs of their own while search plugins read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.fragments import short_name, texts

_START, _END = '<p class="cb-search-words">', "</p>"
_ADDED = re.compile(f"{_START}.*?{_END}", re.DOTALL)
_SAYS_NOTHING = ("", "Also called")

MOST_NAMES = 20
"""Other names by which a theme finds what is filed under it; its own page is found by all.

Hundreds of pages repeat them, so that a theme with a hundred names would make reading and fetching
the search's index twice as slow for everybody.
"""


def add_search_words(text: str, entry: Entry, casebook: Casebook) -> str:
    """Return a page's text with the words by which it should be found besides its own.

    Before the text: words of the front matter and the names of the themes. Below each heading
    with themes of its own: their names.
    """
    parts = [*_of_front_matter(entry, casebook), _of_themes(entry.themes, casebook)]
    done = 0
    for section in entry.sections:
        start = f'<h{section.level} id="{section.id}"' if section.themes else ""
        at = text.find(start, done) if start else -1
        if at >= 0:
            end = text.index(f"</h{section.level}>", at) + len("</h1>")
            parts += (text[done:end], _of_themes(section.themes, casebook))
            done = end
    return "".join((*parts, text[done:]))


def remove_search_words(text: str) -> str:
    """Return a text that search plugins have read without the words that were added to it."""
    return _ADDED.sub("", text)


def labels(entry: Entry, casebook: Casebook) -> tuple[str, ...]:
    """Return what a result of the search says of a page: its kind and its organisation."""
    kind = casebook.kind_of(entry)
    if kind.is_open:
        return ()
    name = short_name(casebook.owner(entry)) or str(entry["label"] or "")
    return tuple(filter(None, (kind.label, name, published_by(entry))))


def _of_front_matter(entry: Entry, casebook: Casebook) -> Iterator[str]:
    """Yield a paragraph of each part: results show only those in which something was found."""
    owner = casebook.owner(entry)
    yield _paragraph(entry.summary)
    yield _paragraph("Also called", *entry.texts("aliases"))
    if owner:
        short = str(owner["short-name"] or "")
        yield _paragraph(owner.title, short, *owner.texts("aliases"))
    for searched in casebook.kind_of(entry).searched:
        for text in texts(searched, entry[searched.name]):
            yield _paragraph(text)
    # There is no text on the page of an entry that stands elsewhere, only what it is about.
    for section in entry.sections if entry.elsewhere else ():
        yield _paragraph(f"{section.title}: {section.excerpt}")


def _of_themes(slugs: Iterable[str], casebook: Casebook) -> str:
    return "".join(
        _paragraph(theme.title, *theme.texts("aliases")[:MOST_NAMES])
        for theme in casebook.themes(slugs)
    )


def _paragraph(first: str, *others: str) -> str:
    rest = ", ".join(word for word in others if word)
    said = f"{first}: {rest}." if rest else first
    return f"{_START}{escape(said)}{_END}" if said not in _SAYS_NOTHING else ""
