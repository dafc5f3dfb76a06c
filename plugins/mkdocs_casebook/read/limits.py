"""Limits on what contributed front matter may hold, checked on the raw text.

They are checked before any parser sees the text: a parser that recurses can be brought down by
deep nesting, and one that expands aliases by a few hundred bytes.
"""

from __future__ import annotations

import re

LARGEST_FRONT_MATTER = 64 * 1024
"""Bytes. The longest case study on the site has under 3 KB of it."""

DEEPEST_NESTING = 20
"""Levels. No field that Casebook declares goes deeper than three."""

MOST_NODES = 2_000
"""Keys, texts, lists and groups together."""

LONGEST_EXAMPLE = 90
"""Characters of an example in a message; a longer one is cut."""

_LEAD = re.compile(r"[ ]*(?:[-?:][ ]+)*")
_COULD_BE_DEEP = re.compile(rf"^[ ?:-]{{{DEEPEST_NESTING // 4 + 1},}}", re.MULTILINE)
_QUOTED_OR_BRACKET = re.compile(r"""'(?:[^'\n]|'')*'|"(?:[^"\\\n]|\\.)*"|[\[\]{}]""")


def is_too_long(front_matter: str) -> bool:
    """Return whether the text is larger than :data:`LARGEST_FRONT_MATTER` as UTF-8."""
    # A character takes at most four bytes, so most texts need not be encoded to be judged.
    at_most = len(front_matter) * 4
    return at_most > LARGEST_FRONT_MATTER < len(front_matter.encode("utf-8", "replace"))


def first_line_too_deep(front_matter: str) -> int | None:
    """Return the number of the first line nested deeper than the limit, or ``None``.

    Lines count from 1. The estimate errs on the side of depth: an indentation opens a level, so
    does each ``-`` that starts a list on a line, and so does each bracket outside quotation marks
    that has not been closed. What gets past it is stopped by the reader, which counts levels too.
    """
    # A column opens at most two levels, a bracket one, so most texts need not be gone through.
    brackets = front_matter.count("[") + front_matter.count("{")
    if brackets < DEEPEST_NESTING // 4 and not _COULD_BE_DEEP.search(front_matter):
        return None
    columns: list[int] = []
    brackets = 0
    for number, line in enumerate(front_matter.split("\n"), 1):
        lead = _LEAD.match(line)
        width = lead.end() if lead else 0
        if width < len(line):
            # A list may start in the same column as the field it belongs to, so it counts as
            # half a column further in.
            starts = [2 * at + 1 for at, char in enumerate(line[:width]) if char != " "]
            starts.append(2 * width)
            while columns and columns[-1] >= starts[0]:
                columns.pop()
            columns += starts
        deepest = len(columns) - 1 + brackets
        for sign in _QUOTED_OR_BRACKET.findall(line):
            if sign in "[{":
                brackets += 1
                deepest = max(deepest, len(columns) - 1 + brackets)
            elif sign in "]}":
                brackets = max(0, brackets - 1)
        if deepest > DEEPEST_NESTING:
            return number
    return None
