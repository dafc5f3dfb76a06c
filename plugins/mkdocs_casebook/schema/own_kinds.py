"""Kinds that a site declares in its settings, and fields that it adds to those there are.

They are read as everything is, and become the same :class:`~mkdocs_casebook.schema.kinds.Kind` as
Casebook's own. So checks, JSON Schemas, blank files and the facts on a page follow by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.problems import quote
from mkdocs_casebook.read.configuration import get
from mkdocs_casebook.read.nodes import Group, Text
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
    WebAddress,
    WholeNumber,
    Words,
    Year,
)
from mkdocs_casebook.schema.kinds import KINDS, Kind, common_fields

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 200
"""Characters of a text, unless its declaration says otherwise."""

Options = Mapping[str, str]

_TYPES: Mapping[str, Callable[[Options, int], FieldType]] = MappingProxyType(
    {
        "text": lambda _options, most: Words(most or _LONGEST),
        "texts": lambda _options, most: ListOf(Words(most or _LONGEST)),
        "choice": lambda options, _most: Choice(options),
        "choices": lambda options, _most: ListOf(Choice(options)),
        "day": lambda _options, _most: Day(),
        "date": lambda _options, _most: PartialDate(),
        "year": lambda _options, _most: Year(),
        "number": lambda _options, _most: WholeNumber(),
        "address": lambda _options, _most: WebAddress(),
        "organisation": lambda _options, _most: Reference("organisation"),
    }
)
"""What a field can hold: its options and its length → its type."""

_HAVE_OPTIONS = frozenset({"choice", "choices"})
_EXAMPLES: Mapping[str, str] = MappingProxyType(
    {"day": "2026-11-22", "date": "2026-11", "year": "2026", "number": "3"}
    | {"address": "https://www.example.org/", "organisation": "example-trust"}
)
_YES = Choice(MappingProxyType({"yes": "Yes", "no": "No", "true": "Yes", "false": "No"}))

_OF_KIND = Fields(
    (
        Field(
            name="label",
            type=Words(40),
            label="Label",
            help="What one of them is called.",
            example="Pilot",
            required=True,
        ),
        Field(
            name="plural",
            type=Words(40),
            label="Plural",
            help="What several are called.",
            example="Pilots",
            required=True,
        ),
    )
)
_OF_FIELD = Fields(
    (
        Field(
            name="type",
            type=Choice(MappingProxyType({name: name for name in _TYPES})),
            label="Type",
            help="What the field holds.",
            example="text",
            required=True,
        ),
        Field(
            name="label",
            type=Words(60),
            label="Label",
            help="What readers and authors call it.",
            example="Supplier",
            required=True,
        ),
        Field(name="help", type=Words(300), label="Help", help="A sentence for the author."),
        Field(name="example", type=Words(200), label="Example", help="What one might write."),
        Field(name="required", type=_YES, label="Required", help="Whether it must be there."),
        Field(name="shown", type=_YES, label="Shown", help="Whether it is among the facts."),
        Field(
            name="most", type=WholeNumber(), label="Most", help="The longest text, in characters."
        ),
    )
)


def read_kinds(declared: Group, reading: Reading) -> Mapping[str, Kind]:
    """Return the kinds that a site declares or adds fields to, and report what is wrong."""
    return MappingProxyType(
        {kind.name: kind for name, node in declared.fields if (kind := _kind(name, node, reading))}
    )


def _kind(name: Text, node: object, reading: Reading) -> Kind | None:
    place = f"kinds.{name.value[:40]}"
    if not _NAME.fullmatch(name.value):
        reading.report(
            name,
            place,
            "bad-id",
            f"{quote(name.value)} cannot be the name of a kind",
            fix="Use small letters, digits and single hyphens, starting with a letter.",
        )
        return None
    if not isinstance(node, Group):
        reading.report(
            name,
            place,
            "wrong-type",
            "a kind needs a label, a plural and fields",
            fix='Under it, write "label:", "plural:" and "fields:", one to a line and indented.',
        )
        return None
    known = KINDS.fixed.get(name.value)
    given = Group(tuple((n, v) for n, v in node.fields if n.value != "fields"), node.line)
    if known is not None:
        for extra, _value in given.fields:
            reading.report(
                extra,
                f"{place}.{extra.value[:40]}",
                "unknown-field",
                f"{quote(name.value)} is a kind already, and only fields can be added to it",
                fix="Delete the line.",
            )
        taken = known.fields.fields
        added = tuple(_fields(node, place, frozenset(known.fields.by_name), reading))
        return replace(known, fields=Fields((*taken, *added)))
    said = _OF_KIND.read_group(given, place, reading, frozenset())
    own = tuple(_fields(node, place, frozenset(f.name for f in common_fields()), reading))
    return Kind(
        name=name.value,
        label=str(said.get("label", name.value)),
        plural=str(said.get("plural", name.value)),
        fields=Fields(common_fields(own)),
    )


def _fields(kind: Group, place: str, taken: frozenset[str], reading: Reading) -> Iterator[Field]:
    """Yield the fields that a kind declares."""
    group = get(kind, "fields")
    if not isinstance(group, Group):
        return
    for name, node in group.fields:
        where = f"{place}.fields.{name.value[:40]}"
        if name.value in taken:
            reading.report(
                name,
                where,
                "duplicate-field",
                f"the kind has a field called {quote(name.value)} already",
                fix="Give this one another name, or delete it.",
            )
        elif not _NAME.fullmatch(name.value):
            reading.report(
                name,
                where,
                "bad-id",
                f"{quote(name.value)} cannot be the name of a field",
                fix="Use small letters, digits and single hyphens, starting with a letter.",
            )
        elif isinstance(node, Group):
            yield from _field(name, node, where, reading)
        else:
            _OF_FIELD.read(node, where, reading)


def _field(name: Text, node: Group, place: str, reading: Reading) -> Iterator[Field]:
    options = _options(node, place, reading)
    given = Group(tuple((n, v) for n, v in node.fields if n.value != "options"), node.line)
    said = _OF_FIELD.read_group(given, place, reading, frozenset())
    type_name = str(said.get("type", ""))
    if type_name not in _TYPES:
        return
    if type_name in _HAVE_OPTIONS and not options:
        reading.report(
            name,
            place,
            "missing-field",
            "the field has no options to choose from",
            fix='Under it, write "options:", and below it a name and a label for each.',
            expected='For example: "ward: One ward".',
        )
        return
    most = said.get("most", 0)
    label = str(said.get("label", name.value))
    first = next(iter(options), "")
    yield Field(
        name=name.value,
        type=_TYPES[type_name](options, most if isinstance(most, int) else 0),
        label=label,
        help=str(said.get("help", f"{label}, as this site asks for it.")),
        example=str(said.get("example", "")) or first or _EXAMPLES.get(type_name, "…"),
        required=said.get("required") in {"yes", "true"},
        shown=said.get("shown", "yes") in {"yes", "true"},
    )


def _options(node: Group, place: str, reading: Reading) -> Options:
    group = get(node, "options")
    found = {}
    for slug, label in group.fields if isinstance(group, Group) else ():
        if _NAME.fullmatch(slug.value) and isinstance(label, Text) and not label.is_empty:
            found[slug.value] = label.value.strip()
        else:
            reading.report(
                slug,
                f"{place}.options.{slug.value[:40]}",
                "bad-id",
                f"{quote(slug.value)} cannot be an option",
                fix="Write its name in small letters, digits and hyphens, a colon and its label.",
            )
    return MappingProxyType(found)
