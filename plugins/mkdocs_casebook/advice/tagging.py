"""Advice on the themes of a page: those it names often and lacks, those it has and never names."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mkdocs_casebook.advice.page_analysis import (
    Part,
    Reading,
    in_own_words,
    is_in_heading,
    sentence,
)
from mkdocs_casebook.advice.theme_scoring import Lexicon, Naming, is_about
from mkdocs_casebook.core.model import Entry, Section
from mkdocs_casebook.core.problems import (
    Location,
    Problem,
    Severity,
    Suggestion,
    in_words,
    quote,
    some,
)
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.schema.kinds import Kind

ENOUGH_TEXT = 1_500
"""Characters, about 250 words, below which nothing is said of a theme that a text never names."""

FEWEST_IN_A_SECTION = 3
"""Times that a section must name a theme: its page is filed already, so less is to be gained."""

MOST_NAMES = 3
"""Names of a theme that a message lists."""


def untagged(reading: Reading, lexicon: Lexicon, casebook: Casebook) -> Iterator[Problem]:
    """Yield the themes that a page or a section names often, and is not filed under."""
    for slug, found in sorted(_not_filed(reading, casebook).items()):
        sections = _sections_about(found, reading, lexicon)
        if not _page_can_be_filed(reading.entry, casebook.kind_of(reading.entry), slug):
            yield from (_untagged(reading, inside, section) for section, inside in sections)
        elif len(sections) == 1:
            yield _untagged(reading, sections[0][1], sections[0][0])
        elif sections or _page_is_about(found, reading, lexicon):
            yield _untagged(reading, found)


def _not_filed(reading: Reading, casebook: Casebook) -> dict[str, list[Naming]]:
    """Return for each theme where it is named in a part that is not filed under it."""
    by_theme: dict[str, list[Naming]] = defaultdict(list)
    around: list[tuple[Part, frozenset[str]]] = []
    following = 0
    for naming in in_own_words(reading):
        while following < len(reading.parts) and reading.parts[following].start <= naming.start:
            part = reading.parts[following]
            around = [outer for outer in around if outer[0].level < part.level]
            outside = around[-1][1] if around else frozenset[str]()
            around.append((part, outside | _filed(part, reading.entry, casebook)))
            following += 1
        if naming.slug not in around[-1][1]:
            by_theme[naming.slug].append(naming)
    return by_theme


def _filed(part: Part, entry: Entry, casebook: Casebook) -> frozenset[str]:
    """Return the themes of a part, with the themes that these are part of."""
    tagged = part.section if part.level else entry
    themes = tagged.themes if tagged else ()
    broader = (theme.texts("broader") for theme in casebook.themes(themes))
    return frozenset(themes).union(*broader)


def _sections_about(
    found: Sequence[Naming], reading: Reading, lexicon: Lexicon
) -> list[tuple[Section, list[Naming]]]:
    """Return the sections that are about a theme, the innermost of those inside one another."""
    about: list[tuple[Section, list[Naming]]] = []
    starts = [naming.start for naming in found]
    taken: set[Naming] = set()
    for part in reversed(reading.parts):
        if part.section is None:
            continue
        first, last = bisect_left(starts, part.start), bisect_left(starts, part.end)
        inside = [naming for naming in found[first:last] if naming not in taken]
        text = reading.text[part.start : part.end]
        if inside and is_about(inside, text, lexicon, FEWEST_IN_A_SECTION):
            about.append((part.section, inside))
            taken.update(inside)
    return about[::-1]


def _page_can_be_filed(entry: Entry, kind: Kind, slug: str) -> bool:
    """Return whether a theme can be added to a page: it has the field, and no section says it."""
    return "themes" in kind.fields.by_name and all(
        slug not in section.themes for section in entry.sections
    )


def _page_is_about(found: Sequence[Naming], reading: Reading, lexicon: Lexicon) -> bool:
    in_fields = [naming for naming in reading.in_fields if naming.slug == found[0].slug]
    text = f"{reading.entry.title}\n{reading.entry.summary}\n{reading.text}"
    return is_about([*in_fields, *found], text, lexicon)


def _untagged(reading: Reading, found: Sequence[Naming], section: Section | None = None) -> Problem:
    entry = reading.entry
    words: dict[tuple[str, ...], str] = {}
    for naming in found:
        words.setdefault(naming.name, quote(reading.text[naming.start : naming.end]))
    times = f" {len(found)} times" if len(found) > len(words) else ""
    # A sentence says more than the heading above it.
    shown = next((naming for naming in found if not is_in_heading(reading, naming)), found[0])
    line = section.line if section else entry.lines.get("themes", 1)
    return Problem(
        where=Location(entry.path, line, "" if section else "themes"),
        code=Suggestion.UNTAGGED_THEME,
        found=f"{'the section ' if section else ''}mentions {_listed([*words.values()])}{times} "
        f"but is not filed under {quote(shown.slug)}: “{sentence(reading, shown)}”",
        fix="Add the theme, if it is about that.",
        severity=Severity.NOTICE,
    )


def _listed(names: list[str]) -> str:
    """Return names as a list in words, the last of many counted."""
    if len(names) > MOST_NAMES:
        names = [*names[:MOST_NAMES], some(len(names) - MOST_NAMES, "more name")]
    return in_words(names)


def not_mentioned(
    reading: Reading, lexicon: Lexicon, casebook: Casebook
) -> Iterator[tuple[str, Section | None, bool]]:
    """Yield the themes of a page and its sections: the slug, where, and whether it is never named.

    Where a text is short, nothing is said of its themes.
    """
    for part in reading.parts:
        tagged = part.section if part.level else reading.entry
        if tagged is None or part.end - part.start < ENOUGH_TEXT:
            continue
        named = {n.slug for n in reading.namings if part.start <= n.start < part.end}
        text = reading.text[part.start : part.end].lower()
        if part.section is None:
            named |= {naming.slug for naming in reading.in_fields}
            text = f"{reading.entry.title}\n{reading.entry.summary}\n".lower() + text
        for theme in casebook.themes(tagged.themes):
            narrower = {other.slug for other in casebook.narrower.get(theme.slug, ())}
            if theme.slug in lexicon.by_theme:
                is_named = not named.isdisjoint({theme.slug, *narrower}) or any(
                    trace in text for trace in lexicon.traces[theme.slug]
                )
                yield theme.slug, part.section, not is_named
