"""Read declarations of kinds: those of ``kinds.yml``, and those in a site's settings.

Both are written in the same words and become the same :class:`~mkdocs_casebook.schema.kinds.Kind`.
So whatever Casebook's own kinds can do, a site's can do as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.content.configuration import as_group, get, group_at, text_at
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.core.extensions import KINDS, extensions
from mkdocs_casebook.core.model import PAGE, Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.facets import Facet, FacetLine, declared
from mkdocs_casebook.schema.field_declarations import (
    NAME,
    NONE,
    YES_OR_NO,
    Declarations,
    is_yes,
    one_of,
    setting,
    without,
)
from mkdocs_casebook.schema.fields import (
    Choice,
    Field,
    Fields,
    FieldType,
    ListOf,
    Reading,
    Reference,
    WholeNumber,
    Words,
    Year,
)
from mkdocs_casebook.schema.kinds import EVERYTHING, Filed, Holds, Kind, Listed, Part, Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

_FILE = "kinds.yml"
_LAST = 100
"""The place of a site's own kinds among what is filed under a theme: after all others."""

_SHARED_BY_ENTRIES = 200
"""The longest text that entries are likely to have in common, so that a facet can use it."""

_BEFORE = ("title", "summary", "themes")
_AFTER = ("source", "theme-links", "formerly", "added", "reviewed")
"""The fields that a kind of a site's own has without naming them, before and after its own."""

_CALLED = (
    setting("title", Words(60), "The heading above a list of them.", "Pilots", required=True),
    setting("one", Words(60), "What one is called in a sentence.", "pilot", required=True),
    setting("several", Words(60), "What several are called.", "pilots", required=True),
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
    (setting("filed", _FILED, "Under themes."), "filed", lambda said: Filed(**said)),
    (setting("listed", _LISTED, "In an index."), "listed", lambda said: Listed(**said)),
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

_OF_KIND = Fields(tuple(field for field, _name, _convert in _TRAITS))
_OF_PART = Fields(
    (
        setting("title", Words(100), "The heading.", "Context", required=True),
        setting("help", Words(300), "What to tell there.", "Where it began.", required=True),
        setting("required", YES_OR_NO, "Whether a form asks for it."),
    )
)


@cache
def standard() -> Schema:
    """Return the kinds, facets and indexes that every site has: ours, and those of packages."""
    schema = _shipped()
    for package in extensions(KINDS):
        group = as_group(files(package).joinpath(_FILE).read_text(encoding="utf-8"), _FILE)
        reading = Reading(f"{package.__name__}/{_FILE}", Vocabulary(), [])
        schema = replace(
            schema,
            facets={**schema.facets, **_facets(group)},
            indexes={**schema.indexes, **_texts(get(group, "indexes"))},
        )
        schema = extend(schema, group_at(group, "kinds"), reading)
        if reading.problems:
            raise ValueError("\n".join(map(str, reading.problems)))
    return schema


def _shipped() -> Schema:
    text = files("mkdocs_casebook.schema").joinpath(_FILE).read_text(encoding="utf-8")
    group = as_group(text, _FILE)
    reading = Reading(_FILE, Vocabulary(), [])
    reader = Declarations(reading, {})
    options = {
        name.value: reader.choices(node, f"options.{name.value}")
        for name, node in group_at(group, "options").fields
    }
    reader = Declarations(reading, options)
    shared = reader.fields(get(group, "shared"), "shared", shown=False)
    reader = Declarations(reading, options, {item.name: item for item in shared})
    kinds = [_whole(name, node, reader) for name, node in group_at(group, "kinds").fields]
    said = group_at(group, EVERYTHING)
    if reading.problems:
        raise ValueError("\n".join(problem.message for problem in reading.problems))
    return _settle(
        Schema(
            kinds={kind.name: kind for kind in kinds},
            facets=_facets(group),
            indexes=_texts(get(group, "indexes")),
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
    )


def _facets(group: Group) -> Mapping[str, Facet]:
    """Return the facets that a file declares, by name."""
    facets = {}
    for name, node in group_at(group, "facets").fields:
        facet = declared({**_texts(node), "name": name.value}, {})
        said = get(node, "said") if isinstance(node, Group) else None
        facets[name.value] = replace(facet, said=_texts(said))
    return facets


def extend(schema: Schema, kinds: Group, reading: Reading) -> Schema:
    """Return a schema with the kinds and fields that a site declares; report what is wrong."""
    reader = Declarations(reading, schema.options, schema.shared)
    found: dict[str, Kind] = {}
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
        elif known := schema.kinds.get(name.value):
            found[name.value] = _with_more(known, node, place, reader)
        else:
            found[name.value] = _own(name.value, node, place, reader, schema)
    indexes = {
        kind.listed.index: f"All {kind.plural.lower()}" for kind in found.values() if kind.listed
    }
    return _settle(
        replace(
            schema,
            kinds={**schema.kinds, **found},
            indexes={**schema.indexes, **{k: v for k, v in indexes.items() if k in found}},
        )
    )


def joined(schema: Schema, others: Iterable[Schema]) -> Schema:
    """Return a schema with the kinds that only others have: those of a site's content packs."""
    kinds = {name: kind for other in others for name, kind in other.kinds.items()}
    return _settle(replace(schema, kinds={**kinds, **schema.kinds}))


def _own(name: str, node: Group, place: str, reader: Declarations, schema: Schema) -> Kind:
    """Return a kind of a site's own: with the usual fields, and able to do all that others do."""
    before = [replace(schema.shared[given], required=given != "themes") for given in _BEFORE]
    after = [schema.shared[given] for given in _AFTER]
    own = tuple(reader.fields(get(node, "fields"), f"{place}.fields", {*_BEFORE, *_AFTER}))
    label, plural = text_at(node, "label", default=name), text_at(node, "plural", default=name)
    called = {"title": plural, "one": label.lower(), "several": plural.lower()}
    terms = (facet.name for facet in schema.facets.values() if facet.field == "themes")
    facets = (*terms, *(item.name for item in own if item.options))
    usual = Kind(
        name=name,
        label=label,
        plural=plural,
        fields=Fields((*before, *own, *after)),
        without=plural.lower().replace(" ", "_"),
        owner=next((item.name for item in own if item.refers_to in schema.owners), ""),
        filed=Filed(**called, place=_LAST),
        listed=Listed(**called, index=name, facets=facets),
        compared=tuple(item.name for item in own if item.shown),
        has_form=True,
    )
    return _as_said(usual, node, place, reader)


def _with_more(kind: Kind, node: Group, place: str, reader: Declarations) -> Kind:
    """Return a kind that is there already with the fields that a site adds to it."""
    for extra, _value in without(node, "fields").fields:
        reader.reading.report(
            extra,
            f"{place}.{extra.value[:40]}",
            "unknown-field",
            f"{quote(kind.name)} is a kind already, and only fields can be added to it",
            fix="Delete the line.",
        )
    added = reader.fields(get(node, "fields"), f"{place}.fields", kind.fields.by_name)
    return replace(kind, fields=Fields((*kind.fields.fields, *added)))


def _whole(name: Text, node: Node, reader: Declarations) -> Kind:
    """Return a kind of which everything is said where it is declared."""
    place = f"kinds.{name.value}"
    group = node if isinstance(node, Group) else Group((), node.line)
    fields = Fields(tuple(reader.fields(get(group, "fields"), f"{place}.fields")))
    return _as_said(Kind(name=name.value, label="", plural="", fields=fields), group, place, reader)


def _as_said(kind: Kind, node: Group, place: str, reader: Declarations) -> Kind:
    """Return a kind as its declaration has it; what that does not say stays as it is."""
    reading = reader.reading
    said = _OF_KIND.read_group(without(node, "fields", "parts"), place, reading, NONE)
    changed = {
        name: convert(said[field.name]) for field, name, convert in _TRAITS if field.name in said
    }
    parts = tuple(
        _part(ident.value, _OF_PART.read_group(part, f"{place}.parts.{ident.value}", reading, NONE))
        for ident, part in group_at(node, "parts").fields
        if isinstance(part, Group)
    )
    return replace(kind, **{"parts": parts or kind.parts, **changed})  # type: ignore[arg-type]


def _part(ident: str, said: Mapping[str, Value]) -> Part:
    return Part(
        id=ident,
        title=str(said.get("title", "")),
        help=str(said.get("help", "")),
        required=is_yes(said.get("required", "no")),
    )


def _settle(schema: Schema) -> Schema:
    """Return a schema whose pages know all its indexes, and the fields that facets can use."""
    shared = {
        item.name for kind in schema.kinds.values() if kind.listed for item in _facetable(kind)
    }
    owners = [schema.kinds[name] for name in schema.owners]
    through = {
        f"{kind.owner}.{item.name}"
        for kind in schema.stories
        for owner in owners
        for item in _facetable(owner)
    }
    named = frozenset({"kind", "part", "origin"} | shared | through)
    types: dict[str, FieldType] = {
        "index": Choice(MappingProxyType(dict(schema.indexes))),
        "facets": ListOf(FacetLine(named, frozenset(schema.facets)), most=12),
    }
    page = schema.kinds[PAGE]
    fields = tuple(
        replace(item, type=types[item.name]) if item.name in types else item
        for item in page.fields.fields
    )
    return replace(schema, kinds={**schema.kinds, PAGE: replace(page, fields=Fields(fields))})


def _facetable(kind: Kind) -> list[Field]:
    """Return the fields of a kind whose values several entries are likely to share."""
    return [
        item
        for item in kind.fields.fields
        if isinstance(item.inner, Choice | Reference | Year | WholeNumber)
        or (isinstance(item.inner, Words) and item.inner.longest <= _SHARED_BY_ENTRIES)
    ]


def _texts(node: Node | None) -> Mapping[str, str]:
    """Return the texts of a group by name."""
    fields = node.fields if isinstance(node, Group) else ()
    return MappingProxyType({n.value: v.value for n, v in fields if isinstance(v, Text)})


def _list(node: Node | None) -> tuple[str, ...]:
    items = node.items if isinstance(node, Items) else ()
    return tuple(item.value for item in items if isinstance(item, Text))
