"""The quiet links from the names of themes in a text, on their way to the page.

In the tree of a page a name only carries a mark: to make an element of each, and have the host
work out its address, cost more than all other steps together. The finished text gets ordinary
links. They are taken out once more while search plugins read the page, to whom each costs as much
as a paragraph does, and put back before anybody sees it.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable
from html import escape
from itertools import accumulate
from typing import NamedTuple

_MARKED = re.compile("\x02cb-term:([^\x03]*)\x03([^\x02]*)\x02cb-term\x03")
"""Python-Markdown takes these signs out of every source, so no author can write a mark."""

_LINK = re.compile(r'(<a class="cb-term" href="[^"]*">)([^<]*)</a>')


class TakenOut(NamedTuple):
    """The links that were taken out of a text, and that text's hash, by which it is known again."""

    text: int
    starts: array[int]
    """Where each link begins, in characters of the text without links."""

    ends: array[int]
    tags: tuple[str, ...]


def mark(slug: str, words: str) -> str:
    """Return the name of a theme as it stands in the tree of a page."""
    return f"\x02cb-term:{slug}\x03{words}\x02cb-term\x03"


def has_marks(html: str) -> bool:
    """Return whether a text may have marks of names in it."""
    return "\x02" in html


def link(html: str, address: Callable[[str], str]) -> str:
    """Return the text of a page with a link in place of each mark.

    ``address`` turns a theme's slug into where its page is; blank where there is none.
    """

    def make(found: re.Match[str]) -> str:
        there = address(found[1])
        return f'<a class="cb-term" href="{escape(there)}">{found[2]}</a>' if there else found[2]

    return _MARKED.sub(make, html)


def take_out(html: str) -> tuple[str, TakenOut | None]:
    """Return a text without its quiet links, and what puts them back; nothing if it has none."""
    # Pieces of text, tags and words in turn: text, tag, words, text, tag, words, text.
    pieces = _LINK.split(html)
    if len(pieces) == 1:
        return html, None
    # Most pages of a site share their tags, so each is kept once.
    tags = tuple(map(sys.intern, pieces[1::3]))
    del pieces[1::3]
    text = "".join(pieces)
    places = list(accumulate(map(len, pieces)))
    return text, TakenOut(hash(text), array("L", places[0::2][:-1]), array("L", places[1::2]), tags)


def put_back(html: str, taken: TakenOut) -> str | None:
    """Return a text with its links again; nothing if it is not the text they were taken from."""
    if hash(html) != taken.text:
        return None
    pieces: list[str] = []
    done = 0
    for start, end, tag in zip(taken.starts, taken.ends, taken.tags, strict=True):
        pieces += (html[done:start], tag, html[start:end], "</a>")
        done = end
    return "".join((*pieces, html[done:]))
