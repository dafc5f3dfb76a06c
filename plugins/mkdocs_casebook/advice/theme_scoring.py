"""Decide when a text names a theme often enough to be about it.

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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from mkdocs_casebook.advice.rules import RULES
from mkdocs_casebook.api import Entry
from mkdocs_casebook.graph.mentions import Names, find, forms, gather_names, singular

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_JOINS = re.compile(r",?[ ]and[ ]|,[ ]")
_OPENS_BRACKET = re.compile(r"\s*\(")

Name = tuple[str, ...]
"""A name as its words in small letters and in the singular."""


class NameUse(NamedTuple):
    """One mention of a theme, with the name that is used."""

    slug: str
    name: Name
    start: int
    end: int


class ThemeNames(NamedTuple):
    """The names of one theme, and what they weigh."""

    all: frozenset[Name]
    telling: frozenset[Name]
    """Names that hold a word of the theme's title beside another word."""

    own_words: frozenset[str]
    """Words that are in the title or in two names of this theme, and in no other theme's names."""

    traces: frozenset[str]
    """How words of the theme's title, and those that only its names have, begin.

    A text without one of them, and without a name, hardly speaks of the theme.
    """


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of all themes that may be linked."""

    names: Names
    by_theme: Mapping[str, ThemeNames]


def gather_lexicon(themes: Iterable[Entry]) -> Lexicon:
    """Return what is needed to tell how often texts name the themes that may be linked."""
    themes = [_with_parts_of_title(theme) for theme in themes if theme["link"] != "off"]
    names = {
        theme.slug: frozenset(map(as_name, (*theme.texts("aliases"), theme.title)))
        for theme in themes
    }
    uses = {
        slug: Counter(word for name in all_ for word in {*name}) for slug, all_ in names.items()
    }
    owners = Counter(word for counts in uses.values() for word in counts)
    by_theme: dict[str, ThemeNames] = {}
    for theme in themes:
        title, counts = _telling(as_name(theme.title)), uses[theme.slug]
        only_here = {word for word in _telling(counts) if owners[word] == 1}
        by_theme[theme.slug] = ThemeNames(
            names[theme.slug],
            frozenset(name for name in names[theme.slug] if len(name) > 1 and title & {*name}),
            frozenset(word for word in only_here if counts[word] > 1 or word in title),
            # "fundi" for "funding": how a word begins in most of its forms.
            frozenset(w[: max(RULES.shortest_beginning, len(w) - 2)] for w in only_here | title),
        )
    return Lexicon(gather_names(themes), by_theme)


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


def _telling(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        word
        for word in words
        if len(word) >= RULES.shortest_word and word not in RULES.common_words
    )


def name_uses(text: str, lexicon: Lexicon) -> Iterator[NameUse]:
    """Yield where a text names themes; a name and its abbreviation in brackets are one."""
    last_slug, last_end = "", 0
    for slug, start, end in find(text, lexicon.names):
        in_brackets = _OPENS_BRACKET.fullmatch(text, last_end, start) and text.startswith(")", end)
        if not (slug == last_slug and in_brackets):
            yield NameUse(slug, as_name(text[start:end]), start, end)
        last_slug, last_end = slug, end


def is_about(found: Sequence[NameUse], text: str, lexicon: Lexicon, fewest: float = 1) -> bool:
    """Return whether a text names a theme often enough to be about it.

    ``found`` are its mentions of one theme, and ``fewest`` how many there must be at least.
    """
    theme = lexicon.by_theme[found[0].slug]
    names = {use.name for use in found}
    points = RULES.for_a_name_again * (len(found) - len(names))
    points += sum(
        RULES.for_a_telling_name if name in theme.telling else RULES.for_a_name for name in names
    )
    length = len(text.split())
    needed = RULES.enough
    if length > RULES.short:
        fewest = max(fewest, 2 + length / RULES.words_a_mention)
        needed = min(
            RULES.enough + (length - RULES.short) / RULES.words_a_point, RULES.always_enough
        )
    if len(found) < fewest or points + RULES.for_a_word < needed:
        return False
    return points >= needed or _has_word(theme.own_words.difference(*names), text)


def _has_word(wanted: Iterable[str], text: str) -> bool:
    """Return whether a text has one of some words, in any of its forms."""
    words = {*_WORD.findall(text.lower())}
    return any(not words.isdisjoint(forms(word)) for word in wanted)
