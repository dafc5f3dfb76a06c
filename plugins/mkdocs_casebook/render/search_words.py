"""A page's text as search plugins read it: plainer than readers get it, and with more words.

To a search plugin every element costs as much as a paragraph, and most of them tell it nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.markdown.processor import SECTION_MARK
from mkdocs_casebook.render.elsewhere import published_by
from mkdocs_casebook.render.fragments import short_name, texts

_ONLY_WORDS = re.compile(
    r'<(?:a(?: class="cb-term")? href="[^"<>]*"|em|strong)>([^<]*)</(?:a|em|strong)>'
)
"""Links and stress around plain words; a link that asks for more, say to be left out, stays."""

_PRAGMA = re.compile(r'\s?data-search-\w+="[^"]+"')
"""As Material's search plugin takes them out of every page that it has read."""

_START, _END = "<P>", "</P>"
"""Capitals, by which added words are known again; to a search plugin they mean the same."""

_ENDS = tuple((f"</{tag}>\n<", f"</{tag}><") for tag in ("p", "li", "h2"))
_SAYS_NOTHING = ("", "Also called")

MOST_NAMES = 20
"""Other names by which a theme finds what is filed under it; its own page is found by all.

Hundreds of pages repeat them, so that a theme with a hundred names would make reading and fetching
the search's index twice as slow for everybody.
"""


@dataclass(frozen=True, slots=True)
class SearchWords:
    """The words by which the pages of a casebook should be found; readers do not see them."""

    casebook: Casebook
    by_theme: dict[str, str] = field(default_factory=dict)
    """The names of each theme that has been asked for: many pages have the same themes."""

    def add(self, text: str, entry: Entry) -> str:
        """Return a page's text as search plugins should read it.

        Before the text: words of the front matter and the names of the themes. Below each heading
        with themes of its own: their names.
        """
        text = plain(text)
        parts = [*self._of_front_matter(entry), self._of_themes(entry.themes)]
        done = 0
        for section in entry.sections:
            start = f'<h{section.level} id="{section.id}"' if section.themes else ""
            at = text.find(start, done) if start else -1
            if at >= 0:
                end = text.index(f"</h{section.level}>", at) + len("</h1>")
                parts += (text[done:end], self._of_themes(section.themes))
                done = end
        return "".join((*parts, text[done:]))

    def labels(self, entry: Entry) -> tuple[str, ...]:
        """Return what a result of the search says of a page: its kind and its organisation."""
        kind = self.casebook.kind_of(entry)
        if kind.is_open:
            return ()
        name = short_name(self.casebook.owner(entry)) or str(entry["label"] or "")
        return tuple(filter(None, (kind.label, name, published_by(entry))))

    def _of_front_matter(self, entry: Entry) -> Iterator[str]:
        """Yield a paragraph of each part: results show only those in which something was found."""
        owner = self.casebook.owner(entry)
        yield _paragraph(entry.summary)
        yield _paragraph("Also called", *entry.texts("aliases"))
        if owner:
            short = str(owner["short-name"] or "")
            yield _paragraph(owner.title, short, *owner.texts("aliases"))
        for searched in self.casebook.kind_of(entry).searched:
            for text in texts(searched, entry[searched.name]):
                yield _paragraph(text)
        # There is no text on the page of an entry that stands elsewhere, only what it is about.
        for section in entry.sections if entry.elsewhere else ():
            yield _paragraph(f"{section.title}: {section.excerpt}")

    def _of_themes(self, slugs: Iterable[str]) -> str:
        return "".join(self.by_theme.get(slug) or self._of_theme(slug) for slug in slugs)

    def _of_theme(self, slug: str) -> str:
        theme = self.casebook.entry(self.casebook.schema.taxonomy, slug)
        words = _paragraph(theme.title, *theme.texts("aliases")[:MOST_NAMES]) if theme else ""
        self.by_theme[slug] = words
        return words


def plain(text: str) -> str:
    """Return a page's text without the marks and the white space that say nothing to a search.

    >>> plain('<p>As <a href="../a/">they</a> <em>say</em>.</p>')
    '<p>As they say.</p>'
    """
    text = "".join(_ONLY_WORDS.split(text)).replace(SECTION_MARK, "")
    for end, plainer in _ENDS:
        text = text.replace(end, plainer)
    return text


def remove_search_words(text: str) -> str:
    """Return a text that has been read without the words that were added to it."""
    first, *others = text.split(_START)
    return "".join((first, *(other.partition(_END)[2] for other in others)))


def without_pragmas(text: str) -> str:
    """Return a page's text without the attributes by which it told a search what to leave out."""
    return _PRAGMA.sub("", text)


def _paragraph(first: str, *others: str) -> str:
    rest = ", ".join(word for word in others if word)
    said = f"{first}: {rest}." if rest else first
    return f"{_START}{escape(said)}{_END}" if said not in _SAYS_NOTHING else ""
