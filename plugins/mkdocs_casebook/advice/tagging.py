"""Suggest themes that a page names often and lacks, and question those that it never names."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mkdocs_casebook.advice.page_analysis import Block, PageAnalysis, sentence
from mkdocs_casebook.advice.rules import MESSAGES, RULES
from mkdocs_casebook.advice.theme_scoring import Lexicon, NameUse, is_about
from mkdocs_casebook.api import Casebook, Entry, Location, Problem, Section
from mkdocs_casebook.core.problems import Suggestion, in_words, quote, some


def is_unusual(some: int, of_all: int, few: int = 0) -> bool:
    """Return whether so few of all are concerned that each of them is worth telling."""
    return bool(some <= max(few, of_all * RULES.unusual))


def untagged(page: PageAnalysis, lexicon: Lexicon, casebook: Casebook) -> Iterator[Problem]:
    """Yield the themes that a page or a section names often, and is not filed under."""
    has_field = "themes" in casebook.kind_of(page.entry).fields.by_name
    filed_by_section = {slug for section in page.entry.sections for slug in section.themes}
    for slug, found in sorted(_not_filed(page).items()):
        sections = _sections_about(found, page, lexicon)
        if not has_field or slug in filed_by_section:
            yield from (_untagged(page, inside, section) for section, inside in sections)
        elif len(sections) == 1:
            yield _untagged(page, sections[0][1], sections[0][0])
        elif sections or _page_is_about(found, page, lexicon):
            yield _untagged(page, found, None)


def _not_filed(page: PageAnalysis) -> dict[str, list[NameUse]]:
    """Return for each theme where it is named in a block that is not filed under it.

    The words of a link say what another page is about, and do not count.
    """
    of_pages = (link for link in page.links if ":" not in link.target)
    linked = {at for link in of_pages for at in range(link.start, link.end)}
    starts = [block.start for block in page.blocks]
    by_theme: dict[str, list[NameUse]] = defaultdict(list)
    for use in page.names:
        block = page.blocks[bisect_right(starts, use.start) - 1]
        if use.start not in linked and use.slug not in block.filed:
            by_theme[use.slug].append(use)
    return by_theme


def _sections_about(
    found: Sequence[NameUse], page: PageAnalysis, lexicon: Lexicon
) -> list[tuple[Section, list[NameUse]]]:
    """Return the sections that are about a theme, the innermost of those inside one another."""
    about: list[tuple[Section, list[NameUse]]] = []
    starts = [use.start for use in found]
    taken: set[NameUse] = set()
    for block in reversed(page.blocks):
        first, last = bisect_left(starts, block.start), bisect_left(starts, block.end)
        inside = [use for use in found[first:last] if use not in taken]
        text = page.text[block.start : block.end]
        if block.section and inside and is_about(inside, text, lexicon, RULES.fewest_in_a_section):
            about.append((block.section, inside))
            taken.update(inside)
    return about[::-1]


def _page_is_about(found: Sequence[NameUse], page: PageAnalysis, lexicon: Lexicon) -> bool:
    in_fields = [use for use in page.names_in_fields if use.slug == found[0].slug]
    return is_about([*in_fields, *found], _with_head(page.entry, page.text), lexicon)


def _with_head(entry: Entry, text: str) -> str:
    return f"{entry.title}\n{entry.summary}\n{text}"


def _untagged(page: PageAnalysis, found: Sequence[NameUse], section: Section | None) -> Problem:
    words: dict[tuple[str, ...], str] = {}
    for use in found:
        words.setdefault(use.name, quote(page.text[use.start : use.end]))
    names, more = [*words.values()][: RULES.most_names], len(words) - RULES.most_names
    listed = in_words([*names, some(more, "more name")] if more > 0 else names)
    times = f" {len(found)} times" if len(found) > len(words) else ""
    # A sentence says more than the heading above it.
    shown = next((use for use in found if not page.is_heading(use.start)), found[0])
    return _told(
        Suggestion.UNTAGGED_THEME,
        page.entry,
        section,
        names=listed,
        times=times,
        theme=quote(shown.slug),
        sentence=sentence(page, shown),
    )


def _told(code: Suggestion, entry: Entry, section: Section | None, **values: str) -> Problem:
    """Return a suggestion about the themes of a page or a section."""
    where = Location(entry.path, entry.lines.get("themes", 1), "themes")
    if section:
        where = Location(entry.path, section.line)
    return MESSAGES.problem(code, where, what="the section " if section else "", **values)


def not_mentioned(
    pages: Sequence[PageAnalysis], lexicon: Lexicon, casebook: Casebook
) -> list[Problem]:
    """Return the themes of pages and sections that these never name, if that is unusual.

    Where a text is short, nothing is said of its themes.
    """
    is_named = [
        (page.entry, block.section, theme, named)
        for page in pages
        if casebook.kind_of(page.entry).filed
        for block in page.blocks
        if block.end - block.start >= RULES.enough_text
        for theme, named in _named(page, block, lexicon, casebook)
    ]
    silent = [
        _told(Suggestion.TAG_NOT_MENTIONED, entry, section, theme=quote(theme))
        for entry, section, theme, named in is_named
        if not named
    ]
    return silent if is_unusual(len(silent), len(is_named), RULES.few_tags) else []


def _named(
    page: PageAnalysis, block: Block, lexicon: Lexicon, casebook: Casebook
) -> Iterator[tuple[str, bool]]:
    """Yield each theme of a block, and whether its text has a word of the theme's names."""
    named = {use.slug for use in page.names if block.start <= use.start < block.end}
    text = page.text[block.start : block.end]
    if not block.level:
        named |= {use.slug for use in page.names_in_fields}
        text = _with_head(page.entry, text)
    text = text.lower()
    for theme in casebook.themes(block.themes):
        if names := lexicon.by_theme.get(theme.slug):
            related = {theme.slug, *(part.slug for part in casebook.narrower.get(theme.slug, ()))}
            has_trace = any(map(text.__contains__, names.traces))
            yield theme.slug, has_trace or not named.isdisjoint(related)
