"""Find Markdown that code hosts show in one way and the site in another.

Authors preview their text on the code host, which reads CommonMark with its own additions. The site
reads Markdown as Python-Markdown does. Each line here means something else to the two; where the
author can only have meant one thing, the line that both read alike is given with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from mkdocs_casebook.core.problems import quote

_FENCE = re.compile(r"([ ]*)(`{3,}|~{3,})")
_ITEM = re.compile(r"([ ]*)([-*+]|\d{1,9}[.)])([ ]+)(?=\S)")
_STARTS_A_LIST = re.compile(r"[ ]{0,3}(?:[-*+]|1[.)])[ ]+\S")
_NO_PARAGRAPH = re.compile(r"[ ]{0,3}(?:#|>|\||<|:[ ]|[-*_=]{3,}[ ]*$|\[[^\]]+\]:|\{)|[ ]{4}|\t")
_CLOSE_HEADING = re.compile(r"(#{1,6})(?=[^#\s\\])(.*)")
_TASK = re.compile(r"([ ]*[-*+][ ]+)\[([ xX])\][ ]+(?=\S)")
_ALERT = re.compile(r"[ ]{0,3}>[ ]*\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ ]*", re.IGNORECASE)
_STRUCK = re.compile(r"(?<!~)~~(?=[^~\s])[^~\n]+~~(?!~)")
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")
_ADDRESS = re.compile(r"(?<![\w(<\[\"'=/`\]])https?://[^\s<>()\[\]`\"]*[^\s<>()\[\]`\".,;:!?'*_]")

_TAB = 4
"""Spaces by which Python-Markdown wants a list in a list to be indented."""

_READ_BY = {
    "pymdownx.magiclink": "address",
    "pymdownx.tasklist": "task",
    "pymdownx.tilde": "struck",
    "sane_lists": "",
}
"""Extensions of Python-Markdown with which it reads a sort of line as code hosts do."""


class Otherwise(NamedTuple):
    """A line that the site reads in another way than code hosts."""

    line: int
    """Its number in the text, from 1."""

    found: str
    fix: str
    mended: str | None = None
    """What to put in its place, where it can be meant in one way only. It may be two lines."""


class _Place(NamedTuple):
    """Where a line stands: what is above it."""

    offsets: tuple[int, ...] = ()
    """For each list that is open, the column in which the text of its item starts."""

    is_paragraph: bool = False
    """Whether the line above is one of a paragraph in no list."""

    after_blank: bool = True


def read_otherwise(body: str, extensions: Collection[str] = ()) -> Iterator[Otherwise]:
    """Yield the lines of a text that are read otherwise by code hosts, in order, each once."""
    known = {_READ_BY[name] for name in extensions if name in _READ_BY}
    place, fence, is_comment = _Place(), "", False
    for number, line in enumerate(body.split("\n"), 1):
        mark = _FENCE.match(line)
        if fence or is_comment:
            if mark and mark[2].startswith(fence) and fence and line.strip() == mark[2]:
                fence = ""
            is_comment = is_comment and "-->" not in line
            continue
        if mark:
            fence = mark[2]
            if place.offsets and mark[1]:
                yield _code_in_list(number)
            continue
        is_comment = "<!--" in line and "-->" not in line.partition("<!--")[2]
        if found := _otherwise(number, line, place, known):
            yield found
        place = _below(line, place)


def mend(body: str, extensions: Collection[str] = ()) -> str:
    """Return a text in which both read alike whatever can be meant in one way only."""
    before = None
    # A line may be two things at once: an item that runs in, and an address in it.
    while before != body:
        before = body
        lines = body.split("\n")
        for found in read_otherwise(body, extensions):
            if found.mended is not None:
                lines[found.line - 1] = found.mended
        body = "\n".join(lines)
    return body


def _otherwise(number: int, line: str, place: _Place, known: Collection[str]) -> Otherwise | None:
    """Return how a line is read otherwise, if it is; the first that is found."""
    if _is_code(line, place):
        return None
    found = (check(number, line, place) for name, check in _CHECKS.items() if name not in known)
    return next(filter(None, found), None)


def _is_code(line: str, place: _Place) -> bool:
    """Return whether a line is one of indented code."""
    return line.startswith(("    ", "\t")) and not place.offsets and place.after_blank


def _below(line: str, place: _Place) -> _Place:
    """Return where the line below a line stands."""
    if line.strip() and _is_code(line, place):
        return place
    if not line.strip():
        return place._replace(after_blank=True, is_paragraph=False)
    indent = len(line) - len(line.lstrip(" "))
    item = _ITEM.match(line)
    if item:
        kept = tuple(offset for offset in place.offsets if offset <= indent)
        return _Place((*kept, item.end()), after_blank=False)
    ends_list = place.after_blank and indent == 0
    offsets = () if ends_list else place.offsets
    is_paragraph = not offsets and not _NO_PARAGRAPH.match(line)
    # A line right below an item belongs to it, wherever it starts.
    return _Place(offsets, is_paragraph, after_blank=False)


def _close_heading(number: int, line: str, _place: _Place) -> Otherwise | None:
    """Find a heading here that is text on code hosts: "#1 is" or "##Context"."""
    match = _CLOSE_HEADING.fullmatch(line)
    if match is None:
        return None
    shown = quote(line, 30)
    if match[1] == "#":
        is_number = match[2][0].isdigit()
        return Otherwise(
            number,
            f"{shown} is a heading here and text on code hosts",
            "Write a backslash in front of the # if it is text, or a space behind it.",
            f"\\{line}" if is_number else None,
        )
    return Otherwise(
        number,
        f"{shown} is a heading here and text on code hosts",
        f"Write a space behind the {match[1]}.",
        f"{match[1]} {match[2]}",
    )


def _list_runs_in(number: int, line: str, place: _Place) -> Otherwise | None:
    """Find a list right below a paragraph, of which it becomes a part here."""
    if not (place.is_paragraph and _STARTS_A_LIST.match(line)):
        return None
    return Otherwise(
        number,
        "the list starts right below a paragraph and runs into it here, as one line",
        "Leave a blank line above it.",
        f"\n{line}",
    )


def _flat_list(number: int, line: str, place: _Place) -> Otherwise | None:
    """Find a list in a list that is indented by too little, so that it is flat here."""
    indent = len(line) - len(line.lstrip(" "))
    depth = sum(offset <= indent for offset in place.offsets)
    if not depth or indent >= _TAB * depth or not line.strip():
        return None
    if not (_ITEM.match(line) or place.after_blank):
        return None
    return Otherwise(
        number,
        f"the line is indented by {indent} spaces, so it is not inside the item above it here",
        f"Indent it by {_TAB * depth}.",
        " " * _TAB * depth + line.lstrip(" "),
    )


def _task(number: int, line: str, _place: _Place) -> Otherwise | None:
    """Find a box to tick, which is shown as it is typed here."""
    match = _TASK.match(line)
    if match is None:
        return None
    box = "☐" if match[2] == " " else "☑"
    return Otherwise(
        number,
        f"[{match[2]}] is a box on code hosts and shown as it is typed here",
        f"Write {box}.",
        f"{match[1]}{box} {line[match.end() :]}",
    )


def _alert(number: int, line: str, _place: _Place) -> Otherwise | None:
    """Find a box with a note in it, of which the first line is shown as it is typed here."""
    match = _ALERT.fullmatch(line)
    if match is None:
        return None
    word = match[1].capitalize()
    return Otherwise(
        number,
        f"[!{match[1]}] makes a coloured box on code hosts and is shown as it is typed here",
        f"Write **{word}** and leave a line with only > below it.",
        f"> **{word}**\n>",
    )


def _address(number: int, line: str, _place: _Place) -> Otherwise | None:
    """Find an address that is a link on code hosts and none here."""
    bare = _CODE.sub(lambda code: " " * len(code[0]), line)
    match = None if re.match(r"[ ]{0,3}\[[^\]]+\]:", line) else _ADDRESS.search(bare)
    if match is None:
        return None
    return Otherwise(
        number,
        f"the address {quote(match[0])} is a link on code hosts and none here",
        f"Write <{match[0]}>, or make it the link of some words.",
        f"{line[: match.start()]}<{match[0]}>{line[match.end() :]}",
    )


def _struck(number: int, line: str, _place: _Place) -> Otherwise | None:
    """Find words that are crossed out on code hosts."""
    match = _STRUCK.search(_CODE.sub(lambda code: " " * len(code[0]), line))
    if match is None:
        return None
    return Otherwise(
        number,
        f"{quote(match[0])} is crossed out on code hosts and shown with its ~~ here",
        "Write what is so now, and leave out what is not.",
    )


def _code_in_list(number: int) -> Otherwise:
    return Otherwise(
        number,
        "code between lines of ``` inside a list becomes part of a line here",
        "Put it below the list, or indent its lines by eight spaces and leave out the ```.",
    )


_CHECKS = {
    "heading": _close_heading,
    "list": _list_runs_in,
    "inner list": _flat_list,
    "task": _task,
    "alert": _alert,
    "address": _address,
    "struck": _struck,
}
"""How each sort of line is found, in the order in which they are told."""
