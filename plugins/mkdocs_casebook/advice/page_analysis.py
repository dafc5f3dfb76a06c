"""Analyse one page for advice: its text, links and headings, and the themes that it names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from mkdocs_casebook.advice.rules import MESSAGES, RULES
from mkdocs_casebook.advice.theme_scoring import Lexicon, NameUse, name_uses
from mkdocs_casebook.api import Casebook, Entry, Location, Problem, Section, Source
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import body_of
from mkdocs_casebook.core.problems import Suggestion
from mkdocs_casebook.graph.mentions import PIECES
from mkdocs_casebook.graph.prose import Link, Paragraph, as_read, paragraphs, prose
from mkdocs_casebook.graph.references import Page
from mkdocs_casebook.graph.sentences import in_sentence

_HEADING = re.compile(r"\n(#{1,6})")


class Block(NamedTuple):
    """A heading and what stands under it, down to the next heading that is not below it."""

    start: int
    end: int
    level: int
    """Of its heading, 1 to 6. The whole page is a block of level 0."""

    section: Section | None
    """The section that it is, if its heading has an id."""

    themes: tuple[str, ...]
    """Those it is filed under itself."""

    filed: frozenset[str]
    """Those it is filed under by itself or by what it is in, and what these are part of."""


@dataclass(frozen=True, slots=True)
class PageAnalysis:
    """What is found out about a page in order to give advice."""

    entry: Entry
    text: str
    body_line: int
    """Line of the file at which the text starts."""

    links: tuple[Link, ...]
    linked: frozenset[str]
    """Paths of the other entries that the page links to."""

    paragraphs: tuple[Paragraph, ...]
    blocks: tuple[Block, ...]
    """The whole page first; a block comes before those inside it."""

    names: tuple[NameUse, ...]
    """Where the text names themes, in order."""

    names_in_fields: tuple[NameUse, ...]

    def is_heading(self, position: int) -> bool:
        """Return whether a place in the text is in a heading."""
        return self.text.startswith("#", self.text.rfind("\n", 0, position) + 1)

    def suggest(self, code: Suggestion, position: int, **values: object) -> Problem:
        """Return a suggestion about a place in the text, with values put into its sentences."""
        line = self.body_line + self.text.count("\n", 0, position)
        return MESSAGES.problem(code, Location(self.entry.path, line), **values)


def analyse_page(
    entry: Entry, source: Source, casebook: Casebook, lexicon: Lexicon
) -> PageAnalysis:
    """Return the analysis of a page. Its body is in its source, since no entry keeps it."""
    whole, _problems = decode(source.path, source.content)
    body = body_of(whole)
    body_line = whole.count("\n", 0, len(whole) - len(body)) + 1
    text, links = prose(body)
    page = Page(entry.path, casebook.by_path.keys(), {})
    targets = {page.target_of(link.target) for link in links} - {entry.path}
    fields = [entry.title, entry.summary]
    for name in ("systems", "key-messages", "did-not-work"):
        fields += entry.texts(name)
    return PageAnalysis(
        entry,
        text,
        body_line,
        links,
        frozenset(filter(None, targets)),
        tuple(paragraphs(text)),
        tuple(_blocks(entry, text, body_line, casebook)),
        # No name goes on from the text above a heading into the heading.
        tuple(name_uses(text.replace("\n#", f"{PIECES}#"), lexicon)),
        tuple(name_uses(PIECES.join(fields), lexicon)),
    )


def _blocks(entry: Entry, text: str, body_line: int, casebook: Casebook) -> Iterator[Block]:
    headings = [(match.start() + 1, len(match[1])) for match in _HEADING.finditer(text)]
    sections = {section.line: section for section in entry.sections}
    above: dict[int, frozenset[str]] = {}
    for number, (start, level) in enumerate([(0, 0), *headings]):
        section = sections.get(body_line + text.count("\n", 0, start)) if level else None
        tagged = section if level else entry
        themes = tagged.themes if tagged else ()
        broader = (theme.texts("broader") for theme in casebook.themes(themes))
        above = {other: filed for other, filed in above.items() if other < level}
        above[level] = frozenset(themes).union(*broader)
        ends = (at for at, other in headings[number:] if other <= level)
        end = next(ends, len(text))
        yield Block(start, end, level, section, themes, frozenset().union(*above.values()))


def sentence(page: PageAnalysis, use: NameUse) -> str:
    """Return the sentence in which a theme is named, cut on both sides when it is long."""
    text = f"{page.text}\n"
    start, end = text.rfind("\n", 0, use.start) + 1, text.find("\n", use.end)
    at = bisect_right(page.paragraphs, use.start, key=attrgetter("start")) - 1
    if at >= 0 and use.end <= page.paragraphs[at].end:
        start, end, _text = page.paragraphs[at]
    sides = in_sentence(text[start:end], use.start - start, use.end - start)
    before, words, after = as_read(PIECES.join(sides)).split(PIECES)
    first, last = before.split(" "), after.split(" ")
    if len(first) > RULES.most_words_aside:
        first = ["…", *first[-RULES.most_words_aside :]]
    if len(last) > RULES.most_words_aside:
        last = [*last[: RULES.most_words_aside], "…"]
    return f"{' '.join(first)}{words}{' '.join(last)}".rstrip(".")
