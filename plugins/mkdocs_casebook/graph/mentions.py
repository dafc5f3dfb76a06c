"""Finding the names of themes in running text.

The words of a text are held against all words with which a name begins, by one pattern that tries
each letter once. Only where such a word stands are the names that begin with it tried, longest
first. So the cost hardly grows with the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from mkdocs_casebook.core.model import Entry

PIECES = "\0"
"""Stands between pieces of text that are searched as one; no name goes across it."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN_WORD = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['’]")
_APOSTROPHES = frozenset("'’")
_SIGNS = "‘’“”\N{EN DASH}\N{EM DASH}…"
_SPACES = {number: " " for number in range(128) if not chr(number).isalnum()}
_BETWEEN_WORDS = ("\n", "-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}")
"""What may stand for the space between two words of a name."""

_GLUE_BEFORE, _GLUE_AFTER = frozenset("/@#_\\"), frozenset("/@_\\")
_LINKS_WORDS = frozenset("-.")
"""Signs that a word is part of an address, a file's name or a compound such as "low-risk"."""

_MAY_GLUE = _GLUE_BEFORE | _GLUE_AFTER | _LINKS_WORDS

_LONGEST_NESTED = 40
"""Letters of a word that a pattern may nest; Python's own limit is a few hundred."""

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


class Mention(NamedTuple):
    """A name of a theme in a text: which theme, and from where to where in characters."""

    slug: str
    start: int
    end: int


class _Name(NamedTuple):
    """A name of a theme; only its last word may stand in the plural."""

    slug: str
    words: tuple[str, ...]
    forms: tuple[str, ...]
    """How it can stand in a text, in small letters with one space between words; longest first."""

    as_written: frozenset[str]
    """The forms of an abbreviation, which only counts in its own capitals; empty for others."""


@dataclass(frozen=True, slots=True)
class Names:
    """All names, those with most words first, by their heads: the first word to an apostrophe."""

    by_head: Mapping[str, tuple[_Name, ...]]
    a_head: re.Pattern[str]
    """Finds each head between spaces, in small letters; nothing where there are no names."""


NO_NAMES = Names({}, re.compile(r"(?!)"))
"""For a text in which no names are looked for."""


def gather_names(themes: Iterable[Entry]) -> Names:
    """Return the names under which themes are found: titles and aliases.

    A theme whose field ``link`` is ``off`` is never found.
    """
    by_head: dict[str, list[_Name]] = defaultdict(list)
    for theme in themes:
        for text in (theme.title, *theme.texts("aliases")) if theme["link"] != "off" else ():
            name = _name(theme.slug, text)
            for head in {_APOSTROPHE.split(form.partition(" ")[0])[0] for form in name.forms}:
                if name not in by_head[head]:
                    by_head[head].append(name)
    ordered = {
        head: tuple(sorted(names, key=lambda name: (-len(name.words), name.slug, name.words)))
        for head, names in by_head.items()
    }
    heads = frozenset(ordered) - {""}
    return Names(ordered, _any_head(heads)) if heads else NO_NAMES


def _any_head(heads: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern that finds heads. Those too long to nest letter by letter come last."""
    long = sorted(head for head in heads if len(head) > _LONGEST_NESTED)
    either = [_any_of(heads.difference(long)), *map(re.escape, long)]
    return re.compile(f" ({'|'.join(filter(None, either))})(?= )")


def _any_of(words: Collection[str]) -> str:
    """Return a pattern for any of some words, in which each letter is tried once.

    >>> _any_of({"risk", "rise", "role", "roles"})
    'r(?:is(?:e|k)|ole(?:s)?)'
    """
    rest: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word:
            rest[word[0]].append(word[1:])
    choices = [re.escape(first) + _any_of(rests) for first, rests in sorted(rest.items())]
    if "" in words:
        return f"(?:{'|'.join(choices)})?" if choices else ""
    return choices[0] if len(choices) == 1 else f"(?:{'|'.join(choices)})"


def _name(slug: str, text: str) -> _Name:
    """Return a name as it is looked for."""
    words = tuple(map(_in_small_letters, _WORD.findall(text)))
    before = " ".join((*words[:-1], ""))
    found = [f"{before}{form}" for form in forms(words[-1])] if words else []
    capitals = frozenset(forms(text)) if is_abbreviation(text) else frozenset()
    return _Name(slug, words, tuple(sorted(found, key=len, reverse=True)), capitals)


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
    """Yield the mentions in a text in order; none lies inside another.

    The text may be several joined by :data:`PIECES`.
    """
    small = _in_small_letters(text)
    places = _places(small, names)
    if not places:
        return
    for sign in _BETWEEN_WORDS:
        small = small.replace(sign, " ")
    free_from = 0
    for start, head in places:
        for name in names.by_head[head] if start >= free_from else ():
            end = _end_of(name, small, start)
            if end is not None and _is_mention(text, start, end, name):
                yield Mention(name.slug, start, end)
                free_from = end
                break


def _in_small_letters(text: str) -> str:
    """Return a text in small letters, each in the place of its capital.

    Only the Turkish capital i with a dot becomes two characters in small letters.
    """
    return text.replace("\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}", "i").lower()


def _places(small: str, names: Names) -> list[tuple[int, str]]:
    """Return where a name may begin and its first word, in order; words are cut at apostrophes too.

    This is all that is done with every word of a site. Most texts have nothing beyond ASCII but
    quotation marks and dashes. In these every sign can be made a space, so that no word needs to
    become a value of its own: to make a thousand of them for a page took twice as long.
    """
    cut = small
    for sign in _SIGNS:
        cut = cut.replace(sign, " ")
    if cut.isascii():
        # The space put before makes up for the one that is found with the word.
        matches = names.a_head.finditer(f" {cut.translate(_SPACES)} ")
        found = [(match.start(), match[1]) for match in matches]
    else:
        words = ((match.start(), match[0]) for match in _PLAIN_WORD.finditer(small))
        found = [(at, word) for at, word in words if word in names.by_head]
    return [(at, word) for at, word in found if not _inside_a_word(small, at)]


def _inside_a_word(small: str, start: int) -> bool:
    """Return whether a letter comes right before a place, or before an apostrophe there."""
    before = small[start - 1 : start]
    return before.isalnum() or (
        before in _APOSTROPHES and small[max(0, start - 2) : start - 1].isalnum()
    )


def _word_goes_on(small: str, end: int) -> bool:
    """Return whether a letter comes right at a place, or after an apostrophe there."""
    after = small[end : end + 1]
    return after.isalnum() or (after in _APOSTROPHES and small[end + 1 : end + 2].isalnum())


def _end_of(name: _Name, small: str, start: int) -> int | None:
    """Return where a name ends that begins at a place, or ``None`` if it does not."""
    if small.startswith(name.forms, start):
        for form in name.forms:
            if small.startswith(form, start):
                end = start + len(form)
                if not _word_goes_on(small, end):
                    return end
    return None


def _is_mention(text: str, start: int, end: int, name: _Name) -> bool:
    """Return whether what reads like a name is one: as written, and no part of something else."""
    if name.as_written:
        return text[start:end] in name.as_written
    # Most names stand in small letters between spaces, and need not be looked at closely.
    signs = text[start - 1 : start] in _MAY_GLUE or text[end : end + 1] in _MAY_GLUE
    if signs and _is_glued(text, start, end):
        return False
    return not (text[start].isupper() and _inside_a_name(text, start, end))


def _is_glued(text: str, start: int, end: int) -> bool:
    """Return whether a sign makes words part of an address, a file's name or a compound."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before in _LINKS_WORDS:
        further = text[max(0, start - 2) : start - 1]
        if further.isalnum() or further in ("_", "."):
            return True
    elif before in _GLUE_BEFORE:
        return True
    next_sign = text[end + 1 : end + 2]
    if after in _LINKS_WORDS:
        return next_sign.isalnum()
    return after in _GLUE_AFTER and not (next_sign.isspace() or not next_sign)


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
