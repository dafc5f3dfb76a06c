"""Find the names of themes in running text.

Only where a word stands with which a name begins are the names tried that begin with it, the
longest first. So the cost hardly grows with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.spelling import in_place, plain

PIECES = "\0"
"""Stands between pieces of text that are searched as one; no name goes across it."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_ROUND_A_NAME = '.,:;!?…"“”'
"""What stands before or after a name in a title, and is no part of it."""

_INSIDE_A_WORD = re.compile(r"(?<=[^\W_])|(?<=[^\W_]')")
_WORD_GOES_ON = re.compile(r"'?[^\W_]")
_OTHER_NAME_BEFORE = re.compile(r"(?<=[^\W_]&)")
_OTHER_NAME_AFTER = re.compile(r"[+#]|&[^\W_]")
"""Signs that a word is part of another name: C is not in C++, and R is not in R&D."""

_PIECE_BEFORE = re.compile(r"[^\s\0]*$")
_PIECE_AFTER = re.compile(r"[^\s\0]*")
_ADDRESS = re.compile(r"\w:(?://|[^\W_])|(?:^|\W)www\.|\w@\w")
"""What only stands in the address of a page or of a person's mail."""

_GLUED_BEFORE = re.compile(r"(?<=[\w.][-.])|(?<=[/@#\\_])")
_GLUED_AFTER = re.compile(r"[-.][^\W_]|[/@\\_]\S")
"""Signs that a word is part of an address, a file's name or a compound such as "low-risk"."""

_NEAR = 80
"""Characters before a name that tell whether it starts a sentence or goes on a longer name."""

_SENTENCE_START = re.compile(r"(?:^|\0|[.!?:;]['\"”’)]*\s+|[“\"‘(]\s*)$")
_JOINING = frozenset({"of", "and", "for", "the"})
_OPENING = frozenset(
    {"a", "an", "and", "as", "at", "both", "but", "by", "each", "every", "few", "for", "from"}
    | {"good", "her", "his", "how", "if", "in", "is", "it", "its", "many", "more", "most", "no"}
    | {"not", "of", "on", "only", "or", "our", "so", "some", "such", "that", "the", "their"}
    | {"these", "this", "those", "to", "under", "weak", "what", "when", "where", "which", "while"}
    | {"who", "why", "with", "without", "your"}
)
"""Words that open a sentence with a capital and are no part of a name."""


_NO_PLURAL = frozenset(
    {"arms", "contents", "customs", "glasses", "goods", "headquarters", "means", "minutes", "news"}
    | {"odds", "premises", "proceeds", "regards", "remains", "times", "works"}
)
"""Words that end as plurals do, and mean something else without the ending: news, new."""

_PLURAL_IN_ICS = frozenset(
    {"antibiotics", "clinics", "comics", "critics", "fabrics", "graphics", "mechanics", "medics"}
    | {"metrics", "paramedics", "statistics", "topics"}
)
"""Of the words that end so these are plurals; the others are fields of study, such as genomics."""


class Mention(NamedTuple):
    """A name of a theme in a text: which theme, and from where to where in characters."""

    slug: str
    start: int
    end: int


class _Name(NamedTuple):
    """A name of a theme; only its last word may stand in the plural."""

    slug: str
    lead: str
    """The signs before its first word, such as the stop of ".NET"."""

    forms: tuple[str, ...]
    """How it goes on, in small letters with one space between words; the longest first."""

    as_written: frozenset[str]
    """The forms of an abbreviation, which only counts in its own capitals; empty for others."""


Names = Mapping[str, tuple[_Name, ...]]
"""All names, those with most words first, by their heads: the first word to an apostrophe."""

NO_NAMES: Names = MappingProxyType({})
"""For a text in which no names are looked for."""

_NOBODYS = ""
"""Stands for the theme where words mean something else than the name of one in them."""


def gather_names(themes: Iterable[Entry]) -> Names:
    """Return the names under which themes are found: titles and aliases.

    A theme whose field ``link`` is ``off`` is never found, nor is any in its ``other-senses``.
    """
    by_head: dict[str, list[_Name]] = defaultdict(list)
    for theme in themes:
        if theme["link"] == "off":
            continue
        names = [_name(theme.slug, text) for text in (theme.title, *theme.texts("aliases"))]
        names += [_name(_NOBODYS, text) for text in theme.texts("other-senses")]
        for name in filter(None, names):
            for head in {_PLAIN_WORD.findall(form)[0] for form in name.forms}:
                if name not in by_head[head]:
                    by_head[head].append(name)
    return MappingProxyType(
        {
            head: tuple(sorted(found, key=lambda name: (-name.forms[0].count(" "), name)))
            for head, found in by_head.items()
        }
    )


def _name(slug: str, text: str) -> _Name | None:
    """Return a name as it is looked for; ``None`` where there is no word in it."""
    written = plain(text).rstrip(_ROUND_A_NAME).lstrip('"“')
    small = _in_small_letters(written)
    first = _PLAIN_WORD.search(small)
    if first is None:
        return None
    lead, rest = small[: first.start()], small[first.start() :]
    ways = {rest, rest.replace(" & ", " and "), rest.replace(" and ", " & ")}
    found = {f"{before}{form}" for way in ways for before, form in _in_numbers(way)}
    capitals = frozenset(forms(written)) if is_abbreviation(text) else frozenset()
    return _Name(slug, lead, tuple(sorted(found, key=lambda form: (-len(form), form))), capitals)


def _in_numbers(name: str) -> Iterator[tuple[str, str]]:
    """Yield a name in singular and plural, as all but its last word and each form of that."""
    before, space, last = name.rpartition(" ")
    yield from ((f"{before}{space}", form) for form in forms(last))


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
    >>> singular("news"), singular("genomics"), singular("clinics")
    ('news', 'genomics', 'clinic')
    """
    if word.lower() in _NO_PLURAL or (word.endswith("ics") and word.lower() not in _PLURAL_IN_ICS):
        return word
    if len(word) > 4 and word.endswith("ies"):  # noqa: PLR2004 - "ties" has no shorter form
        return f"{word[:-3]}y"
    if len(word) > 2 and word[-1] == "s" and word[-2] not in "sui'’":  # noqa: PLR2004 - "is", "as"
        return word[:-1]
    return word


def find(text: str, names: Names) -> Iterator[Mention]:
    """Yield the mentions in a text in order; none lies inside another.

    The text may be several joined by :data:`PIECES`.
    """
    small = in_place(_in_small_letters(text))
    free_from = 0
    for word in _PLAIN_WORD.finditer(small):
        if word[0] not in names or word.start() < free_from:
            continue
        for name in names[word[0]]:
            start = word.start() - len(name.lead)
            end = _end_of(name, small, start)
            if end is not None and _is_mention(text, start, end, name):
                if name.slug != _NOBODYS:
                    yield Mention(name.slug, start, end)
                free_from = end
                break


def _in_small_letters(text: str) -> str:
    """Return a text in small letters, each in the place of its capital.

    Only the Turkish capital i with a dot becomes two characters in small letters.
    """
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower()


def _end_of(name: _Name, small: str, start: int) -> int | None:
    """Return where a name ends that begins at a place, or ``None`` if it does not."""
    if start < 0 or not small.startswith(name.lead, start) or _INSIDE_A_WORD.match(small, start):
        return None
    begin = start + len(name.lead)
    for form in name.forms:
        end = begin + len(form)
        if small.startswith(form, begin) and not _WORD_GOES_ON.match(small, end):
            return end
    return None


def _is_mention(text: str, start: int, end: int, name: _Name) -> bool:
    """Return whether what reads like a name is one: as written, and no part of something else."""
    if _OTHER_NAME_BEFORE.match(text, start) or _OTHER_NAME_AFTER.match(text, end):
        return False
    if _is_in_address(text, start, end):
        return False
    if name.as_written:
        return plain(text[start:end]) in name.as_written
    if _GLUED_BEFORE.match(text, start) or _GLUED_AFTER.match(text, end):
        return False
    return not (text[start].isupper() and _inside_a_name(text, start, end))


def _is_in_address(text: str, start: int, end: int) -> bool:
    """Return whether a place is in an address, up to the spaces around it."""
    before = _PIECE_BEFORE.search(text[max(0, start - _NEAR) : start])
    after = _PIECE_AFTER.match(text, end)
    pieces = (before[0] if before else "", text[start:end], after[0] if after else "")
    return _ADDRESS.search("".join(pieces)) is not None


def _inside_a_name(text: str, start: int, end: int) -> bool:
    """Return whether a word in capitals, from one place to another, is part of a longer name.

    "Department of Health Procurement Board" is not about the theme procurement. A capital in the
    middle of a sentence, beside another capital, is the sign of it.
    """
    if _is_capital_after(text, end):
        return True
    before = text[max(0, start - _NEAR) : start]
    return not _SENTENCE_START.search(before) and _is_capital_before(before)


def _is_capital_after(text: str, end: int) -> bool:
    """Return whether the next word, past "of" and the like, is in capitals."""
    while text[end : end + 1] == " " and (word := _WORD.match(text, end + 1)):
        if word.group() not in _JOINING:
            return word.group()[0].isupper()
        end = word.end()
    return False


def _is_capital_before(text: str) -> bool:
    """Return whether a text ends in a word in capitals, past "of" and the like, and a space."""
    while text.endswith(" ") and (word := _last_word(text[:-1])):
        if word not in _JOINING:
            return word[0].isupper() and word.lower() not in _OPENING
        text = text[: -len(word) - 1]
    return False


def _last_word(text: str) -> str:
    """Return the word that ends a text; nothing where something else does."""
    words = _WORD.findall(text.rpartition(" ")[2])
    return words[-1] if words and text.endswith(words[-1]) else ""
