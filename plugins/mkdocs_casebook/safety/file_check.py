"""Check one file for all that safety asks of it, given as plain values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.safety.pictures import Look, check_pictures
from mkdocs_casebook.safety.rules import Rules, refuse_fields
from mkdocs_casebook.safety.text_check import check_content, check_fields, headings_told


class Divided(NamedTuple):
    """A file, divided into what is checked in different ways."""

    source: Source
    body: str
    body_line: int
    names: Sequence[tuple[str, int]] = ()
    """All fields of a page that may have fields of its own, by name, each with its line."""

    texts: Sequence[tuple[str, str, int]] = ()
    """The texts in its fields: the place of each, itself and its line."""


def check_safety(  # noqa: PLR0913 - the file, what it is held to, and what has been told
    file: Divided,
    rules: Rules,
    folders: Collection[str],
    look: Look | None,
    *,
    known: Collection[str],
    told: Sequence[Problem],
) -> Iterator[Problem]:
    """Yield what is wrong with a file's pictures, and what of it cannot be published safely.

    ``folders`` are those of the collections; ``look`` finds pictures, and without it only the words
    for them are checked; ``known`` are the fields of the file's kind, which have been checked, and
    ``told`` is what was wrong with them and with the headings.
    """
    path, text = file.source.path, (file.body, file.body_line)
    # Pictures of a content pack are where it is installed.
    seen = look if file.source.origin is None else None
    yield from check_pictures(path, file.source.kind, *text, seen)
    if rules.apply_to(path, folders, file.source.origin):
        lines = tuple(headings_told(told))
        yield from check_content(path, *text, extensions=rules.extensions, told=lines)
        yield from refuse_fields(path, file.names)
        yield from check_fields(path, file.texts, known)
