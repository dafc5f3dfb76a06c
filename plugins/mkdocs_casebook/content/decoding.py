"""Decode a file's bytes as UTF-8, make its line ends alike, and refuse what cannot be seen."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from html import unescape

from mkdocs_casebook.core.problems import Location, Problem, quote

_BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
_BY_NUMBER = re.compile(
    r"&(?:amp;|#0*38;|#x0*26;)*+#(?:x0*+(?P<hex>[0-9a-f]{1,6}+)(?![0-9a-f])"
    r"|0*+(?P<number>[0-9]{1,7}+)(?![0-9]));?",
    re.IGNORECASE,
)
"""A character by its number, as HTML writes it, or that written so that something may undo it."""

_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = bytes(number for number in range(128) if _INVISIBLE.match(chr(number)))
_OTHERS = {
    b"\xe2": re.compile(rb"\xe2(?:\x80[\xa8-\xae]|\x81[\xa6-\xa9])"),
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f]"),
    b"\xef": re.compile(rb"\xef\xbf[\xbe\xbf]"),
    b"&": re.compile(rb"#[0-9xX]"),
}
"""The others in UTF-8, by their first byte."""
_LINE_BREAK = "a line break that only word processors know"
_NAMES = {
    "\x00": "an empty character (NUL), which plain text never has,",
    "\x0b": _LINE_BREAK,
    "\x0c": "a page break",
    "\x85": _LINE_BREAK,
    "\N{LINE SEPARATOR}": _LINE_BREAK,
    "\N{PARAGRAPH SEPARATOR}": _LINE_BREAK,
}


def decode(path: str, content: bytes) -> tuple[str, tuple[Problem, ...]]:
    r"""Return a file's text and the problems of its characters.

    A byte order mark is dropped and every line end becomes ``\n``. Where bytes are not UTF-8 the
    text is empty. Characters that reorder the text around them are refused because they can make
    a page read differently from its source (CVE-2021-42574). What is refused becomes a space in
    the text, so that nothing else stumbles over it.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", (_not_utf8(path, content, error.start),)
    text = text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    # Looking at bytes is many times faster than searching the text, and nearly all are clean.
    if len(content.translate(None, _CONTROLS)) == len(content) and not any(
        byte in content and pattern.search(content) for byte, pattern in _OTHERS.items()
    ):
        return text, ()
    return _visible(text), tuple(_invisible(path, text))


def first_invisible(text: str) -> str:
    """Return the first character of a text that :func:`decode` would refuse, or nothing.

    Half of a surrogate pair, which no file in UTF-8 can hold but an escape in JSON can, is one too.
    """
    found = next(_hidden(text), None) or _SURROGATE.search(text)
    return found.group() if found else ""


def without_invisible(text: str) -> str:
    """Return a pasted text with plain line ends, and spaces for characters that cannot be seen.

    Nobody meant them: they come along from word processors and web pages.
    """
    text = _LINE_ENDS.sub("\n", text.removeprefix(_BYTE_ORDER_MARK))
    return _visible(text).replace("\N{NO-BREAK SPACE}", " ")


def _hidden(text: str) -> Iterator[re.Match[str]]:
    """Yield the characters that cannot be seen, as they are and by their numbers."""
    yield from _INVISIBLE.finditer(text)
    if "&" in text:
        yield from (found for found in _BY_NUMBER.finditer(text) if _meant(found) != found[0])


def _meant(found: re.Match[str]) -> str:
    """Return the invisible character that is meant by a number, or all else as it is written."""
    if found.re is _INVISIBLE:
        return found[0]
    number = int(found["hex"], 16) if found["hex"] else int(found["number"])
    # Some numbers mean another character, for the sake of old pages; some mean none.
    char = unescape(f"&#{number};")
    return chr(number) if not char or _INVISIBLE.match(char) else found[0]


def _visible(text: str) -> str:
    """Return a text with spaces for what cannot be seen."""
    by_number = _BY_NUMBER.sub(lambda found: found[0] if _meant(found) == found[0] else " ", text)
    return _INVISIBLE.sub(" ", by_number)


def _not_utf8(path: str, content: bytes, at: int) -> Problem:
    before = content[:at].removeprefix(BOM_UTF8)
    before = before.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1
    column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
    return Problem(
        where=Location(path, line),
        code="not-utf-8",
        found=f"the character at column {column} is saved in a way that others see wrongly",
        fix="Open the file, choose Save as, and choose UTF-8 as its encoding.",
    )


def _invisible(path: str, text: str) -> list[Problem]:
    problems = []
    told: set[str] = set()
    for match in _hidden(text):
        char = _meant(match)
        if char in told:
            continue
        told.add(char)
        start = text.rfind("\n", 0, match.start()) + 1
        what = _NAMES.get(char) or (
            "an invisible character, which makes the text after it run backwards,"
            if "\u202a" <= char <= "\u2069"
            else f"a character that cannot be shown (number {ord(char)})"
        )
        if match[0] != char:
            what = f"{quote(match[0])}, which stands for {what.removesuffix(',')},"
        problems.append(
            Problem(
                where=Location(path, text.count("\n", 0, start) + 1),
                code="invisible-character",
                found=f"there is {what} at column {match.start() - start + 1}",
                fix="Delete it, or type the line again instead of pasting it.",
            )
        )
    return problems
