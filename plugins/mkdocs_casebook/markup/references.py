"""What a page's text refers to: every link and every mention of a theme, with its sentence.

The finished tree of a page is walked once, and its text searched once as a whole. Links are
recorded as their author wrote them; the names of themes are found, recorded, and where it is their
first time marked, for :mod:`mkdocs_casebook.markup.terms` to make them quiet links.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, chain, takewhile
from typing import NamedTuple
from xml.etree.ElementTree import Element

from mkdocs_casebook.markup.mentions import PIECES, Mention, Names, find
from mkdocs_casebook.markup.terms import mark

LONGEST_SIDE = 160
"""Characters of a sentence kept on each side of what refers."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset(
    {"a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "s"}
    | {"small", "span", "strong", "sub", "sup"}
)
_NO_MENTIONS = _HEADINGS | {"figcaption", "caption", "th", "dt", "pre", "blockquote", "script"}
_NO_MENTIONS_INSIDE = frozenset({"a", "code", "kbd"})
_STASHED = re.compile("\x02(?:(amp)|(\\d+)|[^\x03]*)\x03")
_SENTENCE_BREAK = re.compile(r"[.!?][”\"’')]*\s+(?=[A-Z“\"‘'(£\d])")


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


class _Run(NamedTuple):
    """A piece of text in a block."""

    parent: Element
    """The element whose text it is, or whose child it follows."""

    after: Element | None
    """The child that it follows; none where it comes first."""

    text: str
    start: int
    """Where it begins in the text of the block."""

    link: Element | None
    """The link that it is part of."""

    may_mention: bool


class _Block(NamedTuple):
    """A paragraph, list item or other element that holds text, and the heading it stands under."""

    section: str
    heading: str
    number: int
    """How many headings of sections stand above it."""

    runs: list[_Run]
    links: list[Element]


class _Named(NamedTuple):
    """A mention in a run, and how many headings of sections stand above it."""

    number: int
    run: _Run
    mention: Mention


class _Found(NamedTuple):
    """A link or mention in the text of a block, from where to where in characters."""

    start: int
    end: int
    target: str
    fragment: str
    is_mention: bool


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
        here = posixpath.dirname(self.path)
        target = posixpath.normpath(posixpath.join(here, path)) if path else self.path
        return target if target in self.paths else None


def record(root: Element, page: Page, names: Names, where: LinkWhere) -> list[Reference]:
    """Return everything a page refers to, in order, and mark the mentions to be made links."""
    blocks = _blocks(root)
    mentions = _mentions(blocks, names, page)
    references: list[Reference] = []
    for number, block in enumerate(blocks):
        named = mentions.get(number, ())
        if not (named or block.links):
            continue
        found = [*_links(block, page), *(_found(item, page) for item in named)]
        text = "".join([run.text for run in block.runs])
        place = page.path, block.section, block.heading
        for start, end, target, fragment, is_mention in sorted(found):
            references.append(Reference(*place, target, fragment, is_mention, text, start, end))
    _mark_mentions(_first_ones(chain.from_iterable(mentions.values()), where))
    return references


def _found(item: _Named, page: Page) -> _Found:
    start, mention = item.run.start, item.mention
    target = page.theme_paths[mention.slug]
    return _Found(start + mention.start, start + mention.end, target, "", is_mention=True)


def _first_ones(named: Iterable[_Named], where: LinkWhere) -> Iterator[_Named]:
    """Yield the mentions that become links."""
    linked: set[tuple[str, int]] = set()
    for item in named if where is not LinkWhere.OFF else ():
        place = item.mention.slug, item.number if where is LinkWhere.SECTION else 0
        if place not in linked:
            linked.add(place)
            yield item


def _blocks(root: Element) -> list[_Block]:
    """Return the blocks of a page in order."""
    blocks: list[_Block] = []
    section, heading, number = "", "", 0

    def walk(element: Element, *, may_mention: bool) -> None:
        nonlocal section, heading, number
        # Lower headings are parts of a section; it is the section that is filed and cited.
        if element.tag == "h2":
            section = element.get("id", "")
            heading = " ".join(_unstash("".join(element.itertext())).split())
            number += 1
        may_mention = may_mention and element.tag not in _NO_MENTIONS
        block = _Block(section, heading, number, [], [])
        if _gather(element, block, 0, None, may_mention=may_mention):
            blocks.append(block)
        for child in element:
            if child.tag not in _INLINE:
                walk(child, may_mention=may_mention)

    walk(root, may_mention=True)
    return blocks


def _gather(
    node: Element, block: _Block, start: int, link: Element | None, *, may_mention: bool
) -> int:
    """Add the pieces of text of a block in order, and its links, passing over blocks inside it.

    ``start`` is the length of those before; returned is the length with these.
    """
    if text := node.text:
        block.runs.append(_Run(node, None, text, start, link, may_mention))
        start += len(text)
    for child in node:
        if child.tag in _INLINE:
            inside = may_mention and child.tag not in _NO_MENTIONS_INSIDE
            around = link
            if child.tag == "a":
                around = child
                block.links.append(child)
            start = _gather(child, block, start, around, may_mention=inside)
        if text := child.tail:
            block.runs.append(_Run(node, child, text, start, link, may_mention))
            start += len(text)
    return start


def _mentions(blocks: list[_Block], names: Names, page: Page) -> Mapping[int, list[_Named]]:
    """Return the mentions of themes by the number of the block that they are in, in order.

    All blocks are searched as one text: that costs a third of searching them one by one. A theme's
    own page never mentions it.
    """
    runs = [
        (number, run)
        for number, block in enumerate(blocks)
        for run in block.runs
        if run.may_mention
    ]
    starts = [0, *accumulate(len(run.text) + len(PIECES) for _number, run in runs)]
    found: dict[int, list[_Named]] = defaultdict(list)
    for slug, start, end in find(PIECES.join([run.text for _number, run in runs]), names):
        if page.theme_paths[slug] != page.path:
            at = bisect_right(starts, start) - 1
            number, run = runs[at]
            mention = Mention(slug, start - starts[at], end - starts[at])
            found[number].append(_Named(blocks[number].number, run, mention))
    return found


def _links(block: _Block, page: Page) -> Iterator[_Found]:
    """Yield the author's links in a block that lead to entries; one link may be several runs."""
    for link in block.links:
        href = link.get("href", "")
        target = page.target_of(href)
        runs = [run for run in block.runs if run.link is link]
        if target is not None and target != page.path and runs:
            end = runs[-1].start + len(runs[-1].text)
            yield _Found(runs[0].start, end, target, href.partition("#")[2], is_mention=False)


def in_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence around a place in a text: what is before it, the place, what is after.

    Each side is cut at a word when it is longer than :data:`LONGEST_SIDE`.
    """
    # The whole text is searched: a break shows by the capital after it, which may be the place.
    breaks = takewhile(lambda found: found.end() <= start, _SENTENCE_BREAK.finditer(text))
    first = max((found.end() for found in breaks), default=0)
    # The stop may be the last character of the place, and belongs to the sentence.
    next_break = _SENTENCE_BREAK.search(text, max(0, end - 1))
    last = next_break.start() + 1 if next_break else len(text)
    before = _fold(text[first:start], keep_end=True)
    after = _fold(text[end:last], keep_end=False)
    if len(before) > LONGEST_SIDE:
        before = f"… {before[-LONGEST_SIDE:].partition(' ')[2]}"
    if len(after) > LONGEST_SIDE:
        after = f"{after[:LONGEST_SIDE].rpartition(' ')[0]} …"
    return before, " ".join(_unstash(text[start:end]).split()), after


def _fold(text: str, *, keep_end: bool) -> str:
    """Return text with its white space folded, keeping the space next to what refers."""
    text = _unstash(text)
    folded = " ".join(text.split())
    if keep_end:
        return f"{folded} " if folded and text[-1].isspace() else folded
    return f" {folded}" if folded and text[0].isspace() else folded


def _unstash(text: str) -> str:
    """Return text with what Python-Markdown has put away for later back in its place."""
    if "\x02" not in text:
        return text
    return _STASHED.sub(lambda m: "&" if m[1] else chr(int(m[2])) if m[2] else "", text)


def _mark_mentions(named: Iterable[_Named]) -> None:
    """Mark mentions that are in order, at most one of them in each place."""
    # From the last to the first, so that earlier places in the same text stay true.
    for _number, run, (slug, start, end) in reversed(list(named)):
        holder = run.parent if run.after is None else run.after
        text = (holder.text if run.after is None else holder.tail) or ""
        marked = f"{text[:start]}{mark(slug, text[start:end])}{text[end:]}"
        if run.after is None:
            holder.text = marked
        else:
            holder.tail = marked
