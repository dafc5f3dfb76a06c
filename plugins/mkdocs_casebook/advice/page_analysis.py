"""One page as it is read for advice: its parts, and where it names themes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_casebook.advice.prose import Link, as_read, prose
from mkdocs_casebook.advice.theme_scoring import Lexicon, Naming, namings
from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.graph.sentences import in_sentence

MOST_WORDS_ASIDE = 12
"""Words of a sentence that are repeated on each side of a name."""

_LONGEST_BLOCK = 2_000
"""Characters on each side of a name in which the ends of its paragraph are looked for."""

_EDGE = "\0"
_HEADING = re.compile(r"\n(#{1,6})")
_BLOCK_START = re.compile(r"\n(?=[ \t]*(?:\n|[-*+|:>][ \t]|#|\d+[.)][ \t]))")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading, down to the next that is not below it."""

    start: int
    end: int
    level: int
    """Of its heading, 1 to 6. The whole page is a part of level 0."""

    section: Section | None = None
    """The section that it is, if its heading has an id."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, read for advice."""

    entry: Entry
    text: str
    body_line: int
    """Line of the file at which the text starts."""

    links: tuple[Link, ...]
    parts: tuple[Part, ...]
    """The whole page first; a part comes before those inside it."""

    namings: tuple[Naming, ...]
    """Where the text names themes, in order."""

    in_fields: tuple[Naming, ...]
    """Where the fields do."""

    def line_of(self, position: int) -> int:
        """Return the line of the file that holds a place in the text."""
        return self.body_line + self.text.count("\n", 0, position)


def read_page(entry: Entry, body: str, body_line: int, lexicon: Lexicon) -> Reading:
    """Return a page as it is read for advice. ``body_line`` is the line where its body starts."""
    text, links = prose(body)
    parts = tuple(_parts(entry, text, body_line))
    fields = [entry.title, entry.summary]
    for name in ("systems", "key-messages", "did-not-work"):
        fields += entry.texts(name)
    return Reading(
        entry,
        text,
        body_line,
        links,
        parts,
        tuple(_namings(text, parts, lexicon)),
        tuple(naming for field in fields for naming in namings(field, lexicon)),
    )


def _parts(entry: Entry, text: str, body_line: int) -> Iterator[Part]:
    """Yield the parts of a text. Which of its headings have an id is known by their lines."""
    sections = {section.line: section for section in entry.sections}
    found = [*_HEADING.finditer(text)]
    ends: list[int] = []
    end_of_level = [len(text)] * 7
    for heading in reversed(found):
        level = len(heading[1])
        ends.append(min(end_of_level[: level + 1]))
        end_of_level[level:] = [heading.start() + 1] * (7 - level)
    yield Part(0, len(text), 0)
    line, counted = body_line, 0
    for heading in found:
        start = heading.start() + 1
        line += text.count("\n", counted, start)
        counted = start
        yield Part(start, ends.pop(), len(heading[1]), sections.get(line))


def _namings(text: str, parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Naming]:
    """Yield the namings in a text, from one heading to the next."""
    edges = [part.start for part in parts]
    for start, end in zip(edges, [*edges[1:], len(text)], strict=True):
        for naming in namings(text[start:end], lexicon):
            yield naming._replace(start=naming.start + start, end=naming.end + start)


def in_own_words(reading: Reading) -> Iterator[Naming]:
    """Yield the namings of a text but those in a link, which say what another page is about."""
    links = [link for link in reading.links if ":" not in link.target]
    starts = [link.start for link in links]
    for naming in reading.namings:
        at = bisect_right(starts, naming.start) - 1
        if at < 0 or links[at].end < naming.end:
            yield naming


def is_in_heading(reading: Reading, naming: Naming) -> bool:
    """Return whether a theme is named in a heading."""
    return _block(reading.text, naming)[1].startswith("#")


def sentence(reading: Reading, naming: Naming) -> str:
    """Return the sentence in which a theme is named, cut on both sides when it is long."""
    start, block = _block(reading.text, naming)
    sides = in_sentence(block, naming.start - start, naming.end - start)
    before, words, after = as_read(_EDGE.join(sides)).split(_EDGE)
    first, last = before.split(" "), after.split(" ")
    if len(first) > MOST_WORDS_ASIDE:
        first = ["…", *first[-MOST_WORDS_ASIDE:]]
    if len(last) > MOST_WORDS_ASIDE:
        last = [*last[:MOST_WORDS_ASIDE], "…"]
    return f"{' '.join(first)}{words}{' '.join(last)}".rstrip(".")


def _block(text: str, naming: Naming) -> tuple[int, str]:
    """Return the paragraph, list item or heading that a naming is in, and where it starts."""
    first = max(0, naming.start - _LONGEST_BLOCK)
    last = min(len(text), naming.end + _LONGEST_BLOCK)
    start = max((m.end() for m in _BLOCK_START.finditer(text, first, naming.start)), default=first)
    following = _BLOCK_START.search(text, naming.end, last)
    return start, text[start : following.start() if following else last]
