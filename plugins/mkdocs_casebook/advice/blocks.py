"""The paragraphs and list items of a prose, and the sentences in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_casebook.advice.prose import as_read

_MARK = re.compile(r"(?:[-*+:]|\d+[.)]|>)(?:[ \t]+|$)")
"""What starts a list item, an explanation of a term or a quotation."""

_NO_PROSE = ("#", "|")
_CODE = ("    ", "\t")
_SENTENCE_END = re.compile(
    # A full stop after a title or between letters ends nothing: "Dr. Example", "e.g. this".
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bNo\.)(?<!\be\.g\.)(?<!\bi\.e\.)"
    r"(?<=[.!?])[”\"’')]*\s+(?=[A-Z“\"‘'(£\d])"
)
_CODE_AFTER_END = re.compile(r"(?<=[.!?])[ ]{3,}(?=\w)")
"""A sentence that starts with code, of which blanks are left."""

_WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")


class Block(NamedTuple):
    """A paragraph, a list item, the explanation of a term or a quotation, on one line."""

    start: int
    """Where its first line begins in the text, in characters."""

    text: str


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a prose in order. Headings, tables and indented code are passed over."""
    words: list[str] = []
    start = position = 0
    in_list = False
    for line in text.split("\n"):
        bare = line.strip()
        mark = _MARK.match(bare)
        is_code = not words and not in_list and line.startswith(_CODE)
        is_prose = bool(bare) and not bare.startswith(_NO_PROSE) and not is_code
        if words and (mark or not is_prose):
            yield Block(start, as_read(" ".join(words)))
            words = []
        if is_prose:
            is_item = bool(mark) and not bare.startswith(">")
            in_list = is_item or (in_list and (bool(words) or line[0].isspace()))
            if not words:
                start = position
            words.append(_CODE_AFTER_END.sub(" “…” ", bare[mark.end() :] if mark else bare))
        elif bare and not line[0].isspace():
            in_list = False
        position += len(line) + 1
    if words:
        yield Block(start, as_read(" ".join(words)))


def sentences(text: str) -> list[str]:
    """Return the sentences of a block."""
    return _SENTENCE_END.split(text)


def words(text: str) -> list[str]:
    """Return the words of a text: "board's", "go-live" and "31,000" are one each."""
    return _WORD.findall(text)
