"""The addresses outside the site that its pages link to, with where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mkdocs_casebook.advice.prose import prose
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import Location

_WEB = ("http://", "https://")


def outside_links(sources: Iterable[Source]) -> dict[str, tuple[Location, ...]]:
    """Return the places of each address, in fields and in text, sorted by address.

    What comes from another site is that site's to keep.
    """
    places: dict[str, set[Location]] = {}
    for source in sources:
        if source.origin is None:
            for address, line in _addresses(source):
                places.setdefault(address, set()).add(Location(source.path, line))
    return {address: tuple(sorted(places[address])) for address in sorted(places)}


def _addresses(source: Source) -> Iterator[tuple[str, int]]:
    document, _problems = parse(source.path, decode(source.path, source.content)[0])
    for text in _texts(document.fields):
        if text.value.strip().startswith(_WEB):
            yield text.value.strip(), text.line
    written, links = prose(document.body)
    for link in links:
        if link.target.startswith(_WEB):
            yield link.target, document.body_line + written.count("\n", 0, link.start)


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Group):
        for _name, value in node.fields:
            yield from _texts(value)
