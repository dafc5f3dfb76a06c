"""Find the spaces at the end of lines that mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_BOUNDARY = re.compile("\N{ZERO WIDTH NO-BREAK SPACE}?---[ \t]*")
_FENCE = re.compile(r"[ ]{0,3}(?P<mark>`{3,}|~{3,})")
_LINE_BREAK = "  "
"""Two spaces at the end of a line within a paragraph start a new line there."""

_CODE = ("    ", "\t")


def without_spaces(lines: Sequence[str]) -> Iterator[dict[int, str]]:
    """Yield changes that take away such spaces, as new lines by number: each may be made alone.

    Each line of the fields is a change by itself, since in a text of several lines its spaces could
    be meant. All lines below the fields are one change.
    """
    ends = (at for at, line in enumerate(lines) if at and _BOUNDARY.fullmatch(line))
    first = next(ends, -1) + 1 if _BOUNDARY.fullmatch(lines[0]) else 0
    tidy = {at: line.rstrip(" \t") for at, line in enumerate(lines) if line[-1:] in {" ", "\t"}}
    yield from ({at: line} for at, line in tidy.items() if at < first)
    yield {at: tidy[at] for at in _plain_lines(lines, first) if at in tidy}


def _plain_lines(lines: Sequence[str], first: int) -> Iterator[int]:
    """Yield the lines of a text that are no code and end in no line break that readers see."""
    fence = ""
    for at, line in enumerate(lines[first:], first):
        mark = _FENCE.match(line)
        goes_on = "".join(lines[at + 1 : at + 2]).strip()
        is_broken = goes_on and line.endswith(_LINE_BREAK)
        if fence:
            if mark and mark["mark"].startswith(fence) and line.strip() == mark["mark"]:
                fence = ""
        elif mark:
            fence = mark["mark"]
        elif not line.strip(" \t") or not (line.startswith(_CODE) or is_broken):
            yield at
