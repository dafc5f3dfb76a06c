"""Advice on the themes of one page: those it names often and lacks, those it has and never names.

A name in a link to another page counts for neither: it says what that page is about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mkdocs_casebook.kinds import KINDS
from mkdocs_casebook.model import Entry, Section
from mkdocs_casebook.often import Lexicon, Naming, is_about, namings
from mkdocs_casebook.problems import Location, Problem, Severity, Suggestion, quote, some
from mkdocs_casebook.prose import Prose, as_read, prose
from mkdocs_casebook.references import in_sentence
from mkdocs_casebook.relate import Casebook

ENOUGH_TEXT = 1_500
"""Characters, about 250 words, below which nothing is said of a theme that a text never names."""

FEWEST_IN_A_SECTION = 3
"""Times that a section must name a theme: its page is filed already, so less is to be gained."""

MOST_NAMES = 3
"""Names of a theme that a message lists."""

MOST_WORDS_ASIDE = 12
"""Words of a sentence that a message repeats on each side of a name."""

_HEADING = re.compile(r"\n#{1,6}")
_BLOCK_START = re.compile(r"\n(?=[ \t]*(?:\n|[-*+|:>][ \t]|#|\d+[.)][ \t]))")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands from one heading to the next, or above the first."""

    start: int
    level: int
    """Of its heading: 1 to 6, or 0 above the first."""

    section: Section | None
    """The section that starts here, if its heading has an id."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One page, read for advice."""

    entry: Entry
    prose: Prose
    parts: tuple[Part, ...]
    namings: tuple[Naming, ...]
    """Where the body names themes, in order."""

    in_fields: tuple[Naming, ...]
    """Where its fields do."""


def read_page(entry: Entry, body: str, body_line: int, lexicon: Lexicon) -> Reading:
    """Return a page as it is read for advice; ``body_line`` is the line at which its text starts."""
    words = prose(body)
    parts = tuple(_parts(entry, words.text, body_line))
    texts = [entry.title, entry.summary]
    for name in ("systems", "key-messages", "did-not-work"):
        texts += entry.texts(name)
    return Reading(
        entry,
        words,
        parts,
        tuple(_namings(words.text, parts, lexicon)),
        tuple(naming for text in texts for naming in namings(text, lexicon)),
    )


def _parts(entry: Entry, text: str, body_line: int) -> Iterator[Part]:
    """Yield the parts of a prose. Its headings are known from where the sections stand."""
    sections = {section.line: section for section in entry.sections}
    yield Part(0, 0, None)
    line, counted = body_line, 0
    for heading in _HEADING.finditer(text):
        start = heading.start() + 1
        line += text.count("\n", counted, start)
        counted = start
        yield Part(start, heading.end() - start, sections.get(line))


def _namings(text: str, parts: Sequence[Part], lexicon: Lexicon) -> Iterator[Naming]:
    """Yield the namings in a text, part by part."""
    ends = (*(part.start for part in parts[1:]), len(text))
    for part, end in zip(parts, ends, strict=True):
        for naming in namings(text[part.start : end], lexicon):
            yield naming._replace(start=naming.start + part.start, end=naming.end + part.start)


def untagged(reading: Reading, lexicon: Lexicon, casebook: Casebook) -> Iterator[Problem]:
    """Yield the themes that a page or a section names often, and is not filed under."""
    if not reading.namings:
        return
    starts = [part.start for part in reading.parts]
    filed = [*_filed(reading, casebook)]
    by_theme: dict[str, list[Naming]] = defaultdict(list)
    for naming in _in_own_words(reading):
        if naming.slug not in filed[bisect_right(starts, naming.start) - 1]:
            by_theme[naming.slug].append(naming)
    for slug, found in sorted(by_theme.items()):
        sections = _sections_about(found, reading, lexicon)
        if not _page_can_be_filed(reading.entry, slug):
            yield from (_untagged(reading, inside, section) for section, inside in sections)
        elif len(sections) == 1:
            yield _untagged(reading, sections[0][1], sections[0][0])
        elif sections or _page_is_about(found, reading, lexicon):
            yield _untagged(reading, found, None)


def _in_own_words(reading: Reading) -> Iterator[Naming]:
    """Yield the namings of a body that are not in the words of a link to another page."""
    links = [link for link in reading.prose.links if ":" not in link.target]
    starts = [link.start for link in links]
    for naming in reading.namings:
        at = bisect_right(starts, naming.start) - 1
        if at < 0 or links[at].end < naming.end:
            yield naming


def _filed(reading: Reading, casebook: Casebook) -> Iterator[frozenset[str]]:
    """Yield for each part the themes it is filed under.

    They are its own and those of what it is in, with the themes that these are part of.
    """
    around: list[tuple[int, frozenset[str]]] = [(-1, frozenset())]
    for part in reading.parts:
        while around[-1][0] >= part.level:
            around.pop()
        tagged = part.section if part.level else reading.entry
        themes = tagged.themes if tagged else ()
        broader = (theme.texts("broader") for theme in casebook.themes(themes))
        around.append((part.level, around[-1][1].union(themes, *broader)))
        yield around[-1][1]


def _sections_about(
    found: Sequence[Naming], reading: Reading, lexicon: Lexicon
) -> list[tuple[Section, list[Naming]]]:
    """Return the sections that are about a theme, the innermost of those inside one another."""
    about: list[tuple[Section, list[Naming]]] = []
    left = list(found)
    for number, part in reversed([*enumerate(reading.parts)]):
        if part.section is None:
            continue
        end = _end(reading, number)
        inside = [naming for naming in left if part.start <= naming.start < end]
        text = reading.prose.text[part.start : end]
        if inside and is_about(inside, text, lexicon, FEWEST_IN_A_SECTION):
            about.append((part.section, inside))
            left = [naming for naming in left if naming not in inside]
    return about[::-1]


def _end(reading: Reading, number: int) -> int:
    """Return where a section ends: at the next heading that is not below its own."""
    level = reading.parts[number].level
    following = reading.parts[number + 1 :]
    return next((part.start for part in following if part.level <= level), len(reading.prose.text))


def _page_can_be_filed(entry: Entry, slug: str) -> bool:
    """Return whether a theme can be added to a page: it has the field, and no section says it."""
    field = KINDS[entry.kind].fields.by_name.get("themes")
    return field is not None and all(slug not in section.themes for section in entry.sections)


def _page_is_about(found: Sequence[Naming], reading: Reading, lexicon: Lexicon) -> bool:
    entry = reading.entry
    in_fields = [naming for naming in reading.in_fields if naming.slug == found[0].slug]
    text = f"{entry.title}\n{entry.summary}\n{reading.prose.text}"
    return is_about([*in_fields, *found], text, lexicon)


def _untagged(reading: Reading, found: Sequence[Naming], section: Section | None) -> Problem:
    entry, text = reading.entry, reading.prose.text
    words = {naming.name: text[naming.start : naming.end] for naming in reversed(found)}
    shown = _listed([quote(words[name]) for name in dict.fromkeys(n.name for n in found)])
    times = f" {len(found)} times" if len(found) > len(words) else ""
    line = section.line if section else entry.lines.get("themes", 1)
    # A sentence says more than the heading above it.
    first = next((n for n in found if not _block(text, n)[1].startswith("#")), found[0])
    return Problem(
        where=Location(entry.path, line, "" if section else "themes"),
        code=Suggestion.UNTAGGED_THEME,
        found=f"{'the section ' if section else ''}mentions {shown}{times} but is not filed under "
        f"{quote(first.slug)}: “{_sentence(text, first)}”",
        fix="Add the theme, if it is about that.",
        severity=Severity.NOTICE,
    )


def _listed(names: Sequence[str]) -> str:
    """Return names as a list in words, the last few counted."""
    shown = list(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        shown.append(some(len(names) - MOST_NAMES, "more name"))
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _block(text: str, naming: Naming) -> tuple[int, str]:
    """Return the paragraph, list item or heading that a naming is in, and where it starts."""
    start = max((m.end() for m in _BLOCK_START.finditer(text, 0, naming.start)), default=0)
    following = _BLOCK_START.search(text, naming.end)
    return start, text[start : following.start() if following else len(text)]


def _sentence(text: str, naming: Naming) -> str:
    """Return the sentence in which a theme is named, cut on both sides when it is long."""
    start, block = _block(text, naming)
    before, words, after = in_sentence(block, naming.start - start, naming.end - start)
    before, after = as_read(f"{before}|").rstrip("|"), as_read(f"|{after}").lstrip("|")
    first, last = before.split(" "), after.split(" ")
    if len(first) > MOST_WORDS_ASIDE:
        first = ["…", *first[-MOST_WORDS_ASIDE:]]
    if len(last) > MOST_WORDS_ASIDE:
        last = [*last[:MOST_WORDS_ASIDE], "…"]
    return f"{' '.join(first)}{words}{' '.join(last)}".rstrip(".")


def not_mentioned(
    reading: Reading, lexicon: Lexicon
) -> Iterator[tuple[str, Section | None, bool]]:
    """Yield the themes of a page and its sections: the slug, where, and whether it is never named.

    Where a text is short, nothing is said of its themes.
    """
    whole = reading.prose.text
    if len(whole) < ENOUGH_TEXT:
        return
    fields = f"{reading.entry.title}\n{reading.entry.summary}\n"
    for slug, silent in _silent(reading.entry.themes, fields + whole, lexicon):
        yield slug, None, silent
    for number, part in enumerate(reading.parts):
        if part.section is not None and part.section.themes:
            inside = whole[part.start : _end(reading, number)]
            for slug, silent in _silent(part.section.themes, inside, lexicon):
                yield slug, part.section, silent


def _silent(themes: Iterable[str], text: str, lexicon: Lexicon) -> Iterator[tuple[str, bool]]:
    """Yield themes, each with whether a text of some length has not a single word of its names."""
    if len(text) < ENOUGH_TEXT:
        return
    text = text.lower()
    for slug in themes:
        if traces := lexicon.traces.get(slug):
            yield slug, not any(trace in text for trace in traces)
