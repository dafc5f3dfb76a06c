"""Read JSON from another site within limits, as nodes that the types of fields can check.

A catalogue may be wrong by mistake or on purpose. It is refused as a whole where its form does not
fit or it is too large; a single entry that does not fit is left out.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from mkdocs_casebook.content.decoding import first_invisible
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.fields import Fields, FieldType, ListOf, Reference, WebAddress

LARGEST = 16 * 1024 * 1024
"""Bytes of a catalogue. One of a thousand long case studies has about 3 MB."""

DEEPEST = 12
"""Levels. The catalogue itself has seven."""

MOST_VALUES = 1_000_000
"""Texts, numbers, lists and groups together."""

MOST_ENTRIES = 5_000
"""Entries of one kind."""

LONGEST_TEXT = 4_000
"""Characters. The longest field that is declared has 1,000."""

LONGEST_LIST = 200
"""Items of a list within an entry."""


class RefusedError(Exception):
    """A catalogue that is not taken at all, and why."""

    def __init__(self, found: str, fix: str = "", line: int = 1) -> None:
        """Carry what was found, what to do about it, and the line of the text."""
        super().__init__(found)
        self.found = found
        self.fix = fix
        self.line = line


class UnfitError(Exception):
    """An entry that is left out, and why."""


def load(content: bytes) -> Mapping[str, Any]:
    """Return the group that a JSON text holds.

    Raises :class:`RefusedError` for what is too large, too deep or no such text.
    """
    if len(content) > LARGEST:
        raise RefusedError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    try:
        value = json.loads(
            content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number
        )
    except UnicodeDecodeError:
        raise RefusedError("it is not text in UTF-8") from None
    except RecursionError:
        raise RefusedError(f"it is nested deeper than {DEEPEST} levels") from None
    except json.JSONDecodeError as error:
        raise RefusedError("it is not whole, or no JSON", line=error.lineno) from None
    except ValueError as error:
        raise RefusedError(f"it is no sound JSON: {error}") from None
    if not isinstance(value, dict):
        raise RefusedError("it is no catalogue, but a list or a single value")
    if _count(value) > MOST_VALUES:
        raise RefusedError(f"it holds more than {MOST_VALUES:,} values")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is given twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _count(value: object, deeper: int = DEEPEST) -> int:
    """Return how many values a value holds; refuse one that is nested too deep."""
    inner: Collection[object] = ()
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
    if inner and not deeper:
        raise RefusedError(f"it is nested deeper than {DEEPEST} levels")
    return len(inner) + sum(_count(item, deeper - 1) for item in inner)


def as_node(value: object, wanted: FieldType, known: Mapping[str, Collection[str]]) -> Node:
    """Return a value as front matter has it, so that the same checks can read it.

    Fields that are not declared are dropped: a later version may have more. So are addresses other
    than https, names of entries that are not ``known`` by kind, and names that stand twice. Raises
    :class:`UnfitError` for text that cannot be shown.
    """
    match value:
        case None:
            return Text("", 1)
        case str():
            is_unsafe = isinstance(wanted, WebAddress) and not value.startswith("https://")
            return Text("" if is_unsafe else _checked(value), 1)
        case list():
            return _as_items(value, wanted, known)
        case dict():
            parts = wanted.by_name if isinstance(wanted, Fields) else {}
            found = (
                (Text(name, 1), as_node(part, parts[name].type, known))
                for name, part in value.items()
                if name in parts
            )
            return Group(tuple(found), 1)
        case int() if not isinstance(value, bool):
            return Text(str(value), 1)
        case _:
            raise UnfitError(f"{value} is neither text nor a whole number")


def _as_items(
    values: list[object], wanted: FieldType, known: Mapping[str, Collection[str]]
) -> Node:
    if not isinstance(wanted, ListOf):
        return Items((), 1)
    if len(values) > LONGEST_LIST:
        raise UnfitError(f"a list has {len(values)} items")
    if isinstance(wanted.item, Reference):
        there = known.get(wanted.item.kind, ())
        values = list(dict.fromkeys(v for v in values if isinstance(v, str) and v in there))
    return Items(tuple(as_node(item, wanted.item, known) for item in values), 1)


def _checked(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnfitError(f"a text has {len(text):,} characters")
    if first_invisible(text):
        raise UnfitError(f"{quote(text, 30)} holds a character that cannot be shown")
    return text
