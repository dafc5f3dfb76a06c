"""Parse a file of a site: decode it, and divide it into its fields and its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import Document, parse
from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Problem

NONE: Mapping[str, str] = MappingProxyType({})
"""No field is called otherwise than it is declared."""


class Parsed(NamedTuple):
    """A file as it was read."""

    source: Source
    document: Document | None
    """``None`` where the file is not text at all."""

    problems: tuple[Problem, ...]
    """What is wrong with its characters and the form of its front matter."""


def parse_source(source: Source, renamed: Mapping[str, str] = NONE) -> Parsed:
    """Decode a file and read its front matter.

    ``renamed`` has the declared name of each field that the site's own files call otherwise. What
    others wrote has the declared names.
    """
    text, undecodable = decode(source.path, source.content)
    if undecodable and not text:
        return Parsed(source, None, undecodable)
    document, unreadable = parse(source.path, text)
    parsed = Parsed(source, document, (*undecodable, *unreadable))
    return parsed if source.origin else _rename_fields(parsed, renamed)


def _rename_fields(parsed: Parsed, names: Mapping[str, str]) -> Parsed:
    """Return a file whose fields have the names by which they are declared.

    ``names`` are those that the site's files have for them. A field that is there by both names
    keeps the one it has, and whoever wrote it is told.
    """
    document = parsed.document
    if document is None or not names:
        return parsed
    there = {name.value for name, _node in document.fields.fields}
    fields = tuple(
        (name._replace(value=names[name.value]), node)
        if name.value in names and names[name.value] not in there
        else (name, node)
        for name, node in document.fields.fields
    )
    group = Group(fields, document.fields.line)
    return parsed._replace(document=replace(document, fields=group))
