"""Declare the form of the catalogue once: its groups, and the fields of each with their meaning.

The fields of entries are those of their kinds, as :mod:`mkdocs_casebook.schema.kinds` declares
them. What is declared here is what only data has: ids, whole addresses, sections and origins. The
writer, the reader of other sites' catalogues, the JSON Schema and the data dictionary all go by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_casebook.content.nodes import Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.consistency import LONGEST_NAME
from mkdocs_casebook.schema.field_declarations import declared_fields
from mkdocs_casebook.schema.fields import (
    Choice,
    Field,
    Fields,
    FieldType,
    ListOf,
    PartialDate,
    Reading,
    Reference,
    WholeNumber,
    Year,
)
from mkdocs_casebook.schema.kinds import Kind, Schema

FORMAT = "casebook-catalogue"
VERSION = 1
"""Goes up only when a reader of the old form would misread the new one; new fields may come."""

CATALOGUE = "catalogue.json"
SCHEMA = "catalogue.schema.json"

LONGEST_ID = LONGEST_NAME
LONGEST_ADDRESS = 500
MOST_SECTIONS = 60

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS = re.compile(r"[^\s<>\"'`{}|\\^]+")
_FOR_BUILDING = frozenset({"theme-links", "link", "retired"})
"""Fields that tell how a site is built and nothing of what it says."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """The name by which a site knows one of its entries or sections."""

    @staticmethod
    def fits(text: str) -> bool:
        """Return whether a text could be such a name."""
        return len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the id."""
        value = node.value if isinstance(node, Text) else ""
        if self.fits(value):
            return value
        reading.report(node, place, "bad-id", f"{quote(value)} cannot be part of a web address")
        return None

    def describe(self) -> str:
        """Return what it is."""
        return f"small letters, digits and single hyphens, up to {LONGEST_ID} characters"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "string", "pattern": f"^{_ID.pattern}$", "maxLength": LONGEST_ID}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a page: whole where the site has one of its own, or from the catalogue's."""

    @staticmethod
    def fits(text: str) -> bool:
        """Return whether a text could be an address at all."""
        return len(text) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(text) is not None

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the address as it is given."""
        value = node.value if isinstance(node, Text) else ""
        if self.fits(value):
            return value
        reading.report(node, place, "not-an-address", f"{quote(value)} is not a web address")
        return None

    def describe(self) -> str:
        """Return what it is."""
        return "a whole address, or one that starts from the address of the catalogue"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return {"type": "string", "format": "uri-reference", "maxLength": LONGEST_ADDRESS}


_DECLARED = declared_fields(
    "mkdocs_casebook.export",
    "catalogue_fields.yml",
    {
        "identifier": Identifier(),
        "identifiers": ListOf(Identifier()),
        "place": Address(),
    },
)
SITE = _DECLARED["site"]
"""What the catalogue says of the site."""

ENTRY = _DECLARED["entry"].fields
"""What it says of each entry besides the fields of its kind."""


def published(kind: Kind) -> tuple[Field, ...]:
    """Return the fields of a kind's front matter that the catalogue has."""
    return tuple(item for item in kind.fields.fields if item.name not in _FOR_BUILDING)


def record(kind: Kind, schema: Schema) -> Fields:
    """Return the fields of a kind's entries in the catalogue."""
    themes = Field(
        name="themes",
        type=ListOf(Reference(schema.taxonomy)),
        label="Themes",
        help="Ids of the themes of the section.",
        example="governance",
    )
    sections = Field(
        name="sections",
        type=ListOf(Fields((*_DECLARED["section"].fields, themes)), most=MOST_SECTIONS),
        label="Sections",
        help="Questions, and headings that have themes or bear on questions. Others are left out.",
    )
    origin = Field(
        name="origin",
        type=_DECLARED["origin"],
        label="Origin",
        help="Who wrote the entry, if it was not this site. Its licence is given here, and is not "
        "that of the site.",
    )
    return Fields((*ENTRY, *published(kind), sections, origin))


def records(schema: Schema) -> Mapping[str, Fields]:
    """Return the fields of every kind that the catalogue has, in the order of the kinds."""
    return MappingProxyType({kind.name: record(kind, schema) for kind in schema.collected})


def json_schema(schema: Schema) -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a catalogue.

    Fields that are not declared are allowed everywhere: a later version may add some, and a reader
    must pass over those it does not know.
    """
    kinds = {name: {"$ref": f"#/$defs/{name}"} for name in records(schema)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Casebook catalogue",
        "description": "What a site made with Casebook holds.",
        "type": "object",
        "required": ["format", "version", "site", "entries"],
        "properties": {
            "format": {"const": FORMAT},
            "version": {"const": VERSION},
            "site": _schema_of(SITE),
            "entries": {
                "type": "object",
                "description": "The entries of each kind, sorted by id.",
                "properties": {
                    name: {"type": "array", "items": ref} for name, ref in kinds.items()
                },
            },
        },
        "$defs": {
            name: {"title": schema[name].label, **_schema_of(fields)}
            for name, fields in records(schema).items()
        },
    }


def _schema_of(field_type: FieldType) -> dict[str, object]:
    """Return the schema of a value as the catalogue gives it: front matter has digits as text."""
    match field_type:
        case Fields():
            return {
                "type": "object",
                "properties": {
                    item.name: _schema_of(item.type)
                    | {"title": item.label, "description": item.help}
                    for item in field_type.fields
                },
                "required": [item.name for item in field_type.fields if item.required],
            }
        case ListOf():
            items = _schema_of(field_type.item)
            return {"type": "array", "items": items, "maxItems": field_type.most}
        case Choice():
            return {"type": "string", **field_type.json_schema()}
        case Year() | WholeNumber():
            return {"type": "integer", "minimum": 0, "maximum": 999_999}
        case PartialDate():
            return {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}
        case _:
            return field_type.json_schema()
