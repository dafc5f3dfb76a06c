"""Settings that have another name now, and a configuration file rewritten to the new one.

Only the name on its line changes: comments, order and everything else stay to the letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_casebook.content.configuration import as_group
from mkdocs_casebook.content.nodes import Group, Items, Node, Text

RENAMED: Mapping[str, str] = MappingProxyType(
    {
        # American spellings were never names of ours, but they are what many people write first.
        "extra.organization": "organisation",
        "extra.license": "licence",
        "extra.colors": "colours",
        "extra.accessibility-contact": "accessibility_contact",
        "plugins.casebook.exclude": "without",
    }
)
"""What a setting is called now, by the way to its old name."""


@dataclass(frozen=True, slots=True)
class Renamed:
    """A setting that was given its new name."""

    line: int
    old: str
    new: str


def rename_settings(
    text: str, renames: Mapping[str, str] = RENAMED
) -> tuple[str, tuple[Renamed, ...]]:
    """Return a configuration with the new names, and what was renamed.

    A setting that stands under both names is left: nobody can know which one is meant.

    Raises:
        UnreadableError: The text is not a configuration.

    """
    lines = text.splitlines(keepends=True)
    done = []
    for old, new, line in _found(as_group(text, "mkdocs.yml"), "", renames):
        at = lines[line - 1]
        name = old.rpartition(".")[2]
        start = at.find(name)
        if start >= 0:
            lines[line - 1] = f"{at[:start]}{new}{at[start + len(name) :]}"
            done.append(Renamed(line, old, new))
    return "".join(lines), tuple(done)


def _found(node: Node, way: str, renames: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    """Yield the way, the new name and the line of each setting that has an old name."""
    if isinstance(node, Items):
        for item in node.items:
            yield from _found(item, way, renames)
    elif isinstance(node, Group):
        names = {name.value for name, _value in node.fields}
        for name, value in node.fields:
            inner = f"{way}.{name.value}" if way else name.value
            new = renames.get(inner)
            if new is not None and new not in names:
                yield inner, new, name.line
            yield from _found(value, inner, renames)


def same_but_names(before: Node, after: Node, done: Iterable[Renamed]) -> bool:
    """Return whether two configurations differ in the renamed names alone."""
    new = {item.old.rpartition(".")[2]: item.new for item in done}

    def shape(node: Node) -> object:
        if isinstance(node, Text):
            return node.value
        if isinstance(node, Items):
            return [shape(item) for item in node.items]
        return [(new.get(name.value, name.value), shape(value)) for name, value in node.fields]

    return shape(before) == shape(after)
