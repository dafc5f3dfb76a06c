"""Read answers from a text with headings: each heading that is a label says where its text goes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.forms.word import RefusedError

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.+?)(?<=\S)\1$")
_LINK = re.compile(r"<(https?://[^>\s]+)>|\[[^\]]*\]\((https?://[^)\s]+)\)")


def read_prose(text: str, inputs: Sequence[Input]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what a Markdown text answers, and what its author should know of how it was read.

    Text under no known heading goes to the first part, so that none is lost. A first heading that
    is no label is the title. Raises RefusedError for a file that is an entry already.
    """
    text = without_invisible(text)
    if text.startswith("---\n"):
        raise RefusedError(
            "the file has fields at its top already. Copy it into the folder of case studies and "
            "run: casebook check"
        )
    by_label = {_folded(one.label): one for one in inputs}
    found: dict[str, list[str]] = defaultdict(list)
    stray: list[str] = []
    current: Input | None = None
    for heading, words, piece in _divide(text):
        named = by_label.get(_folded(words))
        if named:
            current = named
        elif heading and not found and not stray and "title" in by_label:
            found["title"].append(words)
        elif heading and current and current.shape is Shape.PART:
            found[current.id].append(heading)
        elif heading:
            current = None
            stray.append(heading)
        if piece:
            (found[current.id] if current else stray).append(piece)
    parts = [one for one in inputs if one.shape is Shape.PART]
    in_markdown = {one.id for one in parts}
    answers = {
        name: "\n\n".join(pieces) if name in in_markdown else _as_typed("\n\n".join(pieces))
        for name, pieces in found.items()
    }
    if not stray or not parts:
        return answers, ()
    first = parts[0]
    answers[first.id] = "\n\n".join([*found[first.id], *stray])
    note = (
        f"{some(len(stray), 'piece')} of text had no heading of the form above it and went under "
        f"{quote(first.label)}. Move what belongs elsewhere."
    )
    return answers, (note,)


def _divide(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield each heading, its words and the text below it; first what stands above them all."""
    found = list(_HEADING.finditer(text))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    for match, start, end in zip([None, *found], starts, ends, strict=True):
        piece = text[start:end].strip("\n") if text[start:end].strip() else ""
        yield match[0] if match else "", _plain(match[2]) if match else "", piece


def _folded(label: str) -> str:
    return " ".join(label.casefold().rstrip(":").split())


def _plain(markdown: str) -> str:
    """Return a line as it was typed, without marks that stand for bold or italic letters."""
    text = markdown.strip()
    while match := _EMPHASIS.match(text):
        text = match[2]
    text = _LINK.sub(lambda found: found[1] or found[2], text)
    return _ESCAPE.sub(r"\1", text)


def _as_typed(markdown: str) -> str:
    """Return the answer to a field, which holds no Markdown, line by line."""
    return "\n".join(_plain(line) for line in markdown.splitlines())
