"""Record what a page's text refers to: every link and mention of a theme, with its sentence.

The finished tree of a page is walked once, and its text searched once as a whole. Links are
recorded as their author wrote them; the names of themes are found, recorded, and where it is their
first time marked, for :mod:`mkdocs_casebook.graph.terms` to make them quiet links.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, groupby
from operator import itemgetter
from typing import NamedTuple
from xml.etree.ElementTree import Element

from mkdocs_casebook.core.places import leads_to
from mkdocs_casebook.graph.mentions import PIECES, Names, find
from mkdocs_casebook.graph.page_text import Block, blocks_of
from mkdocs_casebook.graph.sentences import in_sentence
from mkdocs_casebook.graph.terms import mark


class LinkWhere(StrEnum):
    """Where a mention of a theme becomes a link."""

    PAGE = "page"
    """The first time on a page."""

    SECTION = "section"
    """The first time under each second-level heading."""

    OFF = "off"


class Reference(NamedTuple):
    """One link or mention: from where, to what, in which words."""

    source: str
    """Path of the file it stands in."""

    section: str
    """The id of the heading it stands under; empty above the first."""

    heading: str
    target: str
    """Path of the file it leads to."""

    fragment: str = ""
    is_mention: bool = False
    """Whether a name was found, rather than a link written by the author."""

    text: str = ""
    """The block it stands in; from it the sentence is cut, if a page ever shows it."""

    start: int = 0
    end: int = 0
    """From where to where in the text the link or name goes; nowhere for one only declared."""

    @property
    def has_words(self) -> bool:
        """Whether there is a link or a name in the text."""
        return self.end > self.start

    @property
    def sentence(self) -> tuple[str, str, str]:
        """The sentence it stands in: what is before, the words themselves, what is after."""
        return in_sentence(self.text, self.start, self.end)


class _Named(NamedTuple):
    """The name of a theme in a page's text."""

    slug: str
    block: int
    """The number of its block."""

    piece: int
    """The number of its piece in the block."""

    start: int
    end: int
    """From where to where in the piece, in characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """The page in hand, and what it can refer to. All paths are from the project root."""

    path: str
    paths: Collection[str]
    """Paths of all entries."""

    theme_paths: Mapping[str, str]
    """Paths of themes by slug. A theme's own page never mentions it."""

    def target_of(self, link: str) -> str | None:
        """Return the path of the entry that a link in the text leads to, if it leads to one."""
        if not link or link[0] in "/?" or ":" in link:
            return None
        path = link.partition("#")[0].partition("?")[0]
        target = leads_to(self.path, path) if path else self.path
        return target if target in self.paths else None


def record(root: Element, page: Page, names: Names, where: LinkWhere) -> list[Reference]:
    """Return everything a page refers to, in order, and mark the mentions to be made links.

    What only leads on, such as a list of links, refers to no page as a whole.
    """
    blocks = blocks_of(root)
    named: dict[int, list[_Named]] = defaultdict(list)
    for item in _find(blocks, names):
        if page.theme_paths[item.slug] != page.path:
            named[item.block].append(item)
    _mark(blocks, _first_ones(blocks, chain.from_iterable(named.values()), where))
    return [
        reference
        for number, block in enumerate(blocks)
        for reference in _references(block, named.get(number, ()), page)
        # A link to one heading is an answer to it, or evidence; others only lead on.
        if reference.fragment or not block.leads_on
    ]


def _find(blocks: Sequence[Block], names: Names) -> Iterator[_Named]:
    """Yield the names of themes in a page's text, in order.

    All is searched as one text: that costs a third of searching its pieces one by one.
    """
    pieces = [
        # No file holds the sign, but whoever calls this with other texts must not be misled by it.
        (number, at, piece.text.replace(PIECES, " "))
        for number, block in enumerate(blocks)
        for at, piece in enumerate(block.pieces)
        if piece.may_name
    ]
    text = PIECES.join([words for _block, _piece, words in pieces])
    current = passed = 0
    for slug, start, end in find(text, names):
        current += text.count(PIECES, passed, start)
        passed = start
        begin = text.rfind(PIECES, 0, start) + 1
        block, piece, _words = pieces[current]
        yield _Named(slug, block, piece, start - begin, end - begin)


def _references(block: Block, named: Iterable[_Named], page: Page) -> Iterator[Reference]:
    """Yield what a block refers to, in order."""
    found: list[tuple[int, int, str, str, bool]] = []
    for href, first, after in block.links:
        target = page.target_of(href)
        if target is not None and target != page.path and after > first:
            start, end = block.length_before(first), block.length_before(after)
            found.append((start, end, target, href.partition("#")[2], False))
    for slug, _block, piece, start, end in named:
        before = block.length_before(piece) if piece else 0
        found.append((before + start, before + end, page.theme_paths[slug], "", True))
    found.sort()
    source, section, heading, text = page.path, block.section, block.heading, block.text
    for start, end, target, fragment, is_mention in found:
        yield Reference(source, section, heading, target, fragment, is_mention, text, start, end)


def _first_ones(
    blocks: Sequence[Block], named: Iterable[_Named], where: LinkWhere
) -> Iterator[_Named]:
    """Yield the mentions that become links."""
    linked: set[tuple[str, int]] = set()
    for item in named if where is not LinkWhere.OFF else ():
        place = item.slug, blocks[item.block].number if where is LinkWhere.SECTION else 0
        if place not in linked:
            linked.add(place)
            yield item


def _mark(blocks: Sequence[Block], named: Iterable[_Named]) -> None:
    """Mark mentions that are in order in the tree, for links to be made of them."""
    for (block, piece), items in groupby(named, key=itemgetter(1, 2)):
        holder = blocks[block].pieces[piece]
        parts: list[str] = []
        done = 0
        for slug, _block, _piece, start, end in items:
            parts += holder.text[done:start], mark(slug, holder.text[start:end])
            done = end
        holder.replace("".join((*parts, holder.text[done:])))
