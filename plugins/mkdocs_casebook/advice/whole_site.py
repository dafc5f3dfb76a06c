"""Suggest what only a whole site shows: unused names, themes nearly alike, pages without a link.

What is so for more than a fifth of a site is how the site is, and not worth a line each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from mkdocs_casebook.advice.page_analysis import PageAnalysis
from mkdocs_casebook.advice.rules import MESSAGES, RULES
from mkdocs_casebook.advice.tagging import is_unusual
from mkdocs_casebook.advice.theme_scoring import Lexicon, as_name
from mkdocs_casebook.api import Casebook, Entry, Location, Problem
from mkdocs_casebook.core.problems import Suggestion, quote

_NOT_DIGITS = re.compile(r"\D+")
Pair = tuple[str, str]


def unused_aliases(
    pages: Sequence[PageAnalysis], lexicon: Lexicon, casebook: Casebook
) -> Iterator[Problem]:
    """Yield for each theme its aliases that no page but its own uses."""
    taxonomy = casebook.schema.taxonomy
    used = {
        (use.slug, use.name)
        for page in pages
        for use in (*page.names_in_fields, *page.names)
        if (taxonomy, use.slug) != (page.entry.kind, page.entry.slug)
    }
    unused: dict[str, list[str]] = defaultdict(list)
    number = 0
    themes = [theme for theme in casebook.all_terms if theme.slug in lexicon.by_theme]
    for theme in themes:
        for alias in theme.texts("aliases"):
            number += 1
            if (theme.slug, as_name(alias)) not in used:
                unused[theme.slug].append(quote(alias))
    if is_unusual(sum(map(len, unused.values())), number):
        for theme in themes:
            if theme.slug in unused:
                where = Location(theme.path, theme.lines.get("aliases", 1), "aliases")
                aliases = " or ".join(unused[theme.slug])
                yield MESSAGES.problem(Suggestion.UNUSED_ALIAS, where, aliases=aliases)


def similar_themes(casebook: Casebook) -> Iterator[Problem]:
    """Yield pairs of themes whose names or contents are nearly the same, at the second of them."""
    themes = {theme.slug: theme for theme in casebook.all_terms}
    reasons = dict(_same_contents(casebook)) | dict(_same_names(themes.values()))
    for (first, second), reason in reasons.items():
        one, other = themes[first], themes[second]
        values = {"title": quote(one.title), "path": one.path, "reason": reason}
        yield MESSAGES.problem(Suggestion.SIMILAR_THEMES, Location(other.path), **values)


def _same_names(themes: Iterable[Entry]) -> Iterator[tuple[Pair, str]]:
    """Yield pairs of themes with names of the same words, or titles spelt nearly the same."""
    by_words: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
    by_start: dict[str, dict[str, str]] = defaultdict(dict)
    for theme in sorted(themes, key=lambda theme: theme.slug):
        title = as_name(theme.title)
        for text in (*theme.texts("aliases"), theme.title):
            by_words[frozenset(as_name(text)) - RULES.joining_words][theme.slug] = text
        for word in title:
            # Only titles that share the start of a word are compared, or 2,000 would take minutes.
            by_start[word[:4]][theme.slug] = " ".join(title)
    for titles in by_start.values():
        for first, second in combinations(titles, 2) if len(titles) <= RULES.most_sharing else ():
            one, other = titles[first], titles[second]
            # "Year 1" and "Year 2" are not misspellings of each other.
            same_digits = _NOT_DIGITS.sub("", one) == _NOT_DIGITS.sub("", other)
            if same_digits and SequenceMatcher(None, one, other).ratio() >= RULES.alike:
                yield (first, second), "their titles are nearly the same"
    for texts in by_words.values():
        for first, second in combinations(texts, 2):
            names = f"{quote(texts[first])} and {quote(texts[second])}"
            yield (first, second), f"{names} are the same words"


def _same_contents(casebook: Casebook) -> Iterator[tuple[Pair, str]]:
    """Yield pairs of themes under which nearly the same pages and sections are filed."""
    by_place: dict[Pair, list[str]] = defaultdict(list)
    for slug, things in casebook.filed.items():
        for thing in things:
            by_place[thing.target.path, thing.target.fragment].append(slug)
    shared = Counter(pair for slugs in by_place.values() for pair in combinations(sorted(slugs), 2))
    for (first, second), both in shared.items():
        either = len(casebook.filed[first]) + len(casebook.filed[second]) - both
        if both >= RULES.fewest_shared and both >= either * RULES.shared:
            found = f"of {either} pages and sections under either, {both} are under both"
            yield (first, second), found


def orphans(pages: Sequence[PageAnalysis], casebook: Casebook) -> Iterator[Problem]:
    """Yield the entries filed under themes that no other page links to.

    The lists that Casebook makes do not count: a reader meets those only by leaving the text. What
    stands on another site is not ours to link to more often.
    """
    linked = {path for page in pages for path in page.linked}
    filed = (entry for kind, _ in casebook.schema.filed for entry in casebook.of_kind(kind.name))
    entries = [entry for entry in filed if not entry.elsewhere]
    found = [entry for entry in entries if entry.path not in linked]
    for entry in found if is_unusual(len(found), len(entries)) else ():
        yield MESSAGES.problem(Suggestion.ORPHAN, Location(entry.path))
