"""Make the inverted index of a long list: each word with the places of the entries that have it.

A page fetches the file of the first letter that a reader types, not every text. A line is a word, a
space and its places. Each place is the step from the one before it, doubled, and one more where the
word is in the title. A number is written in signs of five bits, the lowest first; a sixth bit says
that more follow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

OTHER = "_"
"""The file of all words that begin with none of the letters and digits of English."""

_OWN_FILE = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_WORD = re.compile(r"[^\W_]+")
_FIRST_SIGN, _BITS = 0x30, 5
_MORE = 1 << _BITS


def fold(text: str) -> str:
    """Return a text in small letters without accents, its words parted by single spaces.

    ``casebook-filter.mjs`` does the same to what a reader types.

    >>> fold("Élan: the NHS’s App")
    'elan the nhs s app'
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFD", text)
        text = "".join(part for part in parts if not unicodedata.category(part).startswith("M"))
    return " ".join(_WORD.findall(text.lower()))


def word_files(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield a letter and the text of its file, from the title and the other words of each entry.

    Words stand in the order of their bytes, so that they can be found by halving.
    """
    steps: dict[str, list[int]] = {}
    last: dict[str, int] = {}
    for place, (title, text) in enumerate(texts):
        in_title = frozenset(fold(title).split())
        for word in in_title.union(fold(text).split()):
            step = 2 * (place - last.get(word, 0)) + (word in in_title)
            if word in last:
                steps[word].append(step)
            else:
                steps[word] = [step]
            last[word] = place
    files: dict[str, list[str]] = {}
    for word in sorted(steps, key=str.encode):
        line = f"{word} {''.join(map(_signs, steps[word]))}\n"
        files.setdefault(word[0] if word[0] in _OWN_FILE else OTHER, []).append(line)
    for letter in sorted(files):
        yield letter, "".join(files[letter])


@cache
def _signs(number: int) -> str:
    signs = ""
    while number >= _MORE:
        signs += chr(_FIRST_SIGN + _MORE + number % _MORE)
        number >>= _BITS
    return signs + chr(_FIRST_SIGN + number)
