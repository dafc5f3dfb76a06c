"""Make the types of fields that declarations name, and know what each cannot do without."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mkdocs_casebook.core.model import Value
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FieldType,
    FileName,
    ListOf,
    PartialDate,
    Reference,
    WebAddress,
    WholeNumber,
    Words,
    Year,
)

Options = Mapping[str, str]

_LONGEST = 200
"""Characters of a text, unless its declaration says otherwise."""

_SINGLE: Mapping[str, str] = MappingProxyType(
    {"texts": "text", "choices": "choice", "references": "reference"}
    | {"groups": "group", "file-names": "file-name"}
)
"""The type of one value of a list."""

TYPES = (
    *("text", "texts", "choice", "choices", "day", "date", "year", "number", "address"),
    *("organisation", "reference", "references", "group", "groups", "file-name", "file-names"),
)
_NEEDED: Mapping[str, tuple[str, str, str, str]] = MappingProxyType(
    {
        "choice": (
            "options",
            "the field has no options to choose from",
            'Under it, write "options:", and below it a name and a label for each.',
            '"ward: One ward"',
        ),
        "group": (
            "fields",
            "the field has no fields in it",
            'Under it, write "fields:", and below it each of its fields with a type and a label.',
            '"name:", and under it "type: text" and "label: Name"',
        ),
        "reference": (
            "to",
            "the field does not say what it refers to",
            'Under it, write "to:" and the name of a kind.',
            '"to: organisation"',
        ),
    }
)
"""What some types cannot do without: the word, and what is told where it is missing."""


EXAMPLES: Mapping[str, str] = MappingProxyType(
    {"day": "2026-11-22", "date": "2026-11", "year": "2026", "number": "3"}
    | {"address": "https://www.example.org/", "organisation": "example-trust"}
)


def needed(name: str) -> tuple[str, str, str, str]:
    """Return the word that a type cannot do without and what is told of it; blanks if none."""
    return _NEEDED.get(_SINGLE.get(name, name), ("", "", "", ""))


def made_type(
    name: str, said: Mapping[str, Value], options: Options, fields: tuple[Field, ...]
) -> FieldType:
    """Return the type of a field by the name that declarations use."""
    longest, items = said.get("most"), said.get("items")
    single = _SINGLE.get(name)
    if single is not None:
        item = made_type(single, said, options, fields)
        return ListOf(item, items) if isinstance(items, int) else ListOf(item)
    characters = longest if isinstance(longest, int) and longest else _LONGEST
    types: Mapping[str, FieldType] = {
        "text": Words(characters),
        "file-name": FileName(characters),
        "choice": Choice(options),
        "group": Fields(fields),
        "reference": Reference(str(said.get("to", ""))),
        "organisation": Reference("organisation"),
        "day": Day(),
        "date": PartialDate(),
        "year": Year(),
        "number": WholeNumber(),
        "address": WebAddress(),
    }
    return types[name]
