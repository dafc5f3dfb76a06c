"""Read declarations of kinds: those of ``kinds.yml``, and those in a site's settings.

Both are written in the same words and become the same :class:`~mkdocs_casebook.schema.kinds.Kind`.
So whatever Casebook's own kinds can do, a site's can do as well.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from mkdocs_casebook.content.configuration import as_group, get, group_at, text_at
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.extensions import KINDS, extensions
from mkdocs_casebook.core.model import PAGE
from mkdocs_casebook.schema.declaration_words import texts_of
from mkdocs_casebook.schema.facet_declarations import (
    check_facets,
    check_lists,
    facet_line,
    read_facets,
)
from mkdocs_casebook.schema.field_declarations import NAME, Declarations
from mkdocs_casebook.schema.fields import Choice, Fields, FieldType, ListOf
from mkdocs_casebook.schema.kind_traits import as_said
from mkdocs_casebook.schema.kinds import EVERYTHING, Kind, Listed, Schema
from mkdocs_casebook.schema.own_kinds import (
    AFTER,
    BEFORE,
    check_own,
    indexes_of,
    own_kind,
    with_more,
)
from mkdocs_casebook.schema.reading import Reading
from mkdocs_casebook.schema.vocabulary import Vocabulary

_FILE = "kinds.yml"


@cache
def standard() -> Schema:
    """Return the kinds, facets and indexes that every site has: ours, and those of packages.

    Raises ValueError for what is wrong in a file of a package.
    """
    schema = read_standard(*_read("mkdocs_casebook.schema"))
    for package in extensions(KINDS):
        schema = _with_package(schema, *_read(package.__name__))
    return schema


def _read(package: str) -> tuple[Group, Reading]:
    """Return the declarations of a package, and where what is wrong with them is reported."""
    text = files(package).joinpath(_FILE).read_text(encoding="utf-8")
    path = f"{package}/{_FILE}"
    return as_group(text, path), Reading(path, Vocabulary(), [])


def _with_package(schema: Schema, group: Group, reading: Reading) -> Schema:
    """Return a schema with what the file of a package adds to it."""
    facets = {**schema.facets, **read_facets(group, reading)}
    schema = extend(replace(schema, facets=facets), get(group, "kinds"), reading)
    check_facets(group_at(group, "facets"), schema, reading)
    _raise(reading)
    return _settle(replace(schema, indexes={**schema.indexes, **texts_of(get(group, "indexes"))}))


def read_standard(group: Group, reading: Reading) -> Schema:
    """Return the schema of a file that says all there is. Raises ValueError for what is wrong."""
    declared = group_at(group, "kinds").fields
    reader = Declarations(reading, {}, kinds=tuple(name.value for name, _node in declared))
    options = {
        name.value: reader.choices(node, f"options.{name.value}")
        for name, node in group_at(group, "options").fields
    }
    reader = replace(reader, options=options)
    shared = reader.fields(get(group, "shared"), "shared", shown=False)
    reader = replace(reader, shared={item.name: item for item in shared})
    said = group_at(group, EVERYTHING)
    schema = Schema(
        kinds={name.value: _whole(name, node, reader) for name, node in declared},
        facets=read_facets(group, reading),
        indexes=texts_of(get(group, "indexes")),
        everything=Listed(
            title="Everything",
            one=text_at(said, "one"),
            several=text_at(said, "several"),
            index=EVERYTHING,
            facets=_list(get(said, "facets")),
        ),
        shared=reader.shared,
        options=options,
    )
    _check_complete(schema, group, reading)
    _raise(reading)
    check_facets(group_at(group, "facets"), schema, reading)
    check_lists(group_at(group, "kinds"), schema, reading)
    _raise(reading)
    return _settle(schema)


def _check_complete(schema: Schema, group: Group, reading: Reading) -> None:
    """Report what no site can do without."""
    needed = {
        "kinds.page": PAGE in schema.kinds,
        "kinds.….taxonomy": schema.taxonomy,
        "kinds.….owner": schema.stories,
        **{f"shared.{name}": name in schema.shared for name in (*BEFORE, *AFTER)},
        **{
            f"indexes.{name}": name in schema.indexes for name in (*schema.by_index, *schema.papers)
        },
    }
    for place, is_there in needed.items():
        if not is_there:
            reading.report(
                group, place, "missing-field", "no site can do without this", fix="Declare it."
            )


def _raise(reading: Reading) -> None:
    """Raise ValueError with all that is wrong with a file of a package, if anything is."""
    if reading.problems:
        raise ValueError("\n".join(map(str, reading.problems)))


def extend(schema: Schema, declared: Node | None, reading: Reading) -> Schema:
    """Return a schema with the kinds and fields that a site declares; report what is wrong."""
    reader = Declarations(reading, schema.options, schema.shared)
    kinds = reader.group(declared, "kinds")
    known = tuple(kind.name for kind in schema.collected)
    new = tuple(name.value for name, node in kinds.fields if _can_be_kind(name, node))
    reader = replace(reader, kinds=tuple(dict.fromkeys((*known, *new))))
    found: dict[str, Kind] = {}
    indexes: dict[str, str] = {}
    for name, node in kinds.fields:
        place = f"kinds.{name.value[:40]}"
        if not NAME.fullmatch(name.value):
            reader.report_name(name, place, "the name of a kind")
        elif not isinstance(node, Group):
            reading.report(
                name,
                place,
                "wrong-type",
                "a kind needs a label, a plural and fields",
                fix='Under it, write "label:", "plural:" and "fields:", one to a line and '
                "indented.",
            )
        elif kind := schema.kinds.get(name.value):
            found[kind.name] = with_more(kind, node, place, reader)
        else:
            kind = own_kind(name.value, node, place, reader, schema)
            found[kind.name] = kind
            check_own(kind, name, node, schema, reading)
            indexes |= indexes_of(kind, name, node, {*schema.indexes, *indexes}, reader)
    extended = replace(
        schema, kinds={**schema.kinds, **found}, indexes={**schema.indexes, **indexes}
    )
    check_lists(kinds, extended, reading)
    return _settle(extended)


def _can_be_kind(name: Text, node: Node) -> bool:
    return NAME.fullmatch(name.value) is not None and isinstance(node, Group)


def joined(schema: Schema, others: Iterable[Schema]) -> Schema:
    """Return a schema with the kinds that only others have: those of a site's content packs."""
    others = tuple(others)
    kinds = {name: kind for other in others for name, kind in other.kinds.items()}
    indexes = {name: meaning for other in others for name, meaning in other.indexes.items()}
    return _settle(
        replace(
            schema,
            kinds={**kinds, **schema.kinds},
            indexes={**indexes, **schema.indexes},
        )
    )


def _whole(name: Text, node: Node, reader: Declarations) -> Kind:
    """Return a kind of which everything is said where it is declared."""
    place = f"kinds.{name.value}"
    group = node if isinstance(node, Group) else Group((), node.line)
    fields = Fields(tuple(reader.fields(get(group, "fields"), f"{place}.fields")))
    return as_said(Kind(name=name.value, label="", plural="", fields=fields), group, place, reader)


def _settle(schema: Schema) -> Schema:
    """Return a schema whose pages know all its indexes, and the fields that facets can use."""
    types: dict[str, FieldType] = {
        "index": Choice(schema.indexes),
        "facets": ListOf(facet_line(schema), most=12),
    }
    page = schema.kinds[PAGE]
    fields = tuple(
        replace(item, type=types.get(item.name, item.type)) for item in page.fields.fields
    )
    return replace(schema, kinds={**schema.kinds, PAGE: replace(page, fields=Fields(fields))})


def _list(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Items) else ()
    return tuple(item.value for item in items if isinstance(item, Text))
