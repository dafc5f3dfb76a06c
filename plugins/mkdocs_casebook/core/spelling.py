"""Bring texts to one form, by which names are compared, and make slugs of them.

What looks the same to a reader is the same name: however its letters are put together (Unicode
normalisation form C), whichever apostrophe, hyphen or space stands in it. What looks different is
another name: Gŵyl is not Gôyl, and C is not C++.
"""

from __future__ import annotations

import re
import unicodedata
from zlib import crc32

APOSTROPHES = (
    "\N{RIGHT SINGLE QUOTATION MARK}",
    "\N{LEFT SINGLE QUOTATION MARK}",
    "\N{MODIFIER LETTER APOSTROPHE}",
    "\N{FULLWIDTH APOSTROPHE}",
)
"""What may stand for a straight apostrophe."""

SPACES = (
    *("\n", "\t", "-", "\N{HYPHEN}", "\N{NON-BREAKING HYPHEN}"),
    *("\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{THIN SPACE}"),
)
"""What may stand for the space between two words of a name."""

_SAID = {
    "#": "sharp",
    ".": "dot",
    "+": "plus",
    "*": "star",
    "&": "and",
    "@": "at",
    "%": "percent",
    "<": "under",
    ">": "over",
    "=": "equals",
    "£": "pounds",
    "€": "euros",
    "$": "dollars",
}
"""Signs that tell one name from another, and how they are said in an address."""

_SIGN = re.compile(r"(?<=\w)#|(?<!\w)\.(?=\w)|[+*&@%=£€$]|[<>](?=\s*\d)")
"""Where they do: C# is not C, and .NET is no net; but there is a stop in "St. Example"."""

_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
    | {"ħ": "h", "ı": "i", "ŋ": "ng", "ŧ": "t"}
)
"""Letters that are no other letter with a mark on it, as they are written without them."""

_LONGEST_SLUG = 60


def composed(text: str) -> str:
    """Return a text with each letter and its marks as one character, where there is one.

    >>> len(composed("w\N{COMBINING CIRCUMFLEX ACCENT}"))
    1
    """
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def in_place(text: str) -> str:
    """Return a text with plain apostrophes and spaces, each character in its place.

    >>> in_place("women\N{RIGHT SINGLE QUOTATION MARK}s-health")
    "women's health"
    """
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    for sign in SPACES:
        text = text.replace(sign, " ")
    return text


def plain(text: str) -> str:
    """Return a text in the one form, with one space between words."""
    return " ".join(in_place(composed(text)).split())


def same_words(text: str) -> str:
    """Return what is alike of two names that readers take for one: capitals do not matter.

    >>> same_words("Women\N{RIGHT SINGLE QUOTATION MARK}s  Health") == same_words("women's-health")
    True
    """
    return composed(plain(text).casefold())


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a name in small letters, with what its signs mean as words.

    >>> words_of("C++"), words_of("Women's R&D")
    (('c', 'plus', 'plus'), ('womens', 'r', 'and', 'd'))
    """
    text = _SIGN.sub(lambda sign: f" {_SAID[sign[0]]} ", same_words(text).replace("'", ""))
    return tuple(_WORD.findall(text))


def slug_words(text: str) -> tuple[str, ...]:
    """Return the words of a name in the letters a to z and digits, as addresses have them.

    Letters that cannot be written so are left out.

    >>> slug_words("Gŵyl y Môr, Łódź")
    ('gwyl', 'y', 'mor', 'lodz')
    """
    found = (_in_ascii(word) for word in words_of(text))
    return tuple(word for word in found if word)


def _in_ascii(word: str) -> str:
    # A letter of mathematics is made an ordinary one here, and may be a capital only then.
    apart = unicodedata.normalize("NFKD", word.translate(_LETTERS)).casefold()
    return "".join(char for char in apart if char.isascii() and char.isalnum())


def slug_of(text: str) -> str:
    """Return the part of an address that stands for a text.

    Where letters of it cannot be written in one, a number stands for the whole text as well.

    >>> slug_of("Electronic patient record (EPR)"), slug_of("C#")
    ('electronic-patient-record-epr', 'c-sharp')
    """
    slug = "-".join(slug_words(text))[:_LONGEST_SLUG].strip("-")
    is_whole = all(map(_in_ascii, "".join(words_of(text))))
    return slug if slug and is_whole else numbered(slug or "value", text)


def numbered(slug: str, text: str) -> str:
    """Return a slug that no other text has: with a number made of the text.

    The number does not depend on what else there is, so the address stays.
    """
    number = crc32(" ".join(words_of(text) or (text,)).encode())
    return f"{slug[: _LONGEST_SLUG - 9].strip('-')}-{number:08x}"
