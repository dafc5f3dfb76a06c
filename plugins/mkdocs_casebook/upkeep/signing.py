"""Write a review into the fields of a file, and leave every other byte as it was."""

from __future__ import annotations

import json
import re

from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import plain
from mkdocs_casebook.pipeline.fixes import lines_of
from mkdocs_casebook.upkeep.review import FIELD, Review

_MARK = re.compile(r"---[ \t]*")
_REPLACED = re.compile(rf"(?:{FIELD}|reviewed)[ \t]*:")
_GOES_ON = re.compile(r"[ \t]|-[ \t]|$")
"""The start of a line that belongs to the field above it."""

Line = tuple[str, str]
"""A line, and how it ends."""


def with_review(content: bytes, review: Review) -> bytes | None:
    """Return a file with a review in the place of the one it has, or as the last of its fields.

    A plain date under ``reviewed`` gives way to it. ``None`` is returned where the fields are
    written in a form that no line can be added to, such as in one pair of braces.
    """
    lines = list(zip(*lines_of(content), strict=True))
    marks = (at for at, (line, _end) in enumerate(lines) if at and _MARK.fullmatch(line))
    last = next(marks, 0)
    end = lines[0][1]
    kept, place = _without_review(lines[1:last])
    review_lines = [(line, end) for line in _lines(review)]
    pairs = (lines[0], *kept[:place], *review_lines, *kept[place:], *lines[last:])
    signed = "".join(f"{line}{end}" for line, end in pairs).encode()
    return signed if last and _others(signed) == _others(content) else None


def _without_review(fields: list[Line]) -> tuple[list[Line], int]:
    """Return the lines of fields without those of a review, and where the first of these stood."""
    kept: list[Line] = []
    place, is_inside = -1, False
    for line in fields:
        is_inside = bool(_REPLACED.match(line[0]) or (is_inside and _GOES_ON.match(line[0])))
        if not is_inside:
            kept.append(line)
        elif place < 0:
            place = len(kept)
    return kept, len(kept) if place < 0 else place


def _others(content: bytes) -> dict[str, object]:
    """Return all fields but those of reviews, and whether all could be read."""
    document, problems = parse("", decode("", content)[0])
    fields = {name.value: plain(value) for name, value in document.fields.fields}
    others = {name: value for name, value in fields.items() if name not in {FIELD, "reviewed"}}
    return others | {"": [problem.code for problem in problems]}


def _lines(review: Review) -> list[str]:
    """Return the lines of a review. JSON's quotation marks are YAML's too."""
    cites = [f"    - {json.dumps(one, ensure_ascii=False)}" for one in review.cites]
    return [
        f"{FIELD}:",
        f"  by: {json.dumps(review.by, ensure_ascii=False)}",
        f"  on: {review.on.isoformat()}",
        f"  hash: {review.hash}",
        *(["  cites:", *cites] if cites else []),
    ]
