"""What a page's text refers to: every link and every mention of a theme, with its sentence.

The finished tree of a page is walked once. Links are recorded as their author wrote them; the
names of themes are found, recorded, and where it is their first time made into quiet links.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from mkdocs_casebook.markup.mentions import Mention, Names, find

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
_SENTENCE_BREAK = re.compile(r"(?<=[.!?])[”\"’')]*\s+(?=[A-Z“\"‘'(£\d])")


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


@dataclass(slots=True)
class _Walk:
    """Where a walk through a page stands."""

    page: Page
    names: Names
    where: LinkWhere
    make_link: Callable[[str], str]
    linked: set[str] = field(default_factory=set)
    """Themes that have been linked already."""

    references: list[Reference] = field(default_factory=list)
    section: str = ""
    heading: str = ""


def record(
    root: Element,
    page: Page,
    names: Names,
    where: LinkWhere,
    make_link: Callable[[str], str],
) -> list[Reference]:
    """Return everything a page refers to, in order, and link mentions of themes.

    ``make_link`` turns a theme's slug into the address of a link.
    """
    walk = _Walk(page, names, where, make_link)
    _walk(root, walk, may_mention=True)
    return walk.references


def _walk(block: Element, walk: _Walk, *, may_mention: bool) -> None:
    if block.tag in _HEADINGS:
        _enter(block, walk)
    may_mention = may_mention and block.tag not in _NO_MENTIONS
    runs = list(_runs(block, 0, None, may_mention=may_mention))
    _read_block(runs, walk)
    for child in list(block):
        if child.tag not in _INLINE:
            _walk(child, walk, may_mention=may_mention)


def _enter(heading: Element, walk: _Walk) -> None:
    """Note which heading the text that follows stands under."""
    # Lower headings are parts of a section; it is the section that is filed and cited.
    if heading.tag != "h2":
        return
    walk.section = heading.get("id", "")
    walk.heading = " ".join(_unstash("".join(heading.itertext())).split())
    if walk.where is LinkWhere.SECTION:
        walk.linked.clear()


def _runs(node: Element, start: int, link: Element | None, *, may_mention: bool) -> Iterator[_Run]:
    """Yield the pieces of text of a block in order, passing over blocks inside it."""
    if node.text:
        yield _Run(node, None, node.text, start, link, may_mention)
        start += len(node.text)
    for child in node:
        if child.tag in _INLINE:
            inside = may_mention and child.tag not in _NO_MENTIONS_INSIDE
            for run in _runs(child, start, child if child.tag == "a" else link, may_mention=inside):
                yield run
                start = run.start + len(run.text)
        if child.tail:
            yield _Run(node, child, child.tail, start, link, may_mention)
            start += len(child.tail)


def _read_block(runs: list[_Run], walk: _Walk) -> None:
    """Record what one block refers to, and link its first mentions."""
    found = [*_links(runs, walk.page)]
    to_link: list[tuple[_Run, list[Mention]]] = []
    for run in runs:
        if not run.may_mention or run.text.isspace():
            continue
        mentions = [m for m in find(run.text, walk.names) if not _is_own(m, walk.page)]
        for slug, start, end in mentions:
            path = walk.page.theme_paths[slug]
            found.append(_Found(run.start + start, run.start + end, path, "", is_mention=True))
        fresh = [m for m in mentions if not _is_linked(m, walk)]
        if fresh:
            to_link.append((run, fresh))
    if found:
        text = "".join(run.text for run in runs)
        place = (walk.page.path, walk.section, walk.heading)
        for start, end, target, fragment, is_mention in sorted(found):
            walk.references.append(
                Reference(*place, target, fragment, is_mention, text, start, end)
            )
    # From the last to the first, so that earlier places in the same text stay true.
    for run, fresh in reversed(to_link):
        _link_mentions(run, fresh, walk.make_link)


def _links(runs: list[_Run], page: Page) -> Iterator[_Found]:
    """Yield the author's links in a block that lead to entries; one link may be several runs."""
    spans: dict[int, tuple[int, int, Element]] = {}
    for run in runs:
        if run.link is not None:
            start = spans[id(run.link)][0] if id(run.link) in spans else run.start
            spans[id(run.link)] = (start, run.start + len(run.text), run.link)
    for start, end, link in spans.values():
        href = link.get("href", "")
        target = page.target_of(href)
        if target is not None and target != page.path:
            yield _Found(start, end, target, href.partition("#")[2], is_mention=False)


def _is_own(mention: Mention, page: Page) -> bool:
    return page.theme_paths[mention.slug] == page.path


def _is_linked(mention: Mention, walk: _Walk) -> bool:
    """Return whether a mention stays plain text; if not, note that its theme is linked now."""
    if walk.where is LinkWhere.OFF or mention.slug in walk.linked:
        return True
    walk.linked.add(mention.slug)
    return False


def in_sentence(text: str, start: int, end: int) -> tuple[str, str, str]:
    """Return the sentence around a place in a text: what is before it, the place, what is after.

    Each side is cut at a word when it is longer than :data:`LONGEST_SIDE`.
    """
    # The whole text is searched: a break shows by the capital after it, which may be the place.
    breaks = takewhile(lambda found: found.end() <= start, _SENTENCE_BREAK.finditer(text))
    first = max((found.end() for found in breaks), default=0)
    next_break = _SENTENCE_BREAK.search(text, end)
    last = next_break.start() if next_break else len(text)
    before = _fold(text[first:start], keep_end=True)
    after = _fold(text[end:last], keep_end=False)
    if len(before) > LONGEST_SIDE:
        before = f"… {before[-LONGEST_SIDE:].partition(' ')[2]}"
    if len(after) > LONGEST_SIDE:
        after = f"{after[:LONGEST_SIDE].rpartition(' ')[0]} …"
    return before, " ".join(_unstash(text[start:end]).split()), after


def _fold(text: str, *, keep_end: bool) -> str:
    """Return text with its white space folded, keeping the space next to what refers."""
    text = re.sub(r"\s+", " ", _unstash(text))
    return text.lstrip() if keep_end else text.rstrip()


def _unstash(text: str) -> str:
    """Return text with what Python-Markdown has put away for later back in its place."""
    if "\x02" not in text:
        return text
    return _STASHED.sub(lambda m: "&" if m[1] else chr(int(m[2])) if m[2] else "", text)


def _link_mentions(run: _Run, mentions: list[Mention], make_link: Callable[[str], str]) -> None:
    """Replace names in a piece of text by links to their themes."""
    links: list[Element] = []
    position = 0
    lead = ""
    for mention in mentions:
        link = Element("a", {"class": "cb-term", "href": make_link(mention.slug)})
        link.text = AtomicString(run.text[mention.start : mention.end])
        between = run.text[position : mention.start]
        if links:
            links[-1].tail = between
        else:
            lead = between
        links.append(link)
        position = mention.end
    links[-1].tail = run.text[position:]
    if run.after is None:
        run.parent.text = lead
        at = 0
    else:
        run.after.tail = lead
        at = list(run.parent).index(run.after) + 1
    run.parent[at:at] = links
