"""The types a field can have: how each reads what was typed, and how each is described.

A type reads a node of front matter and returns its value, or ``None`` after adding problems to
the report. Nothing is ever guessed: what does not fit is told, with an example of right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from sys import intern
from types import MappingProxyType
from typing import ClassVar, Protocol

from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import Location, Problem, quote, some
from mkdocs_casebook.safety.addresses import is_web_address, with_scheme
from mkdocs_casebook.safety.tags import html_in
from mkdocs_casebook.safety.telling import html_in_field
from mkdocs_casebook.schema.date_guesses import likely_date, likely_year
from mkdocs_casebook.schema.vocabulary import Vocabulary

_FILE_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"\d{4}", re.ASCII)
_WHOLE = re.compile(r"\d{1,6}", re.ASCII)
_PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_DIGITS: dict[str, object] = {"type": ["string", "integer"], "minimum": 0}
"""The start of the schema of digits, which a YAML reader may see as a number."""

NOT_STATED = "Not stated"
"""What readers are shown where an author left a field out."""


@dataclass(slots=True)
class Reading:
    """What reading one file needs to know, and the problems met on the way."""

    path: str
    vocabulary: Vocabulary
    problems: list[Problem]
    is_packed: bool = False
    """Whether the file is a content pack's: it may refer to what the site has left out."""

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
            shown = ": ".join(next(iter(shown.items())))
        return f'"{self.name}:" and on the next line "{lead}{shown}"'


def _as_text(node: Node, place: str, reading: Reading, wanted: FieldType) -> str | None:
    """Return a single value without the space around it; report a list or group."""
    if isinstance(node, Text):
        return node.value.strip()
    is_list = isinstance(node, Items)
    reading.report(
        node,
        place,
        "wrong-type",
        "there is a list here instead of one text"
        if is_list
        else "this is read as fields and not as one text, because of its colon",
        fix="Write it after the colon of the field, without a hyphen."
        if is_list
        else "If it is text, put all of it in quotation marks.",
        expected=f"Write {wanted.describe()}.",
    )
    return None


@dataclass(frozen=True, slots=True)
class Words:
    """Text, of at most so many characters."""

    longest: int

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the text with its white space folded."""
        text = _as_text(node, place, reading, self)
        if text is None:
            return None
        value = " ".join(text.split())
        if html := html_in(value):
            where = Location(reading.path, node.line, place)
            reading.problems.append(html_in_field(where, html, f"Write {self.describe()}."))
        if len(value) > self.longest:
            over = len(value) - self.longest
            reading.report(
                node,
                place,
                "too-long",
                f"the text has {len(value)} characters",
                fix=f"Make it {some(over, 'character')} shorter.",
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
class FileName(Words):
    """The name that a file had, without its ending: its page stood at that address."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the name, if a file may be called that."""
        value = Words.read(self, node, place, reading)
        if value is None:
            return None
        name = str(value)
        # A folder's own page has this name; with any other sign it could be another page's place.
        if name == "index" or not _FILE_NAME.fullmatch(name):
            reading.report(
                node,
                place,
                "bad-file-name",
                f"{quote(name)} cannot have been the name of a file here",
                expected=f"Write {self.describe()}.",
            )
            return None
        return name

    def describe(self) -> str:
        """Return what to write."""
        return "the name of a file, without .md: small letters, digits and hyphens"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the name."""
        return Words.json_schema(self) | {"pattern": f"^(?:{_FILE_NAME.pattern})$"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few allowed values, each with the words readers see."""

    options: Mapping[str, str]

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the allowed value."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if value in self.options:
            return value
        wanted = value.casefold()
        by_words = {label.casefold(): key for key, label in self.options.items()}
        meant = by_words.get(wanted) or reading.vocabulary.nearest(
            wanted.replace(" ", "-").replace("_", "-"), self.options
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
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if reading.is_packed and reading.vocabulary.is_gone(self.kind, value):
            return None
        if reading.vocabulary.uses(self.kind, value):
            # Thousands of entries refer to the same few; one text for each will do.
            return intern(value)
        where = Location(reading.path, node.line, place)
        slug, problem = reading.vocabulary.look_up(self.kind, value, where)
        if problem is not None:
            reading.problems.append(problem)
        # A theme that took in another may still name it among the related ones.
        is_own = slug != value and slug == PurePosixPath(reading.path).stem
        return None if is_own else slug

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

    parts: ClassVar = frozenset({3})

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the day, if the calendar has it."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if not _is_date(value, node, place, reading, self):
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

    parts: ClassVar = frozenset({1, 2, 3})

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the date as typed, if the calendar has it."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        return value if _is_date(value, node, place, reading, self) else None

    def describe(self) -> str:
        """Return what to write."""
        return "a year, a month or a day, such as 2020, 2020-07 or 2020-07-15"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of a year, month or day."""
        return _DIGITS | {"pattern": r"^\d{4}(-\d{2}){0,2}$", "maximum": 9999}


def _is_date(
    value: str, node: Node, place: str, reading: Reading, wanted: Day | PartialDate
) -> bool:
    """Report a text that is no date, or a date the calendar does not have."""
    match = _PARTIAL_DATE.fullmatch(value)
    given = [int(part) for part in match.groups() if part] if match else []
    if len(given) not in wanted.parts:
        likely = likely_date(value, wanted.parts)
        reading.report(
            node,
            place,
            "not-a-date",
            f"{quote(value)} is not a date in the form needed",
            fix=f"Did you mean {quote(likely)}?" if likely else "",
            expected=f"Write {wanted.describe()}.",
        )
        return False
    try:
        date(*[*given, 1, 1][:3])
    except ValueError:
        reading.report(
            node,
            place,
            "impossible-date",
            f"{quote(value)} is not in the calendar",
            fix="Check the year, the month and the day.",
            expected=f"Write {wanted.describe()}.",
        )
        return False
    return True


@dataclass(frozen=True, slots=True)
class Year:
    """A year of four digits."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the year as a number."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if not _YEAR.fullmatch(value):
            likely = likely_year(value)
            reading.report(
                node,
                place,
                "not-a-year",
                f"{quote(value)} is not a year",
                fix=f"Did you mean {quote(likely)}?" if likely else "",
                expected=f"Write {self.describe()}.",
            )
            return None
        return int(value)

    def describe(self) -> str:
        """Return what to write."""
        return "a year of four digits, such as 2020"

    def json_schema(self) -> dict[str, object]:
        """Return the schema."""
        return _DIGITS | {"pattern": r"^\d{4}$", "maximum": 9999}


@dataclass(frozen=True, slots=True)
class WholeNumber:
    """A whole number from 0."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the number."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if not _WHOLE.fullmatch(value):
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
        """Return the schema."""
        return _DIGITS | {"pattern": r"^\d{1,6}$", "maximum": 999_999}


@dataclass(frozen=True, slots=True)
class WebAddress:
    """The address of a page on the web. No other scheme than http and https is let through."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the address."""
        value = _as_text(node, place, reading, self)
        if value is None:
            return None
        if not is_web_address(value):
            secure = with_scheme(value)
            reading.report(
                node,
                place,
                "not-an-address",
                f"{quote(value)} is not the address of a web page",
                fix=f"Did you mean {quote(secure)}?" if secure else "",
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
    most: int = 100

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the values that could be read, in the author's order."""
        if not isinstance(node, Items):
            self._report_no_list(node, place, reading)
            return None
        if len(node.items) > self.most:
            reading.report(
                node,
                place,
                "too-many",
                f"the list has {len(node.items)} items",
                fix=f"Delete at least {len(node.items) - self.most}.",
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
                    "there is nothing after the hyphen",
                    fix="Delete the line or fill it in.",
                )
                continue
            value = self.item.read(item, spot, reading)
            if value is None:
                continue
            if value in values and isinstance(item, Text) and item.value.strip() not in values:
                # Two themes have become one, and the page had both.
                continue
            if value in values:
                reading.report(
                    item,
                    spot,
                    "repeated-item",
                    f"{quote(value) if isinstance(value, str) else 'this'} is in the list already",
                    fix="Delete one of the two.",
                )
                continue
            values.append(value)
        return tuple(values)

    def _report_no_list(self, node: Text | Group, place: str, reading: Reading) -> None:
        found, example = "this is read as fields and not as a list, because of its colon", "…"
        if isinstance(node, Text):
            found = f"{quote(node.value)} is not a list"
            example = node.value.partition(",")[0].strip()
        reading.report(
            node,
            place,
            "wrong-type",
            found,
            fix="Write one item to a line, each after two spaces, a hyphen and a space.",
            expected=f"For example: {quote(f'  - {example}')}.",
        )

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
            example = " and ".join(f'"{item.as_typed()}"' for item in self.fields if item.required)
            reading.report(
                node,
                place,
                "wrong-type",
                f"{quote(node.value)} is all in one piece"
                if isinstance(node, Text)
                else "there is a list here, and its parts have names instead of hyphens",
                fix="Write each part on a line of its own, two spaces further in, after its name.",
                expected=f"For example: {example}.",
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
                given.add(self._report_unknown(name, prefix, reading))
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

    def _report_unknown(self, name: Text, prefix: str, reading: Reading) -> str:
        """Report a field that is not declared; return the name of the one that was meant."""
        meant = reading.vocabulary.nearest(name.value, self.by_name) or ""
        reading.report(
            name,
            f"{prefix}{name.value[:40]}",
            "unknown-field",
            f"there is no field called {quote(name.value)}",
            fix=_mend_unknown(name.value, meant),
            expected="" if meant else f"The fields are: {', '.join(self.by_name)}.",
        )
        return meant

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


def _mend_unknown(name: str, meant: str) -> str:
    if meant:
        return f'Did you mean "{meant}"?'
    # A name of several words is probably the second line of a text.
    belongs_above = "If the line goes on from the one above, start it with two spaces. If not, "
    return f"{belongs_above}delete it." if " " in name else "Delete it."


def sample(field_type: FieldType, example: str) -> object:
    """Return an example of right as an author types it: text, a list or a group."""
    if isinstance(field_type, ListOf):
        return [sample(field_type.item, example)]
    if isinstance(field_type, Fields):
        return {item.name: sample(item.type, item.example) for item in field_type.fields}
    return example
