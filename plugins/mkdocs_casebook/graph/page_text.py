"""Read the text of a page's tree: pieces that elements hold, and the blocks they make up."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from mkdocs_casebook.core.spelling import composed
from mkdocs_casebook.graph.sentences import unstash

INLINE = frozenset(
    {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_NAMES_NOR_BLOCKS = _HEADINGS | {"figcaption", "caption", "th", "dt", "pre"}
_NO_NAMES = _NO_NAMES_NOR_BLOCKS | {"blockquote", "script"}
_LISTS = frozenset({"ul", "ol"})
_AROUND_LINKS = frozenset({"p", "strong", "em", "b", "i"})
_LINE_END = "\n"
"""What Python-Markdown puts round blocks, for people who read the HTML."""

_SPACES = re.compile(r"[ \t\n]{2,}")
_NO_NAMES_INSIDE = frozenset({"a", "code", "kbd"})


class Piece(NamedTuple):
    """A piece of text that one element holds."""

    text: str
    holder: Element
    part: Literal["text", "tail"]
    """Whether it is the holder's own text, or comes after it."""

    may_name: bool
    """Whether the name of a theme in it is a mention of the theme."""

    def replace(self, text: str) -> None:
        """Put another text in the place of this one in the tree."""
        setattr(self.holder, self.part, text)


class Block(NamedTuple):
    """A paragraph, list item or other element that holds text, and the heading it stands under."""

    section: str
    """The id of the heading; empty above the first."""

    heading: str
    number: int
    """How many headings of sections stand above it."""

    pieces: list[Piece]
    links: list[tuple[str, int, int]]
    """The addresses of links in it, each with the numbers of its first piece and the next after."""

    leads_on: bool = False
    """Whether it is there to lead readers on, as lists of links are, and says nothing itself."""

    @property
    def text(self) -> str:
        """The whole text of the block."""
        first, *others = self.pieces
        return "".join([first.text, *(piece.text for piece in others)]) if others else first.text

    def length_before(self, number: int) -> int:
        """Return how many characters of the block come before one of its pieces."""
        return sum([len(piece.text) for piece in self.pieces[:number]])


def blocks_of(root: Element) -> list[Block]:
    """Return the blocks of a page that hold a link, or text in which a theme may be named."""
    blocks: list[Block] = []
    section, heading, number = "", "", 0

    def walk(element: Element, *, may_name: bool, leads_on: bool = False) -> None:
        nonlocal section, heading, number
        tag = element.tag
        # Lower headings are parts of a section; it is the section that is filed and cited.
        if tag == "h2":
            section = element.get("id", "")
            heading = " ".join(unstash("".join(element.itertext())).split())
            number += 1
        if tag in _NO_NAMES_NOR_BLOCKS and next(element.iter("a"), None) is None:
            return
        leads_on = leads_on or _is_list_of_links(element)
        may_name = may_name and tag not in _NO_NAMES and not leads_on
        block = Block(section, heading, number, [], [], leads_on)
        if (text := element.text) and text != _LINE_END:
            block.pieces.append(Piece(_tidy(text), element, "text", may_name))
        inner = _gather(element, block, may_name=may_name) if len(element) else ()
        if block.pieces:
            blocks.append(block)
        for child in inner:
            walk(child, may_name=may_name, leads_on=leads_on)

    walk(root, may_name=True)
    return blocks


def _gather(node: Element, block: Block, *, may_name: bool) -> list[Element]:
    """Add the pieces after a node's own text, and links; return the blocks that are inside it."""
    pieces, inner = block.pieces, []
    for child in node:
        tail = child.tail
        if child.tag in INLINE:
            first = len(pieces)
            may_name_inside = may_name and child.tag not in _NO_NAMES_INSIDE
            if text := child.text:
                pieces.append(Piece(_tidy(text), child, "text", may_name_inside))
            if len(child):
                _gather(child, block, may_name=may_name_inside)
            if child.tag == "a":
                block.links.append((child.get("href", ""), first, len(pieces)))
        else:
            inner.append(child)
            if tail == _LINE_END:
                continue
        if tail:
            pieces.append(Piece(_tidy(tail), child, "tail", may_name))
    return inner


def _is_list_of_links(element: Element) -> bool:
    """Return whether an element is a list each of whose items begins with a link.

    Contents lists and those of where to go next are such: they choose pages and say nothing of
    them. A single item is none: somebody may have cited one page.
    """
    items = [child for child in element if child.tag == "li"] if element.tag in _LISTS else ()
    return len(items) > 1 and all(map(_begins_with_link, items))


def _begins_with_link(item: Element) -> bool:
    if (item.text or "").strip():
        return False
    first = next(iter(item), None)
    return first is not None and (
        first.tag == "a" or (first.tag in _AROUND_LINKS and _begins_with_link(first))
    )


def _tidy(text: str) -> str:
    """Return a text as it is searched: letters in one form, and never two spaces together.

    Browsers show it as they do the one that was typed.
    """
    return _SPACES.sub(" ", composed(text)) if _SPACES.search(text) else composed(text)
