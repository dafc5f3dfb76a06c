"""Read what a declaration says of a kind, and hold the fields it names against those it has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.content.configuration import get, group_at
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.declaration_words import (
    NONE,
    YES_OR_NO,
    is_yes,
    one_of,
    setting,
    without,
)
from mkdocs_casebook.schema.field_declarations import NAME, Declarations
from mkdocs_casebook.schema.fields import Field, Fields, ListOf, Reference, WholeNumber, Words
from mkdocs_casebook.schema.kinds import Filed, Holds, Kind, Listed, Part

_CALLED = (
    setting("title", Words(60), "The heading above a list of them.", "Pilots"),
    setting("one", Words(60), "What one is called in a sentence.", "pilot"),
    setting("several", Words(60), "What several are called.", "pilots"),
)
_FILED = Fields((*_CALLED, setting("place", WholeNumber(), "Their place among others.", "4")))
_LISTED = Fields(
    (
        *_CALLED,
        setting("index", Words(40), "The name of their index.", "pilot"),
        setting("facets", ListOf(Words(31)), "The ways to narrow it.", "theme"),
    )
)
_NAMES = ListOf(Words(40))
_TRAITS: tuple[tuple[Field, str, Callable[[Any], object]], ...] = (
    (setting("label", Words(40), "What one is called.", "Pilot", required=True), "label", str),
    (setting("plural", Words(40), "What several are.", "Pilots", required=True), "plural", str),
    (setting("without", Words(40), "Their name in “without”.", "pilots"), "without", str),
    (setting("owner", Words(40), "Whose story it is.", "organisation"), "owner", str),
    (setting("grouped", Words(40), "By what they are counted.", "type"), "grouped", str),
    (setting("holds", one_of(*Holds), "What lists show of them.", "sections"), "holds", Holds),
    (setting("text", one_of("required", "optional"), "Text."), "needs_text", "required".__eq__),
    (setting("newest-first", YES_OR_NO, "Their order."), "newest_first", is_yes),
    (setting("in-order", YES_OR_NO, "One after another."), "in_order", is_yes),
    (setting("contents", YES_OR_NO, "A book’s chapters."), "has_contents", is_yes),
    (setting("taxonomy", YES_OR_NO, "Others are filed under them."), "is_taxonomy", is_yes),
    (setting("open", YES_OR_NO, "Other fields are the host’s."), "is_open", is_yes),
    (setting("form", YES_OR_NO, "An issue form."), "has_form", is_yes),
    (setting("head", _NAMES, "Facts above the text.", "scale"), "head", tuple),
    (setting("beside", _NAMES, "Facts beside their stories.", "type"), "beside", tuple),
    (setting("below", Words(60), "Facts below it.", "What it took"), "below", str),
    (setting("compared", _NAMES, "Fields of a table.", "scale"), "compared", tuple),
    (setting("data", Words(40), "Type at schema.org.", "Article"), "data", str),
    (setting("paper", Words(40), "Index to print.", "print-guide"), "paper", str),
)
"""What a declaration can say of a kind, where the kind keeps it, and how it is turned into that."""

_OF_KIND = Fields(
    (
        *(field for field, _name, _convert in _TRAITS),
        setting("filed", _FILED, "Under themes."),
        setting("listed", _LISTED, "In an index."),
    )
)
_OF_PART = Fields(
    (
        setting("title", Words(100), "The heading.", "Context", required=True),
        setting("help", Words(300), "What to tell there.", "Where it began.", required=True),
        setting("required", YES_OR_NO, "Whether a form asks for it."),
    )
)


def _is_of_one_entry(field: Field) -> bool:
    return isinstance(field.type, Reference)


def _is_of_choices(field: Field) -> bool:
    return isinstance(field.type, ListOf) and bool(field.options)


def _is_any(_field: Field) -> bool:
    return True


_NAMING: Mapping[str, tuple[Callable[[Field], bool], str, str]] = MappingProxyType(
    {
        "owner": (_is_of_one_entry, "does not refer to one entry", '"organisation" or "reference"'),
        "grouped": (_is_of_choices, "is no list of choices", '"choices"'),
        "head": (_is_any, "", ""),
        "beside": (_is_any, "", ""),
        "compared": (_is_any, "", ""),
    }
)
"""The words that name fields of the kind: which fields do, and what is told of others."""


def called(label: str, plural: str) -> dict[str, str]:
    """Return what the things of a kind are called where nobody says otherwise."""
    return {"title": plural, "one": label.lower(), "several": plural.lower()}


def as_said(kind: Kind, node: Group, place: str, reader: Declarations) -> Kind:
    """Return a kind as its declaration has it; what that does not say stays as it is.

    What is wrong is reported, and left out: the kind can be used in any case.
    """
    reading = reader.reading
    said = _OF_KIND.read_group(without(node, "fields", "parts"), place, reading, NONE)
    changed: dict[str, Any] = {
        name: convert(said[field.name]) for field, name, convert in _TRAITS if field.name in said
    }
    names = called(changed.get("label", kind.label), changed.get("plural", kind.plural))
    if isinstance(filed := said.get("filed"), Mapping):
        changed["filed"] = replace(kind.filed or Filed(**names), **filed)  # type: ignore[arg-type]
    if isinstance(listed := said.get("listed"), Mapping):
        usual = kind.listed or Listed(index=kind.name, **names)  # type: ignore[arg-type]
        changed["listed"] = replace(usual, **listed)  # type: ignore[arg-type]
    for word in _NAMING:
        sound = tuple(dict.fromkeys(_fields_named(word, kind, node, place, reader)))
        if word in changed:
            changed[word] = sound if isinstance(changed[word], tuple) else "".join(sound)
    parts = tuple(_parts(get(node, "parts"), f"{place}.parts", reader))
    return replace(kind, parts=parts or kind.parts, **changed)


def _fields_named(
    word: str, kind: Kind, node: Group, place: str, reader: Declarations
) -> Iterator[str]:
    """Yield the fields of a kind that a word of its declaration names; report what will not do."""
    fits, lack, types = _NAMING[word]
    given = get(node, word)
    items = given.items if isinstance(given, Items) else (given,)
    # A field that is declared and could not be read has been told already.
    told = {name.value for name, _node in group_at(node, "fields").fields}
    for number, item in enumerate(items, 1):
        if not isinstance(item, Text) or item.is_empty:
            continue
        spot = f"{place}.{word}" + (f"[{number}]" if item is not given else "")
        name = item.value.strip()
        field = kind.fields.by_name.get(name)
        if field is not None and fits(field):
            yield name
        elif field is not None:
            fix = f"Name a field of the type {types}, or delete the line."
            found = f"the field {quote(name)} {lack}"
            reader.reading.report(item, spot, "wrong-type", found, fix=fix)
        elif name not in told:
            reader.reading.report_unknown(item, spot, kind.fields.by_name, fix="Delete it.")


def _parts(node: Node | None, place: str, reader: Declarations) -> Iterator[Part]:
    """Yield the parts of the text that a declaration has, and report what is wrong with others."""
    for name, part in reader.group(node, place).fields:
        spot = f"{place}.{name.value[:40]}"
        if not NAME.fullmatch(name.value):
            reader.report_name(name, spot, "the name of a part")
        elif isinstance(said := _OF_PART.read(part, spot, reader.reading), Mapping):
            words = {word: str(said.get(word, "")) for word in ("title", "help")}
            yield Part(id=name.value, **words, required=is_yes(said.get("required", "no")))
