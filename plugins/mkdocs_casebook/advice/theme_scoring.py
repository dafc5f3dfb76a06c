"""When a text names a theme often enough to be about it.

The rule was chosen on ``tests/advice/passages.toml`` and is tested on ``held-out.toml`` beside it.
A theme earns points in a text:

- one for each of its names, or two if the name has a word of the theme's title beside another word
  ("digital strategy" says more than "strategy");
- half for each further time that a name is used;
- one if the text also has a word that only this theme's names have, and at least two of them.

A text of up to 150 words is about a theme that has two points. A longer one needs more points, up
to five, and must name the theme more often: names in passing gather in a long text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.mentions import Names, find, forms, gather_names, singular

FOR_A_NAME = 1.0
FOR_A_TELLING_NAME = 2.0
FOR_A_NAME_AGAIN = 0.5
FOR_A_WORD = 1.0

ENOUGH = 2.0
"""Points that a short text needs."""

SHORT = 150
"""Words up to which a text is short."""

WORDS_A_POINT = 100
"""Words beyond a short text for which one point more is needed."""

ALWAYS_ENOUGH = 5.0

WORDS_A_NAMING = 200
"""Words of a longer text for which a theme must be named once more than twice."""

SHORTEST_WORD = 4
"""Letters of a word that can be a theme's own."""

_SHORTEST_BEGINNING = 5

_COMMON = frozenset(
    {"about", "from", "into", "more", "most", "other", "over", "public", "that", "their", "them"}
    | {"these", "they", "thing", "this", "those", "what", "when", "where", "which", "with", "your"}
)
"""Words of titles that any text may have."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINS = re.compile(r",?[ ]and[ ]|,[ ]")
_OPENS_BRACKET = re.compile(r"\s*\(")

Name = tuple[str, ...]
"""A name as its words in small letters and in the singular."""


class Naming(NamedTuple):
    """One place at which a text names a theme."""

    slug: str
    name: Name
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of all themes, and what they weigh."""

    names: Names
    by_theme: Mapping[str, frozenset[Name]]

    telling: frozenset[tuple[str, Name]]
    """Names that hold a word of their theme's title beside another word."""

    own_words: Mapping[str, frozenset[str]]
    """Words that are in the title or in two names of this theme, and in no other theme's names."""

    traces: Mapping[str, tuple[str, ...]]
    """How words of a theme's title, and those that only its names have, begin.

    A text without one of them, and without a name, hardly speaks of the theme.
    """


def gather_lexicon(themes: Iterable[Entry]) -> Lexicon:
    """Return what is needed to tell how often texts name the themes that may be linked."""
    themes = [_with_parts_of_title(theme) for theme in themes if theme["link"] != "off"]
    by_theme = {
        theme.slug: frozenset(as_name(text) for text in (*theme.texts("aliases"), theme.title))
        for theme in themes
    }
    titles = {theme.slug: _long(as_name(theme.title)) for theme in themes}
    telling = frozenset(
        (slug, name)
        for slug, names in by_theme.items()
        for name in names
        if len(name) > 1 and not titles[slug].isdisjoint(name)
    )
    uses = {
        slug: Counter(word for name in names for word in set(name))
        for slug, names in by_theme.items()
    }
    owners = Counter(word for counts in uses.values() for word in counts)
    mine = {
        slug: {word for word in _long(counts) if owners[word] == 1} for slug, counts in uses.items()
    }
    return Lexicon(
        gather_names(themes),
        by_theme,
        telling,
        {
            slug: frozenset(word for word in words if uses[slug][word] > 1 or word in titles[slug])
            for slug, words in mine.items()
        },
        {
            slug: tuple(sorted(_beginning(word) for word in words | titles[slug]))
            for slug, words in mine.items()
        },
    )


def _beginning(word: str) -> str:
    """Return how a word begins in most of its forms: "fundi" for "funding"."""
    return word[: max(_SHORTEST_BEGINNING, len(word) - 2)]


def _with_parts_of_title(theme: Entry) -> Entry:
    """Return a theme that is also called what its title joins: "User needs and experience".

    Only parts of several words: a single one, such as "experience", may be about anything.
    """
    parts = [part for part in _JOINS.split(theme.title) if " " in part]
    aliases = (*theme.texts("aliases"), *parts)
    return replace(theme, values={**theme.values, "aliases": aliases})


def as_name(text: str) -> Name:
    """Return a name as it is compared, so that "EPRs" is "EPR" and "Go-live" is "go live"."""
    return tuple(singular(word).lower() for word in _WORD.findall(text))


def _long(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= SHORTEST_WORD and word not in _COMMON)


def namings(text: str, lexicon: Lexicon) -> Iterator[Naming]:
    """Yield where a paragraph names themes; a name and its abbreviation in brackets are one."""
    before: tuple[str, int] | None = None
    for slug, start, end in find(text, lexicon.names):
        spelled_out = (
            before is not None
            and before[0] == slug
            and _OPENS_BRACKET.fullmatch(text, before[1], start)
            and text.startswith(")", end)
        )
        before = (slug, end)
        if not spelled_out:
            yield Naming(slug, as_name(text[start:end]), start, end)


def points(found: Sequence[Naming], lexicon: Lexicon) -> float:
    """Return what a theme earns by its namings, which are all of one theme."""
    slug = found[0].slug
    names = {naming.name for naming in found}
    telling = sum((slug, name) in lexicon.telling for name in names)
    first = FOR_A_NAME * (len(names) - telling) + FOR_A_TELLING_NAME * telling
    return first + FOR_A_NAME_AGAIN * (len(found) - len(names))


def has_own_word(found: Sequence[Naming], text: str, lexicon: Lexicon) -> bool:
    """Return whether a text has a word of the theme's own that is not in the names it uses."""
    others = lexicon.own_words[found[0].slug].difference(*(naming.name for naming in found))
    words = frozenset(_WORD.findall(text.lower()) if others else ())
    return any(not words.isdisjoint(forms(other)) for other in others)


def is_about(found: Sequence[Naming], text: str, lexicon: Lexicon, fewest: int = 1) -> bool:
    """Return whether a text names a theme often enough to be about it.

    ``fewest`` is how often it must do so at least, however short it is.
    """
    if len(found) < fewest:
        return False
    missing = ENOUGH - points(found, lexicon)
    if missing > FOR_A_WORD:
        return False  # No word of its own could make up for it, and most stop here.
    words = len(text.split())
    if words > SHORT:
        if len(found) < 2 + words / WORDS_A_NAMING:
            return False
        missing += min((words - SHORT) / WORDS_A_POINT, ALWAYS_ENOUGH - ENOUGH)
    return missing <= 0 or (missing <= FOR_A_WORD and has_own_word(found, text, lexicon))


def themes_of(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the themes that a page of one passage is about."""
    by_theme: dict[str, list[Naming]] = defaultdict(list)
    for naming in namings(text, lexicon):
        by_theme[naming.slug].append(naming)
    return frozenset(slug for slug, found in by_theme.items() if is_about(found, text, lexicon))
