"""Finding the names of themes in running text.

Text is cut into words once; each word is looked up as the possible start of a name, longest name
first. So the cost does not grow with the number of names, as it would with one large pattern.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs_casebook.model import Entry

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_BETWEEN_WORDS = re.compile(r"[ \n]|[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|[“\"‘(]\s*)$")
_JOINING = frozenset({"of", "and", "for", "the"})


class Mention(NamedTuple):
    """A name of a theme in a text: which theme, and from where to where in characters."""

    slug: str
    start: int
    end: int


class _Name(NamedTuple):
    """A name as the words that must follow one another."""

    slug: str
    words: tuple[str, ...]
    as_written: bool
    """Whether it is an abbreviation, which only counts in its own capitals."""


@dataclass(frozen=True, slots=True)
class Names:
    """All names by their first word, the longest first."""

    by_first_word: Mapping[str, tuple[_Name, ...]]
    first_words: frozenset[str]
    """Every form in small letters that a first word can have; most texts hold none of them."""


def gather_names(themes: Iterable[Entry]) -> Names:
    """Return the names under which themes are found: titles and aliases.

    A theme whose field ``link`` is ``off`` is never found.
    """
    by_first_word: dict[str, list[_Name]] = defaultdict(list)
    for theme in themes:
        if theme["link"] == "off":
            continue
        for text in dict.fromkeys((theme.title, *theme.texts("aliases"))):
            as_written = is_abbreviation(text)
            words = tuple(_key(word, as_written=as_written) for word in _WORD.findall(text))
            if words:
                name = _Name(theme.slug, words, as_written)
                by_first_word[words[0]].append(name)
    ordered = {
        first: tuple(sorted(names, key=lambda name: (-len(name.words), name)))
        for first, names in by_first_word.items()
    }
    small = {word.lower() for word in ordered}
    forms = {form for word in small for form in _forms(word)}
    return Names(ordered, frozenset(forms))


def _forms(word: str) -> tuple[str, ...]:
    """Return the forms in which a text can have the first word of a name."""
    return word, f"{word}s", f"{word[:-1]}ies", f"{word}'s", f"{word}’s"


def is_abbreviation(text: str) -> bool:
    """Return whether a name is written in capitals only, such as EPR or COVID-19."""
    return text.isupper() and " " not in text


def _key(word: str, *, as_written: bool) -> str:
    return singular(word) if as_written else singular(word.casefold())


def singular(word: str) -> str:
    """Return a word without the ending of its plural; wrong ones do no harm if wrong alike.

    >>> singular("policies"), singular("records"), singular("process"), singular("EPRs")
    ('policy', 'record', 'process', 'EPR')
    """
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" has no shorter form
        return f"{word[:-3]}y"
    if len(word) > 2 and word[-1] == "s" and word[-2] not in "sui'’":  # noqa: PLR2004 - "is", "as"
        return word[:-1]
    return word.removesuffix("’s").removesuffix("'s")


def find(text: str, names: Names) -> Iterator[Mention]:
    """Yield the mentions in a text in order; none lies inside another."""
    if names.first_words.isdisjoint(_WORD.findall(text.lower())):
        return
    by_first_word, words, free_from = names.by_first_word, list(_WORD.finditer(text)), 0
    for number, match in enumerate(words):
        word = match.group()
        if word.lower() not in names.first_words or match.start() < free_from:
            continue
        candidates = by_first_word.get(singular(word.casefold()), ())
        if not word.islower():
            candidates = (*by_first_word.get(singular(word), ()), *candidates)
        for name in candidates:
            end = _end_of(name, words, number, text)
            if end and not _inside_a_name(text, words, number, len(name.words), name):
                yield Mention(name.slug, match.start(), end)
                free_from = end
                break


def _end_of(name: _Name, words: list[re.Match[str]], first: int, text: str) -> int:
    """Return where a name that starts at a word ends, or 0 if it does not stand there."""
    last = first + len(name.words) - 1
    if last >= len(words):
        return 0
    for offset, wanted in enumerate(name.words):
        word = words[first + offset]
        if _key(word.group(), as_written=name.as_written) != wanted:
            return 0
        if offset:
            gap = text[words[first + offset - 1].end() : word.start()]
            if len(gap) > 1 or not _BETWEEN_WORDS.fullmatch(gap):
                return 0
    return words[last].end()


def _inside_a_name(
    text: str, words: list[re.Match[str]], first: int, length: int, name: _Name
) -> bool:
    """Return whether the words are part of a longer proper name.

    "Department of Health Procurement Board" is not about the theme procurement. A capital in the
    middle of a sentence, beside another capital, is the sign of it.
    """
    if name.as_written or not words[first].group()[0].isupper():
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
            return word.group()[0].isupper()
        edge = word.end() if step > 0 else word.start()
        at += step
    return False
