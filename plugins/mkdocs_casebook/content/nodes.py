"""Define what front matter is read as: texts, lists and groups, each with its line.

Nothing is turned into anything: ``no``, ``010`` and ``2024-02-30`` stay the text that was typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Text(NamedTuple):
    """A single value, exactly as typed."""

    value: str
    line: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given: the author left the place after the colon blank."""
        return not self.value.strip()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """Fields with their names; the front matter as a whole is one."""

    fields: tuple[tuple[Text, Node], ...]
    line: int


Node = Text | Items | Group


def texts_in(node: Node, place: str = "") -> Iterator[tuple[str, str, int]]:
    """Yield every text of a node: its place, such as ``hero.words[1]``, itself and its line."""
    if isinstance(node, Text):
        yield place, node.value, node.line
    elif isinstance(node, Items):
        for number, item in enumerate(node.items, 1):
            yield from texts_in(item, f"{place}[{number}]")
    else:
        for name, value in node.fields:
            yield from texts_in(value, f"{place}.{name.value}".removeprefix("."))


def plain(node: Node) -> object:
    """Return a node without its positions: text, list or dict."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {name.value: plain(value) for name, value in node.fields}
