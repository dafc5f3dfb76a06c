"""Make the kinds of a site's own: each has usual fields, and can do all that others do."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace

from mkdocs_casebook.content.configuration import get, text_at
from mkdocs_casebook.content.nodes import Group, Text
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.declaration_words import without
from mkdocs_casebook.schema.facets import may_be_called
from mkdocs_casebook.schema.field_declarations import NAME, Declarations
from mkdocs_casebook.schema.fields import Field, Fields, Reference
from mkdocs_casebook.schema.kind_traits import as_said, called
from mkdocs_casebook.schema.kinds import Filed, Kind, Listed, Schema
from mkdocs_casebook.schema.reading import Reading
from mkdocs_casebook.schema.vocabulary import QUESTION

OF_EVERY_ENTRY = frozenset(
    {"id", "address", "origin", "sections", "licence", "original", "theme-names", "kind", "part"}
    | {"review-state", "history", "rules-held"}
    | {"source-title", "source-publisher", "source-date", "source-url"}
)
"""What the files of data and the facets call what they have of every entry, beside its fields."""

_LAST = 100
"""The place of a site's own kinds among what is filed under a theme: after all others."""

BEFORE = ("title", "summary", "themes")
AFTER = ("source", "theme-links", "formerly", "added", "reviewed", "review")
"""The fields that a kind of a site's own has without naming them, before and after its own."""


def own_kind(name: str, node: Group, place: str, reader: Declarations, schema: Schema) -> Kind:
    """Return a kind of a site's own: with the usual fields, and able to do all that others do."""
    before = [replace(schema.shared[given], required=given != "themes") for given in BEFORE]
    after = [schema.shared[given] for given in AFTER]
    own = tuple(_own_fields(node, place, reader, {*BEFORE, *AFTER}))
    label, plural = text_at(node, "label", default=name), text_at(node, "plural", default=name)
    terms = (facet.name for facet in schema.facets.values() if facet.field == "themes")
    facets = (*terms, *(item.name for item in own if item.options and may_be_called(item.name)))
    owners = (item for item in own if isinstance(item.type, Reference))
    usual = Kind(
        name=name,
        label=label,
        plural=plural,
        fields=Fields((*before, *own, *after)),
        without=plural.lower().replace(" ", "_"),
        owner=next((item.name for item in owners if item.refers_to in schema.owners), ""),
        filed=Filed(**called(label, plural), place=_LAST),
        listed=Listed(**called(label, plural), index=name, facets=facets),
        compared=tuple(item.name for item in own if item.shown),
        has_form=True,
    )
    return as_said(usual, node, place, reader)


def _own_fields(
    node: Group, place: str, reader: Declarations, taken: Container[str]
) -> Iterator[Field]:
    """Yield the fields that a site adds to a kind; report those that data has of every entry."""
    for field in reader.fields(get(node, "fields"), f"{place}.fields", taken):
        if field.name in OF_EVERY_ENTRY:
            declared = get(node, "fields")
            names = declared.fields if isinstance(declared, Group) else ()
            reader.reading.report(
                next(name for name, _node in names if name.value == field.name),
                f"{place}.fields.{field.name}",
                "reserved-name",
                f"{quote(field.name)} is what the catalogue and the tables call something else "
                "that every entry has",
                fix=f'Give the field another name, such as "own-{field.name}".',
            )
        else:
            yield field


def check_own(kind: Kind, name: Text, node: Group, schema: Schema, reading: Reading) -> None:
    """Report what a kind of a site's own cannot be, because something else is it already."""
    place = f"kinds.{kind.name[:40]}"
    if kind.name == QUESTION:
        found = f"{quote(kind.name)} is what headings of a list of questions are called"
        reading.report(name, place, "reserved-name", found, fix="Give the kind another name.")
    if kind.is_taxonomy:
        found = f"entries are filed under {quote(schema.taxonomy)} already, and under no other kind"
        at = get(node, "taxonomy") or name
        reading.report(at, f"{place}.taxonomy", "unknown-field", found, fix="Delete the line.")


def indexes_of(
    kind: Kind, name: Text, node: Group, taken: Iterable[str], reader: Declarations
) -> dict[str, str]:
    """Return the indexes of a kind of a site's own; report names that others have."""
    found: dict[str, str] = {}
    plural = kind.plural.lower()
    listed = kind.listed.index if kind.listed else ""
    wanted = (
        (("listed", "index"), listed, "all", f"All {plural}"),
        (("paper",), kind.paper, "print", f"The text of all {plural}, to print whole or in part"),
    )
    for words, index, prefix, meaning in wanted:
        given = get(node, *words)
        at = given if isinstance(given, Text) else name
        place = ".".join(("kinds", kind.name[:40], *words))
        if index in {*taken, *found}:
            told = f"there is an index called {quote(index)} already"
            under = f'Under "{words[0]}:", write' if words[1:] else "Write"
            fix = f'{under} "{words[-1]}: {prefix}-{kind.name}".'
            reader.reading.report(at, place, "reserved-name", told, fix=fix)
        elif index and not NAME.fullmatch(index):
            reader.report_name(at, place, "the name of an index")
        elif index:
            found[index] = meaning
    return found


def with_more(kind: Kind, node: Group, place: str, reader: Declarations) -> Kind:
    """Return a kind that is there already with the fields that a site adds to it."""
    for extra, _value in without(node, "fields").fields:
        reader.reading.report(
            extra,
            f"{place}.{extra.value[:40]}",
            "unknown-field",
            f"{quote(kind.name)} is a kind already, and only fields can be added to it",
            fix="Delete the line.",
        )
    added = _own_fields(node, place, reader, kind.fields.by_name)
    return replace(kind, fields=Fields((*kind.fields.fields, *added)))
