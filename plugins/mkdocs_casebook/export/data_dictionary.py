"""Make the data dictionary: what every field of the catalogue means, from its declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mkdocs_casebook.export.catalogue import columns, table_kinds, table_name
from mkdocs_casebook.export.catalogue_fields import (
    CATALOGUE,
    SCHEMA,
    SITE,
    Address,
    Identifier,
    records,
)
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.engine import render
from mkdocs_casebook.render.fragments import Fragment
from mkdocs_casebook.schema.fields import (
    Choice,
    Day,
    Field,
    Fields,
    FieldType,
    ListOf,
    PartialDate,
    Reference,
    WebAddress,
    WholeNumber,
    Year,
)

_PLAIN: dict[type, str] = {
    Identifier: "id",
    Address: "address",
    WebAddress: "address",
    Day: "date, such as 2026-11-22",
    PartialDate: "year, month or day, such as 2020, 2020-07 or 2020-07-15",
    Year: "number of four digits",
    WholeNumber: "whole number",
}


@dataclass(frozen=True, slots=True)
class Defined:
    """One field of the dictionary."""

    name: str
    """With those of the groups it is in: ``source.title``."""

    form: str
    help: str
    required: bool
    options: tuple[tuple[str, str], ...] = ()


def data_dictionary(casebook: Casebook, common: dict[str, Any]) -> Fragment:
    """Return what stands below the text of the page on a site's data."""
    parts = [("site", "The site", _define(SITE))]
    schema = casebook.schema
    parts += [
        (f"of-{name}", schema[name].plural, _define(form)) for name, form in records(schema).items()
    ]
    tables = table_kinds(schema)
    headings = (
        ("files", "The files"),
        *((ident, label) for ident, label, _fields in parts),
        *((f"table-{kind.name}", f"The table of {kind.plural.lower()}") for kind in tables),
    )
    files = (
        (CATALOGUE, "Everything, for programs (JSON)"),
        *(
            (table_name(kind), f"The {kind.plural.lower()}, for a spreadsheet (CSV)")
            for kind in tables
        ),
        (SCHEMA, "The form of the catalogue, for programs (JSON Schema)"),
    )
    return render(
        "index-data.html",
        headings,
        files=files,
        parts=parts,
        tables=[(kind, tuple(columns(kind, schema).items())) for kind in tables],
        **common,
    )


def _define(fields: Fields, prefix: str = "") -> list[Defined]:
    """Return the fields of a group, each followed by those of the group it holds."""
    found: list[Defined] = []
    for item in fields.fields:
        found.append(_defined(item, prefix))
        if isinstance(item.inner, Fields):
            found += _define(item.inner, f"{prefix}{item.name}.")
    return found


def _defined(item: Field, prefix: str) -> Defined:
    options = tuple(item.options.items())
    return Defined(f"{prefix}{item.name}", _form(item.type), item.help, item.required, options)


def _form(field_type: FieldType) -> str:
    """Return what a value is, in the words of somebody who reads data."""
    match field_type:
        case ListOf():
            return f"list; each item: {_form(field_type.item)}"
        case Fields():
            return "group of the fields below"
        case Choice():
            return "one of the values below"
        case Reference():
            return f"id of one of the entries of kind {field_type.kind}"
        case _:
            return _PLAIN.get(type(field_type), "text")
