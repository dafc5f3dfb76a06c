"""How much a contributed text may hold, so that no file can keep the machine busy or bring it down.

Python-Markdown takes the square of the number of some marks, and goes one call deeper for each
list or quotation inside another. Each limit is far above what a person writes, and low enough that
a text at any of them is made into a page in about a second: ``tests/property/test_fuzz.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_casebook.core.problems import Location, Problem

LARGEST_TEXT = 100_000
"""Characters below the fields. The longest chapter of the guide has about 20,000."""

DEEPEST = 10
"""Lists and quotations inside one another."""

_COLUMNS_A_LEVEL = 4
_MARKER = re.compile(r"[>*+:-]|\d{1,9}[.)]")
_MARKERS = re.compile(r"(?:[ \t]|>|(?:[-*+:]|\d{1,9}[.)])(?=[ \t]))+")
_COULD_BE_DEEP = re.compile(r"\n[ \t>*+:\d.)-]{11}")
_EMPHASIS_MARKS = 600
"""In one paragraph."""


class _Limit(NamedTuple):
    """At most so many of a mark in one text."""

    most: int
    marks: tuple[str, ...]
    what: str
    """What the marks are, in the plural, for people."""


_LIMITS = (
    _Limit(2_000, ("[",), 'opening square brackets "["'),
    _Limit(1_000, ("{",), 'opening curly brackets "{"'),
    _Limit(1_000, ("<",), 'signs "<"'),
    _Limit(4_000, ("`",), "backticks"),
    _Limit(400, ("\n```", "\n~~~"), "pieces of code"),
    _Limit(500, ("\n#", "\n=", "\n--"), "headings and lines"),
    _Limit(12_000, ("|",), 'signs "|", which divide the columns of tables'),
    _Limit(12_000, ("\n",), "lines"),
)


def too_heavy(path: str, body: str, body_line: int) -> Iterator[Problem]:
    """Yield what of a text is too much; ``body_line`` is the line at which it starts."""
    if len(body) > LARGEST_TEXT:
        yield Problem(
            where=Location(path, body_line),
            code="text-too-long",
            found=f"the text below the fields has {len(body):,} characters",
            fix="Divide it into several pages.",
            expected=f"It may have up to {LARGEST_TEXT:,}.",
        )
    lines = body.count("\n")
    for limit in _LIMITS:
        # There cannot be more of a mark than there are characters, or lines for it to start.
        if (lines if limit.marks[0].startswith("\n") else len(body)) <= limit.most:
            continue
        found = sum(body.count(mark) for mark in limit.marks if mark in body)
        if found > limit.most:
            yield _too_many(path, body_line, f"{found:,} {limit.what} in the text", limit.most)
    if len(body) > _EMPHASIS_MARKS and body.count("*") + body.count("_") > _EMPHASIS_MARKS:
        yield from _too_emphatic(path, body, body_line)
    if _COULD_BE_DEEP.search(f"\n{body}"):
        yield from _too_deep(path, body, body_line)


def _too_many(path: str, line: int, what: str, most: int) -> Problem:
    return Problem(
        where=Location(path, line),
        code="text-too-many",
        found=f"there are {what}",
        fix="Divide it into several pages, or write it more simply.",
        expected=f"There may be up to {most:,}.",
    )


def _too_emphatic(path: str, body: str, body_line: int) -> Iterator[Problem]:
    """Tell of a paragraph whose stars would be matched for longer than anybody wants to wait."""
    position = 0
    for paragraph in body.split("\n\n"):
        found = paragraph.count("*") + paragraph.count("_")
        if found > _EMPHASIS_MARKS:
            line = body_line + body.count("\n", 0, position)
            what = f'{found:,} signs "*" and "_" in one paragraph'
            yield _too_many(path, line, what, _EMPHASIS_MARKS)
            return
        position += len(paragraph) + 2


def _too_deep(path: str, body: str, body_line: int) -> Iterator[Problem]:
    """Tell of the first line that stands inside too many lists and quotations."""
    for number, line in enumerate(body.split("\n")):
        match = _MARKERS.match(line)
        if match is None or match.end() <= DEEPEST:
            continue
        lead = match[0].expandtabs(_COLUMNS_A_LEVEL)
        markers = len(_MARKER.findall(lead))
        # Spaces alone are a piece of code, or go on with a line above that has been looked at.
        if markers and markers + lead.count(" " * _COLUMNS_A_LEVEL) > DEEPEST:
            yield Problem(
                where=Location(path, body_line + number),
                code="text-too-deep",
                found=f"lists or quotations stand inside one another more than {DEEPEST} deep",
                fix="Start the line with fewer spaces and signs.",
            )
            return
