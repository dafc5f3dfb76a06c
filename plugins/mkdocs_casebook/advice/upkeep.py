"""Advice on a site as a whole: names that no page uses, themes nearly alike, pages without a link.

What is so for more than a fifth of a site is how the site is, and not worth a line each.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import combinations, groupby

from mkdocs_casebook.advice.theme_scoring import Lexicon, Name, as_name
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, quote
from mkdocs_casebook.graph.casebook import Casebook

UNUSUAL = 0.2
"""Share of a site up to which something is unusual."""

ALIKE = 0.85
"""Ratio of matching characters (difflib) from which two titles say nearly the same."""

SHARED = 0.8
"""Share of what is filed under either of two themes from which they hold nearly the same."""

FEWEST_SHARED = 5
"""What must be filed under both, so that chance is ruled out."""

MOST_SHARING = 50
"""Titles with the same word beyond which the word says nothing."""

_NOT_DIGITS = re.compile(r"\D+")
_JOINING = frozenset({"a", "an", "and", "by", "for", "in", "of", "on", "or", "the", "to", "with"})


def is_unusual(some: int, of_all: int, few: int = 0) -> bool:
    """Return whether so few of all are concerned that each of them is worth telling."""
    return some <= max(few, of_all * UNUSUAL)


def unused_aliases(
    themes: Iterable[Entry], lexicon: Lexicon, used: Collection[tuple[str, Name]]
) -> Iterator[Problem]:
    """Yield for each theme its aliases that no page uses; ``used`` are the names that pages do."""
    aliases = [
        (theme, alias)
        for theme in themes
        if theme.slug in lexicon.by_theme
        for alias in theme.texts("aliases")
    ]
    unused = [pair for pair in aliases if (pair[0].slug, as_name(pair[1])) not in used]
    if not is_unusual(len(unused), len(aliases)):
        return
    for (path, line), pairs in groupby(unused, key=lambda pair: _place_of_aliases(pair[0])):
        yield Problem(
            where=Location(path, line, "aliases"),
            code=Suggestion.UNUSED_ALIAS,
            found=f"no page uses {' or '.join(quote(alias) for _theme, alias in pairs)}",
            fix="Check the spelling. Keep what readers may search for.",
            severity=Severity.NOTICE,
        )


def _place_of_aliases(theme: Entry) -> tuple[str, int]:
    return theme.path, theme.lines.get("aliases", 1)


def similar_themes(casebook: Casebook) -> Iterator[Problem]:
    """Yield pairs of themes whose names or contents are nearly the same, at the second of them."""
    themes = {theme.slug: theme for theme in casebook.all_terms}
    reasons = dict(_same_contents(casebook)) | dict(_same_names(themes.values()))
    for (first, second), reason in sorted(reasons.items()):
        yield Problem(
            where=Location(themes[second].path),
            code=Suggestion.SIMILAR_THEMES,
            found=f"this theme is much like {quote(themes[first].title)} in "
            f"{themes[first].path}: {reason}",
            fix="Merge the two, or say in the summary of each where it ends.",
            severity=Severity.NOTICE,
        )


def _same_names(themes: Iterable[Entry]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield pairs of themes with names of the same words, or titles spelt nearly the same."""
    by_words: dict[frozenset[str], dict[str, str]] = defaultdict(dict)
    by_start: dict[str, dict[str, str]] = defaultdict(dict)
    for theme in sorted(themes, key=lambda theme: theme.slug):
        for text in (*theme.texts("aliases"), theme.title):
            by_words[frozenset(as_name(text)) - _JOINING][theme.slug] = text
        for word in as_name(theme.title):
            # Only titles that share the start of a word are compared, or 2,000 would take minutes.
            by_start[word[:4]][theme.slug] = theme.title
    for titles in by_start.values():
        for first, second in combinations(titles, 2) if len(titles) <= MOST_SHARING else ():
            one, other = (" ".join(as_name(titles[slug])) for slug in (first, second))
            # "Year 1" and "Year 2" are not misspellings of each other.
            same_digits = _NOT_DIGITS.sub("", one) == _NOT_DIGITS.sub("", other)
            if same_digits and SequenceMatcher(None, one, other).ratio() >= ALIKE:
                yield (first, second), "their titles are nearly the same"
    for texts in by_words.values():
        for first, second in combinations(texts, 2):
            names = f"{quote(texts[first])} and {quote(texts[second])}"
            yield (first, second), f"{names} are the same words"


def _same_contents(casebook: Casebook) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield pairs of themes under which nearly the same pages and sections are filed."""
    by_place: dict[tuple[str, str], list[str]] = defaultdict(list)
    for slug, things in casebook.filed.items():
        for thing in things:
            by_place[thing.target.path, thing.target.fragment].append(slug)
    shared = Counter(pair for slugs in by_place.values() for pair in combinations(sorted(slugs), 2))
    for (first, second), both in shared.items():
        either = len(casebook.filed[first]) + len(casebook.filed[second]) - both
        if both >= FEWEST_SHARED and both >= either * SHARED:
            yield (
                (first, second),
                f"of {either} pages and sections under either, {both} are under both",
            )


def orphans(casebook: Casebook, linked: Collection[str]) -> Iterator[Problem]:
    """Yield the entries filed under themes that no page links to; ``linked`` are other paths.

    The lists that Casebook makes do not count: a reader meets those only by leaving the text.
    """
    # What stands on another site is not ours to link to more often.
    everything = (e for kind, _ in casebook.schema.filed for e in casebook.of_kind(kind.name))
    entries = [entry for entry in everything if not entry.elsewhere]
    found = [entry for entry in entries if entry.path not in linked]
    if not is_unusual(len(found), len(entries)):
        return
    for entry in found:
        yield Problem(
            where=Location(entry.path),
            code=Suggestion.ORPHAN,
            found="no other page links to this one",
            fix="Link to it from a page whose readers would want it.",
            severity=Severity.NOTICE,
        )
