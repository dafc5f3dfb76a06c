"""Limit what a contributed text may hold, so that none can keep the machine busy or bring it down.

Python-Markdown takes the square of the number of some marks, and goes one call deeper for each
list or quotation inside another. Each limit is far above what a person writes, and low enough that
a text at any of them is made into a page in about a second: ``tests/property/test_fuzz.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from string import ascii_letters, digits
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
_IN_ONE_PARAGRAPH = (
    (600, re.compile(r"[*_]"), 'signs "*" and "_"'),
    (100, re.compile(r"\n[ \t>]*:"), "explanations"),
)
"""At most so many of these between two empty lines."""


class _Limit(NamedTuple):
    """At most so many of a mark in one text."""

    most: int
    marks: tuple[str, ...]
    what: str
    """What the marks are, in the plural, for people."""


_LIMITS = (
    _Limit(1_000, ("[",), 'opening square brackets "["'),
    _Limit(200, ("![",), "pictures"),
    _Limit(300, ("[^",), "notes"),
    _Limit(1_000, ("{",), 'opening curly brackets "{"'),
    _Limit(1_000, ("<",), 'signs "<"'),
    _Limit(200, ("\n```", "\n~~~"), "pieces of code"),
    _Limit(20, ("hl_lines",), 'words "hl_lines"'),
    _Limit(500, ("\n:", " :", "\t:", ">:"), "colons that could start an explanation"),
    _Limit(12_000, ("|",), 'signs "|", which divide the columns of tables'),
    _Limit(6_000, ("\n",), "lines"),
    *(_Limit(4_000, (sign,), f"signs {sign}") for sign in "&'\"$@"),
    _Limit(2_000, ("\\",), "backslashes"),
    _Limit(2_000, ("`",), "backticks"),
    *(_Limit(4_000, (sign * 2,), f"signs {sign * 2}") for sign in "-.!"),
    *(_Limit(1_000, (sign,), f"signs {sign}") for sign in ("==", "++")),
    *(_Limit(500, (sign,), f"signs {sign}") for sign in "~^"),
)
_NO_SIGNS = f"{ascii_letters}{digits} .,".encode()

_MOST_HEADINGS = 500
_HEADING = re.compile(r"\n[^a-zA-Z\n]*(?:\#|[=-][ \t]*(?=\n))")
"""A heading, also in a quotation or a list, or the line below one."""

_MOST_STEPS = 500_000
_OPENS_OR_CLOSES = re.compile(r"\\?`+|\\.|\]\(|[\[\])]|\n[ \t]*\n")
_PARTNERS = {"]": "[", "](": "[", ")": "]("}

_LONGEST_ROW = 200
_ROWS = tuple(sign * _LONGEST_ROW for sign in "`#~=*_+-<>|!\\.:&'\"")
_SPACES = re.compile(r"[ \t]{200}")
_COULD_HAVE_SPACES = " " * 20
_TABS = 20


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
    # Most texts have fewer signs of all kinds together than any limit lets through of one.
    signs = len(body.encode("utf-8", "replace").translate(None, _NO_SIGNS))
    for limit in _LIMITS:
        if signs > limit.most:
            found = sum(body.count(mark) for mark in limit.marks)
            if found > limit.most:
                yield _too_many(path, body_line, f"{found:,} {limit.what} in the text", limit.most)
    if signs > _MOST_HEADINGS:
        found = len(_HEADING.findall(f"\n{body}\n"))
        if found > _MOST_HEADINGS:
            yield _too_many(path, body_line, f"{found:,} headings and lines", _MOST_HEADINGS)
    yield from _too_spread(path, body, body_line, signs)


def _too_spread(path: str, body: str, body_line: int, signs: int) -> Iterator[Problem]:
    """Yield what is too much in one place, each with its line."""
    rows = [row for row in _ROWS if signs >= _LONGEST_ROW and row in body]
    if _COULD_HAVE_SPACES in body or body.count("\t") > _TABS:
        rows += _SPACES.findall(body)
    if rows:
        line = body_line + body.count("\n", 0, body.index(rows[0]))
        yield _too_many(path, line, "more equal signs or spaces in a row", _LONGEST_ROW)
    longest = max(map(len, body.split("\n\n")))
    if longest * (body.count("[") + body.count("`")) > _MOST_STEPS:
        yield from _too_open(path, body, body_line)
    for most, marks, what in _IN_ONE_PARAGRAPH:
        if signs > most and len(marks.findall(body)) > most:
            yield from _too_dense(path, body, body_line, (most, marks, what))
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


def _too_open(path: str, body: str, body_line: int) -> Iterator[Problem]:
    """Tell of signs that are opened far from their ends, so that looking for these takes long.

    Python-Markdown goes on from each to its partner, or to the end of the paragraph, in steps of
    one character. Older versions do so again after each link.
    """
    opened: defaultdict[str, list[int]] = defaultdict(list)
    steps = brackets = 0
    for match in (*_OPENS_OR_CLOSES.finditer(body), None):
        sign, at = (match[0], match.start()) if match else ("\n", len(body))
        if sign.isspace():
            never = sum(at - start for starts in opened.values() for start in starts)
            steps += never * (1 + brackets // 100)
            opened.clear()
            brackets = 0
        # Ticks are their own partners.
        partner = _PARTNERS.get(sign, sign if sign[0] == "`" else "")
        if opened[partner]:
            steps += at - opened[partner].pop()
        elif partner == sign:
            opened[sign].append(at)
        if sign in {"[", "]("} or sign.startswith("\\`"):
            opened[sign].append(at)
            brackets += sign == "["
        if steps > _MOST_STEPS:
            yield Problem(
                where=Location(path, body_line + body.count("\n", 0, at)),
                code="text-too-many",
                found="there are many brackets or backticks that are opened, and closed far from "
                "there or never",
                fix="Close each, or put a backslash before it.",
            )
            return


def _too_dense(
    path: str, body: str, body_line: int, limit: tuple[int, re.Pattern[str], str]
) -> Iterator[Problem]:
    """Tell of a paragraph whose marks would be matched for longer than anybody wants to wait."""
    most, marks, what = limit
    position = 0
    for paragraph in body.split("\n\n"):
        found = len(marks.findall(paragraph))
        if found > most:
            line = body_line + body.count("\n", 0, position)
            yield _too_many(path, line, f"{found:,} {what} in one paragraph", most)
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
