"""Parse a file of a site: decode it, and divide it into its fields and its text."""

from __future__ import annotations

from typing import NamedTuple

from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import Document, parse
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Problem


class Parsed(NamedTuple):
    """A file as it was read."""

    source: Source
    document: Document | None
    """``None`` where the file is not text at all."""

    problems: tuple[Problem, ...]
    """What is wrong with its characters and the form of its front matter."""


def parse_source(source: Source) -> Parsed:
    """Decode a file and read its front matter."""
    text, undecodable = decode(source.path, source.content)
    if undecodable and not text:
        return Parsed(source, None, undecodable)
    document, unreadable = parse(source.path, text)
    return Parsed(source, document, (*undecodable, *unreadable))
