"""Spaces at the end of lines: which of them mean nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse

_BOUNDARY = re.compile("\N{ZERO WIDTH NO-BREAK SPACE}?---[ \t]*")
_FENCE = re.compile(r"[ ]{0,3}(?P<mark>`{3,}|~{3,})")
_LINE_BREAK = "  "
"""Two spaces at the end of a line within a paragraph start a new line there."""

_CODE = ("    ", "\t")


def tidied(lines: Sequence[str]) -> tuple[dict[int, str], dict[int, str]]:
    """Return the lines that end in spaces, without those: in the fields, and in the text.

    Code keeps its spaces, and so does a line of text that goes on after a break.
    """
    ends = [at for at, line in enumerate(lines[1:], 1) if _BOUNDARY.fullmatch(line)]
    has_fields = bool(lines) and bool(_BOUNDARY.fullmatch(lines[0])) and bool(ends)
    first = ends[0] + 1 if has_fields else 0
    in_fields = {at: line.rstrip(" \t") for at, line in enumerate(lines[:first])}
    in_text: dict[int, str] = {}
    fence = ""
    for at, line in enumerate(lines[first:], first):
        mark = _FENCE.match(line)
        if fence:
            closed = mark and mark["mark"].startswith(fence) and line.strip() == mark["mark"]
            fence = "" if closed else fence
        elif mark:
            fence = mark["mark"]
        elif not line.strip(" \t"):
            in_text[at] = ""
        elif not line.startswith(_CODE) and not _is_broken(lines, at):
            in_text[at] = line.rstrip(" \t")
    return _changed(in_fields, lines), _changed(in_text, lines)


def _is_broken(lines: Sequence[str], at: int) -> bool:
    """Return whether a line ends in a break that readers see, since the next goes on."""
    goes_on = at + 1 < len(lines) and bool(lines[at + 1].strip())
    return goes_on and lines[at].endswith(_LINE_BREAK)


def _changed(tidied: dict[int, str], lines: Sequence[str]) -> dict[int, str]:
    return {at: line for at, line in tidied.items() if line != lines[at]}


def same_fields(before: bytes, after: bytes) -> bool:
    """Return whether two files have the same fields, with the same texts on the same lines."""
    one, other = (parse("", decode("", content)[0])[0].fields for content in (before, after))
    return one == other
