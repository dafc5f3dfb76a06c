"""The types a field can have: how each reads what was typed, and how each is described.

A type reads a node of front matter and returns its value, or ``None`` after adding problems to
the report. Nothing is ever guessed: what does not fit is told, with an example of right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

from mkdocs_casebook.frontmatter import Group, Items, Node, Text
from mkdocs_casebook.model import Value
from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.vocabulary import Vocabulary

_YEAR = re.compile(r"\d{4}")
_WHOLE = re.compile(r"\d{1,6}")
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]+\.[^\s<>\"'`{}|\\^]+")

NOT_STATED = "Not stated"
"""What readers are shown where an author left a field out."""


@dataclass(slots=True)
class Reading:
    """What reading one file needs to know, and the problems met on the way."""

    path: str
    vocabulary: Vocabulary
    problems: list[Problem]

    def report(  # noqa: PLR0913 - these are the parts of every message
        self, node: Node, place: str, code: str, found: str, *, fix: str = "", expected: str = ""
    ) -> None:
        """Add a problem at a node's line."""
        where = Location(self.path, node.line, place)
        self.problems.append(
            Problem(where=where, code=code, found=found, fix=fix, expected=expected)
        )


class FieldType(Protocol):
    """How a field's value is read and described."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the value, or ``None`` after reporting why there is none."""

    def describe(self) -> str:
        """Return what to write, in words that follow "expected"."""

    def json_schema(self) -> dict[str, object]:
        """Return the JSON Schema (draft 2020-12) of the value as typed."""


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
    required: bool = False
    shown: bool = False
    """Whether readers see it among the facts, as "not stated" where it was left out."""


def _as_text(node: Node, place: str, reading: Reading, expected: str) -> Text | None:
    """Return the node if it is a single value; report a list or group."""
    if isinstance(node, Text):
        return node
    what = "a list" if isinstance(node, Items) else "a group of fields"
    reading.report(
        node, place, "wrong-type", f"{what} stands where one text should", expected=f"{expected}."
    )
    return None


@dataclass(frozen=True, slots=True)
class Words:
    """Text, of at most so many characters."""

    longest: int

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the text with its white space folded."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = " ".join(text.value.split())
        if len(value) > self.longest:
            over = len(value) - self.longest
            reading.report(
                node,
                place,
                "too-long",
                f"the text has {len(value)} characters",
                fix=f"Make it shorter by {over}.",
                expected=f"It may have up to {self.longest}.",
            )
        return value

    def describe(self) -> str:
        """Return what to write."""
        return f"plain text of up to {self.longest} characters"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the text."""
        return {"type": "string", "minLength": 1, "maxLength": self.longest}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few allowed values, each with the words readers see."""

    options: Mapping[str, str]

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the allowed value."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if value in self.options:
            return value
        wanted = value.casefold().replace(" ", "-").replace("_", "-")
        meant = (
            wanted if wanted in self.options else reading.vocabulary.nearest(wanted, self.options)
        )
        reading.report(
            node,
            place,
            "unknown-value",
            f"{quote(value)} is not one of the choices",
            fix=f'Did you mean "{meant}"?' if meant else "",
            expected=f"Choose one of: {', '.join(self.options)}.",
        )
        return None

    def describe(self) -> str:
        """Return what to write."""
        return f"one of: {', '.join(self.options)}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema, each option with its words."""
        return {"oneOf": [{"const": key, "title": label} for key, label in self.options.items()]}


@dataclass(frozen=True, slots=True)
class Reference:
    """The slug of an entry of another kind: the name of its file without the ending."""

    kind: str

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the slug if there is such an entry."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if not reading.vocabulary.has(self.kind, value):
            where = Location(reading.path, node.line, place)
            reading.problems.append(reading.vocabulary.unknown(self.kind, value, where))
            return None
        return value

    def describe(self) -> str:
        """Return what to write."""
        return (
            f"the file name of {'an' if self.kind[0] in 'aeiou' else 'a'} {self.kind}, without .md"
        )

    def json_schema(self) -> dict[str, object]:
        """Return the schema of a slug; which slugs there are is the site's business."""
        return {"type": "string", "pattern": "^[a-z0-9-]+$", "description": self.describe()}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as ``2026-11-22``."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the day, if the calendar has it."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if _date_problem(value, {3}, node, place, reading, self.describe()):
            return None
        return date.fromisoformat(value)

    def describe(self) -> str:
        """Return what to write."""
        return "a date as year-month-day, such as 2026-11-22"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of an ISO 8601 calendar date."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day: publications often state no more than ``2020-07``."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the date as typed, if the calendar has it."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        problem = _date_problem(value, {1, 2, 3}, node, place, reading, self.describe())
        return None if problem else value

    def describe(self) -> str:
        """Return what to write."""
        return "a year, a month or a day, such as 2020, 2020-07 or 2020-07-15"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of a year, month or day."""
        return {"type": "string", "pattern": r"^\d{4}(-\d{2}){0,2}$"}


def _date_problem(  # noqa: PLR0913 - the reader's own arguments, passed through
    value: str, parts: set[int], node: Node, place: str, reading: Reading, expected: str
) -> bool:
    """Report a text that is no date, or a date the calendar does not have."""
    match = _PARTIAL_DATE.fullmatch(value)
    given = [int(part) for part in match.groups() if part] if match else []
    if len(given) not in parts:
        reading.report(
            node,
            place,
            "not-a-date",
            f"{quote(value)} is not a date",
            expected=f"Write {expected}.",
        )
        return True
    try:
        date(*[*given, 1, 1][:3])
    except ValueError:
        reading.report(
            node,
            place,
            "impossible-date",
            f"{quote(value)} is not in the calendar",
            fix="Check the month and the day.",
        )
        return True
    return False


@dataclass(frozen=True, slots=True)
class Year:
    """A year of four digits."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the year as a number."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if not _YEAR.fullmatch(value) or not value.isascii():
            reading.report(
                node,
                place,
                "not-a-year",
                f"{quote(value)} is not a year",
                expected=f"Write {self.describe()}.",
            )
            return None
        return int(value)

    def describe(self) -> str:
        """Return what to write."""
        return "a year of four digits, such as 2020"

    def json_schema(self) -> dict[str, object]:
        """Return the schema; a YAML reader may see the digits as a number."""
        return {"type": ["string", "integer"], "pattern": r"^\d{4}$"}


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number from 0."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the number."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if not _WHOLE.fullmatch(value) or not value.isascii():
            reading.report(
                node,
                place,
                "not-a-number",
                f"{quote(value)} is not a whole number",
                expected=f"Write {self.describe()}.",
            )
            return None
        return int(value)

    def describe(self) -> str:
        """Return what to write."""
        return "a whole number, such as 3"

    def json_schema(self) -> dict[str, object]:
        """Return the schema; a YAML reader may see the digits as a number."""
        return {"type": ["string", "integer"], "pattern": r"^\d{1,6}$"}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The address of a page on the web. No other scheme than http and https is let through."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the address."""
        text = _as_text(node, place, reading, f"Write {self.describe()}")
        if text is None:
            return None
        value = text.value.strip()
        if not _WEB_ADDRESS.fullmatch(value):
            reading.report(
                node,
                place,
                "not-an-address",
                f"{quote(value)} is not the address of a web page",
                expected=f"Write {self.describe()}.",
            )
            return None
        return value

    def describe(self) -> str:
        """Return what to write."""
        return "a full address that starts with https://, as the browser shows it"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of an http or https address."""
        return {"type": "string", "format": "uri", "pattern": "^https?://"}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one type, none of them twice."""

    item: FieldType
    most: int = 50

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the values that could be read, in the author's order."""
        if not isinstance(node, Items):
            what = quote(node.value) if isinstance(node, Text) else "a group of fields"
            reading.report(
                node,
                place,
                "wrong-type",
                f"{what} stands where a list should",
                fix="Write one item to a line, each after two spaces, a hyphen and a space.",
            )
            return None
        if len(node.items) > self.most:
            reading.report(
                node,
                place,
                "too-many",
                f"the list has {len(node.items)} items",
                expected=f"It may have up to {self.most}.",
            )
        values: list[Value] = []
        for number, item in enumerate(node.items, 1):
            spot = f"{place}[{number}]"
            if isinstance(item, Text) and item.is_empty:
                reading.report(
                    item,
                    spot,
                    "empty-item",
                    "the item is empty",
                    fix="Delete the line or fill it in.",
                )
                continue
            value = self.item.read(item, spot, reading)
            if value is None:
                continue
            if value in values:
                reading.report(
                    item,
                    spot,
                    "repeated-item",
                    f"{quote(str(value))} is in the list already",
                    fix="Delete the line.",
                )
                continue
            values.append(value)
        return tuple(values)

    def describe(self) -> str:
        """Return what to write."""
        return f"a list, one item to a line after a hyphen; each item is {self.item.describe()}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the list."""
        items = self.item.json_schema()
        return {"type": "array", "items": items, "maxItems": self.most, "uniqueItems": True}


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
            what = quote(node.value) if isinstance(node, Text) else "a list"
            names = " and ".join(f'"{item.name}:"' for item in self.fields if item.required)
            reading.report(
                node,
                place,
                "wrong-type",
                f"{what} stands where a group of fields should",
                expected=f"Write {names} on lines of their own, indented by two more spaces.",
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
            declared = self.by_name.get(name.value)
            if declared is None:
                self._report_unknown(name, prefix, reading)
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

    def _report_unknown(self, name: Text, prefix: str, reading: Reading) -> None:
        meant = reading.vocabulary.nearest(name.value, self.by_name)
        reading.report(
            name,
            f"{prefix}{name.value}"[:80],
            "unknown-field",
            f"there is no field called {quote(name.value)}",
            fix=f'Did you mean "{meant}"?' if meant else "Delete the line.",
            expected=f"The fields are: {', '.join(self.by_name)}.",
        )

    def _report_missing(self, item: Field, group: Group, prefix: str, reading: Reading) -> None:
        blank = next((name for name, _node in group.fields if name.value == item.name), None)
        example = f"For example: {item.name}: {item.example}." if item.example else ""
        reading.report(
            blank or Text("", group.line),
            f"{prefix}{item.name}",
            "missing-field",
            "the field is empty" if blank else "the field is missing",
            fix=f"Add {item.label.lower()}: {item.type.describe()}.",
            expected=example,
        )

    def describe(self) -> str:
        """Return what to write."""
        return f"a group of fields: {', '.join(self.by_name)}"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the group; unknown fields are not allowed."""
        properties = {
            item.name: item.type.json_schema() | {"title": item.label, "description": item.help}
            for item in self.fields
        }
        return {
            "type": "object",
            "properties": properties,
            "required": [item.name for item in self.fields if item.required],
            "additionalProperties": False,
        }
