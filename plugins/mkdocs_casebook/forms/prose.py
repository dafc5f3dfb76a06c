"""From a text with headings to answers: each heading that is a label says where its text goes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mkdocs_casebook.content.decoding import without_invisible
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.forms.inputs import Input, Shape
from mkdocs_casebook.forms.word import RefusedError

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.+?)(?<=\S)\1$")
_LINK = re.compile(r"<(https?://[^>\s]+)>|\[[^\]]*\]\((https?://[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Prose:
    """What a text answers."""

    answers: dict[str, str]
    notes: tuple[str, ...]
    """What its author should know of how it was read."""


def read_prose(text: str, inputs: Sequence[Input]) -> Prose:
    """Return what a Markdown text answers; raise RefusedError for a file that is an entry already.

    Text under no known heading goes to the first part, so that none is lost. A first heading that
    is no label is the title.
    """
    text = without_invisible(text)
    if text.startswith("---\n"):
        raise RefusedError(
            "the file has fields at its top already. Copy it into the folder of case studies and "
            "run: casebook check"
        )
    by_label = {_folded(one.label): one for one in inputs}
    first_part = next((one for one in inputs if one.shape is Shape.PART), None)
    answers: dict[str, list[str]] = {}
    stray: list[str] = []
    current: Input | None = None
    for heading, piece in _divide(text):
        if heading is not None:
            words = _plain(heading[2])
            named = by_label.get(_folded(words))
            if named is not None:
                current = named
            elif not answers and not stray and "title" in by_label:
                answers["title"] = [words]
            elif current is not None and current.shape is Shape.PART:
                answers.setdefault(current.id, []).append(heading[0])
            else:
                current = None
                stray.append(heading[0])
        if piece:
            (answers.setdefault(current.id, []) if current else stray).append(piece)
    found = {name: "\n\n".join(pieces) for name, pieces in answers.items()}
    shapes = {one.id: one.shape for one in inputs}
    found = {
        name: answer if shapes[name] is Shape.PART else _as_typed(answer)
        for name, answer in found.items()
    }
    return _with_stray(found, stray, first_part)


def _divide(text: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Yield each heading with the text below it; first what stands above them all."""
    found = list(_HEADING.finditer(text))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(text)]
    for heading, start, end in zip([None, *found], starts, ends, strict=True):
        yield heading, text[start:end].strip("\n") if text[start:end].strip() else ""


def _with_stray(answers: dict[str, str], stray: list[str], part: Input | None) -> Prose:
    """Put text under no known heading into the first part, and tell of it."""
    if not stray or part is None:
        return Prose(answers, ())
    answers[part.id] = "\n\n".join(filter(None, (answers.get(part.id), *stray)))
    note = (
        f"{some(len(stray), 'piece')} of text had no heading of the form above it and went under "
        f"{quote(part.label)}. Move what belongs elsewhere."
    )
    return Prose(answers, (note,))


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
