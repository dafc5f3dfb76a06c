"""Declare a field once, for everything it is used for, and read groups of fields.

Other types are in :mod:`.field_types`, :mod:`.written`, :mod:`.dates` and :mod:`.lists`. Other
rooms take all of them from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.dates import Day, PartialDate, Year
from mkdocs_casebook.schema.field_types import Choice, FileName, Reference, Words
from mkdocs_casebook.schema.lists import ListOf
from mkdocs_casebook.schema.reading import FieldType, Reading, Spot
from mkdocs_casebook.schema.written import WebAddress, WholeNumber

__all__ = [
    "NOT_STATED",
    "Choice",
    "Day",
    "Field",
    "FieldType",
    "Fields",
    "FileName",
    "ListOf",
    "PartialDate",
    "Reading",
    "Reference",
    "WebAddress",
    "WholeNumber",
    "Words",
    "Year",
    "sample",
]

NOT_STATED = "Not stated"
"""What readers are shown where an author left a field out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind of entry: declared once, used for everything."""

    name: str
    type: FieldType
    label: str
    """What readers and authors call it."""

    help: str
    """One or two sentences for the author."""

    example: str = ""
    """What an author might write; for a list one item. A group shows those of its fields."""

    required: bool = False
    shown: bool = False
    """Whether readers see it among the facts, as "not stated" where it was left out."""

    asked: bool = True
    """Whether contributors are asked for it; what is not asked for is the maintainers' to write."""

    searched: bool = False
    """Whether its words find an entry."""

    @property
    def inner(self) -> FieldType:
        """The type of one value: of a list, that of its items."""
        return self.type.item if isinstance(self.type, ListOf) else self.type

    @property
    def options(self) -> Mapping[str, str]:
        """The options of a choice, or of a list of choices; nothing for others."""
        return self.inner.options if isinstance(self.inner, Choice) else {}

    @property
    def refers_to(self) -> str:
        """The name of the kind whose entries are its values; blank for other fields."""
        return self.inner.kind if isinstance(self.inner, Reference) else ""

    def as_typed(self) -> str:
        """Return the line or two with which an author may start the field."""
        shown = sample(self.type, self.example)
        if isinstance(shown, str):
            return f"{self.name}: {shown}"
        lead = "  "
        if isinstance(shown, list):
            lead, shown = "  - ", shown[0]
        if isinstance(shown, dict):
            name, value = next(iter(shown.items()))
            shown = f"{name}: {value}" if isinstance(value, str) else f"{name}:"
        return f'"{self.name}:" and on the next line "{lead}{shown}"'


@dataclass(frozen=True, slots=True)
class Fields:
    """A group of named fields, such as a person's name and role."""

    fields: tuple[Field, ...]
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields by name, once."""
        by_name = MappingProxyType({item.name: item for item in self.fields})
        object.__setattr__(self, "by_name", by_name)

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the fields that could be read, by name."""
        if not isinstance(node, Group):
            required = [item for item in self.fields if item.required] or self.fields[:1]
            example = " and ".join(f'"{item.as_typed()}"' for item in required)
            found = "there is a list here, and its parts have names instead of hyphens"
            if isinstance(node, Text):
                found = f"{quote(node.value)} is all in one piece"
            Spot(node, place, reading).report(
                "wrong-type",
                found,
                fix="Write each part on a line of its own, two spaces further in, after its name.",
                expected=f"For example: {example}." if example else "",
            )
            return None
        return self.read_group(node, place, reading, frozenset())

    def read_group(
        self, group: Group, place: str, reading: Reading, unreadable: frozenset[str]
    ) -> Mapping[str, Value]:
        """Return the values by name; report unknown fields, and required ones left out."""
        prefix = f"{place}." if place else ""
        values: dict[str, Value] = {}
        given: set[str] = set()
        for name, node in group.fields:
            if name.value in unreadable:
                continue
            declared = self.by_name.get(name.value)
            if declared is None:
                # The field that was meant is not missing as well.
                place = f"{prefix}{name.value[:40]}"
                given.add(
                    reading.report_unknown(name, place, self.by_name, fix=_unknown_name(name))
                )
                continue
            if isinstance(node, Text) and node.is_empty:
                continue
            given.add(name.value)
            value = declared.type.read(node, f"{prefix}{name.value}", reading)
            if value is not None and value != ():
                values[name.value] = value
            elif value == () and not (isinstance(node, Items) and node.items):
                given.discard(name.value)
        for item in self.fields:
            if item.required and item.name not in given and item.name not in unreadable:
                self._report_missing(item, group, prefix, reading)
        return MappingProxyType(values)

    def _report_missing(self, item: Field, group: Group, prefix: str, reading: Reading) -> None:
        blank = next((name for name, _node in group.fields if name.value == item.name), None)
        reading.report(
            blank or Text("", group.line),
            f"{prefix}{item.name}",
            "missing-field",
            "the field is empty" if blank else "the field is missing",
            fix=f"{'Fill it in' if blank else 'Add it'}: {item.type.describe()}.",
            expected=f"For example: {item.as_typed().removesuffix('.')}.",
        )

    def describe(self) -> str:
        """Return what to write."""
        return f"its parts, one to a line and two spaces further in: {', '.join(self.by_name)}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the group; unknown fields are not allowed."""
        properties = {item.name: self._schema_of(item) for item in self.fields}
        return {
            "type": "object",
            "properties": properties,
            "required": [item.name for item in self.fields if item.required],
            "additionalProperties": False,
        }

    def _schema_of(self, item: Field) -> dict[str, object]:
        schema = item.type.json_schema()
        if not item.required:
            # A field may be left blank, which a YAML reader sees as null.
            schema = {"anyOf": [schema, {"type": "null"}]}
        words = {"title": item.label, "description": item.help}
        return schema | words | {"examples": [sample(item.type, item.example)]}


def _unknown_name(name: Text) -> str:
    """Return how to mend a field that is none: of several words, it may be no name at all."""
    above = "If the line goes on from the one above, start it with two spaces. If not, delete it."
    return above if " " in name.value else "Delete it."


def sample(field_type: FieldType, example: str) -> object:
    """Return an example of right as an author types it: text, a list or a group."""
    if isinstance(field_type, ListOf):
        return [sample(field_type.item, example)]
    if isinstance(field_type, Fields):
        return {item.name: sample(item.type, item.example) for item in field_type.fields}
    return example
