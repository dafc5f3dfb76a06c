"""From a file's bytes to text: UTF-8, with line ends made alike and nothing invisible in it."""

from __future__ import annotations

import re

from mkdocs_casebook.problems import Location, Problem

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = bytes({*range(9), 11, 12, *range(14, 32), 127})
_TURNS_TEXT = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_NAMES = {
    "\x00": "an empty character (NUL), which shows that this is not a text file",
    "\x0c": "a page break character",
    "\x0b": "a line break character from a word processor",
}


def decode(path: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Return a file's text and the problems of its characters.

    A byte order mark is dropped and every line end becomes ``\\n``. Where bytes are not UTF-8 the
    text is empty. Characters that reorder the text around them are refused because they can make
    a page read differently from its source (CVE-2021-42574).
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", (_not_utf8(path, content, error.start),)
    text = text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    # Looking at bytes is many times faster than searching the text, and nearly all are clean.
    if len(content.translate(None, _CONTROLS)) < len(content) or _TURNS_TEXT.search(content):
        return text, tuple(_invisible(path, text))
    return text, ()


def _not_utf8(path: str, content: bytes, at: int) -> Problem:
    before = content[:at]
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Problem(
        where=Location(path, line),
        code="not-utf-8",
        found=f"the character at column {column} is not saved as UTF-8",
        fix="Save the file again with the encoding UTF-8.",
    )


def _invisible(path: str, text: str) -> list[Problem]:
    problems = []
    told: set[str] = set()
    for match in _INVISIBLE.finditer(text):
        char = match.group()
        if char in told:
            continue
        told.add(char)
        start = text.rfind("\n", 0, match.start()) + 1
        what = _NAMES.get(char) or (
            "an invisible character that turns text round"
            if char > "\x7f"
            else f"a control character (number {ord(char)})"
        )
        problems.append(
            Problem(
                where=Location(path, text.count("\n", 0, start) + 1),
                code="invisible-character",
                found=f"there is {what}, at column {match.start() - start + 1}",
                fix="Delete it, or type the line again instead of pasting it.",
            )
        )
    return problems
