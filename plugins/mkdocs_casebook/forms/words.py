"""Hold the words that came in against those that went out, so that none is lost unmentioned."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mkdocs_casebook.forms.texts import TEXTS

_MARKS = re.compile(r"</?(?:sub|sup)>|[\\*_`\u00ad]")
"""What Markdown puts inside a word, and hyphens that are only seen at the end of a line."""

_ENTITIES = {"&lt;": "<", "&amp;": "&"}
_BREAK = re.compile(r"<br>")
_WORD = re.compile(r"\w+")
_BLOCK = re.compile(r"\S.*(?:\n.*\S.*)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, with where they stand: "in a comment"."""

    place: str
    text: str


def text_pieces(text: str) -> Iterator[Piece]:
    """Yield the paragraphs of a text, with the line in which each starts."""
    for block in _BLOCK.finditer(text):
        line = 1 + text.count("\n", 0, block.start())
        yield Piece(TEXTS["text-place"].format(number=line), block[0])


def words_of(text: str) -> list[str]:
    """Return the words of a text, without what marks them up, in small letters.

    >>> words_of("**W**aiting fell by 10<sup>6</sup>, or 10⁶")
    ['waiting', 'fell', 'by', '106', 'or', '106']
    """
    plain = _MARKS.sub("", _BREAK.sub(" ", text))
    for entity, sign in _ENTITIES.items():
        plain = plain.replace(entity, sign)
    return _WORD.findall(unicodedata.normalize("NFKC", plain).casefold())


def left_out(pieces: Iterable[Piece], written: Iterable[str]) -> tuple[Piece, ...]:
    """Return what of some pieces is in none of the texts written, with its place.

    Each word written stands for one that came in, wherever it was put. Pieces that are there whole
    are looked for first, so that what is told is where the words really are missing.
    """
    rest = _Words(written)
    broken = [piece for piece in pieces if not rest.take(words_of(piece.text))]
    return tuple(Piece(piece.place, text) for piece in broken for text in _missing(piece, rest))


def _missing(piece: Piece, rest: _Words) -> Iterator[str]:
    """Yield what is missing of a piece that is not there whole: all of it, or runs of its words."""
    words = words_of(piece.text)
    gone: list[list[str]] = [[]]
    at = 0
    while at < len(words):
        end = rest.take_longest(words, at)
        if end == at:
            gone[-1].append(words[at])
            at += 1
        else:
            gone.append([])
            at = end
    runs = [" ".join(run) for run in gone if run]
    yield from [piece.text] if sum(map(len, gone)) == len(words) else runs


class _Words:
    """Words that were written, each to be taken once."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Hold the words of some texts; no run of words goes from one text into the next."""
        joined = " | ".join(" ".join(words_of(text)) for text in texts)
        self._left = bytearray(f" {joined} ".encode())
        self._at = 0

    def take(self, words: list[str]) -> bool:
        """Take a run of words, and return whether it was there."""
        wanted = f" {' '.join(words)} ".encode()
        if len(words) == 0:
            return True
        # Texts mostly keep their order, so the next is mostly just behind the last.
        at = self._left.find(wanted, self._at)
        if at < 0:
            at = self._left.find(wanted)
        if at < 0:
            return False
        self._at = at + len(wanted) - 1
        self._left[at + 1 : self._at] = b"|" * (len(wanted) - 2)
        return True

    def take_longest(self, words: list[str], start: int) -> int:
        """Take as many words from a place on as stand together; return where they end."""
        end = start
        while end < len(words) and f" {' '.join(words[start : end + 1])} ".encode() in self._left:
            end += 1
        self.take(words[start:end])
        return end
