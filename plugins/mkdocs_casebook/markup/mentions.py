"""Finding the names of themes in running text.

Text is cut into words once; each word is looked up as the possible start of a name, longest name
first. So the cost does not grow with the number of names, as it would with one large pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from mkdocs_casebook.model import Entry

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BETWEEN_WORDS = re.compile(r"[ \n]|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
_GLUED_BEFORE = re.compile(r"[/@#_\\]$|[\w.][-.]$")
_GLUED_AFTER = re.compile(r"[/@_\\]\S|[-.][^\W_]")
"""Signs that a word is part of an address, a file's name or a compound such as "low-risk"."""

_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|[“\"‘(]\s*)$")
_JOINING = frozenset({"of", "and", "for", "the"})
_OPENING = frozenset(
    {"a", "an", "and", "as", "at", "both", "but", "by", "each", "every", "few", "for", "from"}
    | {"good", "her", "his", "how", "if", "in", "is", "it", "its", "many", "more", "most", "no"}
    | {"not", "of", "on", "only", "or", "our", "so", "some", "such", "that", "the", "their"}
    | {"these", "this", "those", "to", "under", "weak", "what", "when", "where", "which", "while"}
    | {"who", "why", "with", "without", "your"}
)
"""Words that open a sentence with a capital and are no part of a name."""


class Mention(NamedTuple):
    """A name of a theme in a text: which theme, and from where to where in characters."""

    slug: str
    start: int
    end: int


class _Name(NamedTuple):
    """A name, cut into words; only the last may stand in the plural."""

    slug: str
    first: tuple[str, ...]
    """All words but the last, in small letters."""

    last: frozenset[str]
    """The forms of the last word, in small letters."""

    as_written: frozenset[str]
    """The forms of an abbreviation, which only counts in its own capitals; empty for others."""


@dataclass(frozen=True, slots=True)
class Names:
    """All names by their first word in small letters, the longest first."""

    by_first_word: Mapping[str, tuple[_Name, ...]]
    starts: frozenset[str | tuple[str, str]]
    """The one word, or the first two, with which any name starts: most words start none."""


NO_NAMES = Names({}, frozenset())
"""For a text in which no names are looked for."""


def gather_names(themes: Iterable[Entry]) -> Names:
    """Return the names under which themes are found: titles and aliases.

    A theme whose field ``link`` is ``off`` is never found.
    """
    by_first_word: dict[str, list[_Name]] = defaultdict(list)
    for theme in themes:
        for text in (theme.title, *theme.texts("aliases")) if theme["link"] != "off" else ():
            words = _WORD.findall(text)
            if not words:
                continue
            *first, last = (word.lower() for word in words)
            capitals = frozenset(forms(text)) if is_abbreviation(text) else frozenset()
            name = _Name(theme.slug, tuple(first), frozenset(forms(last)), capitals)
            for start in first[:1] or name.last:
                if name not in by_first_word[start]:
                    by_first_word[start].append(name)
    ordered = {
        start: tuple(sorted(names, key=lambda name: (-len(name.first), name.slug, name.first)))
        for start, names in by_first_word.items()
    }
    starts: set[str | tuple[str, str]] = set()
    for start, group in ordered.items():
        for name in group:
            second = name.first[1:2] or name.last
            starts |= {(start, word) for word in second} if name.first else {start}
    return Names(ordered, frozenset(starts))


def forms(word: str) -> tuple[str, ...]:
    """Return the forms in which a word can stand in a text: as it is, in plural, possessive.

    A word that is a plural already is found in the singular as well. Forms that do not exist do no
    harm, since nobody writes them.

    >>> forms("policy")
    ('policy', 'policys', 'policies', "policy's", 'policy’s')
    """
    stem = singular(word)
    return stem, f"{stem}s", f"{stem[:-1]}ies", f"{stem}'s", f"{stem}’s"


def is_abbreviation(text: str) -> bool:
    """Return whether a name is written in capitals only, such as EPR or COVID-19."""
    return text.isupper() and " " not in text


def singular(word: str) -> str:
    """Return a word without the ending of its plural; wrong ones do no harm if wrong alike.

    >>> singular("policies"), singular("records"), singular("process"), singular("EPRs")
    ('policy', 'record', 'process', 'EPR')
    """
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" has no shorter form
        return f"{word[:-3]}y"
    if len(word) > 2 and word[-1] == "s" and word[-2] not in "sui'’":  # noqa: PLR2004 - "is", "as"
        return word[:-1]
    return word


def find(text: str, names: Names) -> Iterator[Mention]:
    """Yield the mentions in a text in order; none lies inside another."""
    by_first_word = names.by_first_word
    small = _WORD.findall(text.lower())
    starts = [at for at, word in enumerate(small) if word in by_first_word]
    if not starts:
        return
    words: list[re.Match[str]] = []
    free_from = 0
    known = names.starts
    for at in starts:
        if at < free_from or not (small[at] in known or (*small[at : at + 2],) in known):
            continue
        for name in by_first_word[small[at]]:
            length = len(name.first) + 1
            last = at + length - 1
            if last >= len(small) or small[last] not in name.last:
                continue
            if length > 1 and tuple(small[at:last]) != name.first:
                continue
            # Where the words stand is only asked once a name may have been found.
            words = words or list(_WORD.finditer(text))
            if _is_mention(text, words, at, length, name):
                yield Mention(name.slug, words[at].start(), words[last].end())
                free_from = last + 1
                break


def _is_mention(text: str, words: list[re.Match[str]], at: int, length: int, name: _Name) -> bool:
    """Return whether words that match a name are one: joined, as written, and no longer name."""
    if name.as_written:
        return text[words[at].start() : words[at + length - 1].end()] in name.as_written
    start, end = words[at].start(), words[at + length - 1].end()
    if _GLUED_BEFORE.search(text, max(0, start - 2), start) or _GLUED_AFTER.match(text, end):
        return False
    for before, after in pairwise(words[at : at + length]):
        gap = text[before.end() : after.start()]
        if not _BETWEEN_WORDS.fullmatch(gap):
            return False
    return not _inside_a_name(text, words, at, length)


def _inside_a_name(text: str, words: list[re.Match[str]], first: int, length: int) -> bool:
    """Return whether the words are part of a longer proper name.

    "Department of Health Procurement Board" is not about the theme procurement. A capital in the
    middle of a sentence, beside another capital, is the sign of it.
    """
    if not words[first].group()[0].isupper():
        return False
    starts_sentence = bool(_SENTENCE_START.search(text[: words[first].start()]))
    if _is_capital(words, first + length, text, words[first + length - 1].end(), 1):
        return True
    return not starts_sentence and _is_capital(words, first - 1, text, words[first].start(), -1)


def _is_capital(words: list[re.Match[str]], at: int, text: str, edge: int, step: int) -> bool:
    """Return whether the neighbouring word, past "of" and the like, is in capitals."""
    while 0 <= at < len(words):
        word = words[at]
        gap = text[edge : word.start()] if step > 0 else text[word.end() : edge]
        if gap != " ":
            return False
        if word.group() not in _JOINING:
            is_opening = step < 0 and word.group().lower() in _OPENING
            return word.group()[0].isupper() and not is_opening
        edge = word.end() if step > 0 else word.start()
        at += step
    return False
