"""The form of the catalogue, declared once: its parts, and the fields of each with their meaning.

The fields of entries are those of their kinds, as :mod:`mkdocs_casebook.schema.kinds` declares
them. What is declared here is what only data has: ids, whole addresses, sections and origins. The
writer, the reader of other sites' catalogues, the JSON Schema and the data dictionary all go by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_casebook.model import Value
from mkdocs_casebook.problems import quote
from mkdocs_casebook.read.nodes import Node, Text
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FieldType,
    ListOf,
    PartialDate,
    Reading,
    Reference,
    WholeNumber,
    Words,
    Year,
)
from mkdocs_casebook.schema.kinds import Kind, Schema

FORMAT = "casebook-catalogue"
VERSION = 1
"""Goes up only when a reader of the old form would misread the new one; new fields may come."""

CATALOGUE = "catalogue.json"
SCHEMA = "catalogue.schema.json"

LONGEST_ID = 80
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


_ID_FIELD = Field(
    name="id",
    type=Identifier(),
    label="Id",
    help="The name of the entry on this site; no other entry of its kind has it. It is the last "
    "part of its address.",
    example="example-trust",
    required=True,
)

_ADDRESS_FIELD = Field(
    name="address",
    type=Address(),
    label="Address",
    help="Where it can be read. A site without an address of its own gives the way from the "
    "catalogue.",
    example="https://stories.trust.example/case-studies/example-trust/",
    required=True,
)

_LICENCE = Field(
    name="licence",
    type=Words(longest=40),
    label="Licence",
    help="The licence of the text, by its identifier in the SPDX list.",
    example="OGL-UK-3.0",
)

ORIGIN = Fields(
    (
        Field(
            name="name",
            type=Words(longest=200),
            label="Name",
            help="What the site or the content pack is called that wrote the entry.",
            example="Example NHS Trust",
            required=True,
        ),
        Field(
            name="address",
            type=Address(),
            label="Address",
            help="Where the original can be read.",
            example="https://stories.trust.example/case-studies/example-trust/",
        ),
        _LICENCE,
        Field(
            name="version",
            type=Words(longest=40),
            label="Version",
            help="The version of the content pack.",
            example="1.2.0",
        ),
        Field(
            name="read-on",
            type=Day(),
            label="Read on",
            help="The day on which another site’s entry was last read.",
            example="2026-11-22",
        ),
    )
)

_SECTION = (
    Field(
        name="id",
        type=Identifier(),
        label="Id",
        help="The name of the section, which follows # in its address. That of a question is "
        "permanent.",
        example="ten-4",
        required=True,
    ),
    Field(
        name="title",
        type=Words(longest=300),
        label="Title",
        help="The heading; of a question, the question.",
        example="Who decides?",
        required=True,
    ),
    _ADDRESS_FIELD,
    Field(
        name="summary",
        type=Words(longest=1000),
        label="Summary",
        help="The first sentences under the heading.",
        example="Boards that decide everything decide slowly.",
    ),
    Field(
        name="evidence-for",
        type=ListOf(Identifier()),
        label="Evidence for",
        help="Ids of questions that the section gives evidence for.",
        example="ten-4",
    ),
    Field(
        name="answers",
        type=ListOf(Identifier()),
        label="Answers",
        help="Ids of questions that the section answers.",
        example="ten-4",
    ),
)

SITE = Fields(
    (
        Field(
            name="name",
            type=Words(longest=200),
            label="Name",
            help="What the site is called.",
            example="Example NHS Trust: digital stories",
            required=True,
        ),
        Field(
            name="address",
            type=Address(),
            label="Address",
            help="The address of its home page, if it has one.",
            example="https://stories.trust.example/",
        ),
        Field(
            name="description",
            type=Words(longest=1000),
            label="Description",
            help="What the site says of itself.",
            example="How one trust changed the way it works.",
        ),
        Field(
            name="language",
            type=Words(longest=20),
            label="Language",
            help="The language of the texts (BCP 47).",
            example="en-GB",
        ),
        _LICENCE,
    )
)

_ORIGIN_FIELD = Field(
    name="origin",
    type=ORIGIN,
    label="Origin",
    help="Who wrote the entry, if it was not this site. Its licence is given here, and is not that "
    "of the site.",
)


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
        type=ListOf(Fields((*_SECTION, themes)), most=MOST_SECTIONS),
        label="Sections",
        help="Questions, and headings that have themes or bear on questions. Others are left out.",
    )
    return Fields((_ID_FIELD, _ADDRESS_FIELD, *published(kind), sections, _ORIGIN_FIELD))


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
