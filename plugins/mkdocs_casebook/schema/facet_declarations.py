"""Read the facets that ``kinds.yml`` declares, and find the fields that facets can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from mkdocs_casebook.content.configuration import get, group_at
from mkdocs_casebook.content.nodes import Group, Items, Text
from mkdocs_casebook.schema.declaration_words import NONE, one_of, setting, texts_of, without
from mkdocs_casebook.schema.facets import Facet, FacetLine, Order, declared
from mkdocs_casebook.schema.fields import Choice, Field, Fields, Reference, WholeNumber, Words, Year
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.reading import Reading

_SHARED_BY_ENTRIES = 200
"""The longest text that entries are likely to have in common, so that a facet can use it."""

_OF_FACET = Fields(
    (
        setting("field", Words(80), "Where its values are.", "supplier"),
        setting("label", Words(60), "What readers call it.", "Supplier"),
        setting("words", Words(60), "What a value adds to the sentence.", "with {}"),
        setting("order", one_of(*Order), "How its values are sorted.", "count"),
        setting("show", WholeNumber(), "How many values are in sight.", "8"),
    )
)


def read_facets(group: Group, reading: Reading) -> Mapping[str, Facet]:
    """Return the facets that a file declares, by name; report what is wrong with them.

    Whether there are such fields shows only when all kinds are read: see :func:`check_facets`.
    """
    facets = {}
    for name, node in group_at(group, "facets").fields:
        place = f"facets.{name.value[:40]}"
        if isinstance(node, Group):
            said = _OF_FACET.read_group(without(node, "said"), place, reading, NONE)
            line = {**said, "name": name.value}
            if wrong := FacetLine((str(said.get("field", name.value)),), ()).fault(line):
                reading.report(name, place, "bad-facet", wrong)
            else:
                facets[name.value] = replace(declared(line, {}), said=texts_of(get(node, "said")))
        else:
            _OF_FACET.read(node, place, reading)
    return facets


def check_facets(facets: Group, schema: Schema, reading: Reading) -> None:
    """Report the facets of a file whose values would be in no field of the schema."""
    line = facet_line(schema)
    for name, _node in facets.fields:
        facet = schema.facets.get(name.value)
        wrong = line.fault({"name": facet.name, "field": facet.field}) if facet else ""
        if wrong:
            reading.report(name, f"facets.{name.value[:40]}.field", "bad-facet", wrong)


def check_lists(kinds: Group, schema: Schema, reading: Reading) -> None:
    """Report the kinds of a file whose lists would be narrowed by what is no facet."""
    line = facet_line(schema)
    for kind, node in kinds.fields:
        listed = get(node, "listed", "facets") if isinstance(node, Group) else None
        for number, item in enumerate(listed.items if isinstance(listed, Items) else (), 1):
            wrong = line.fault({"name": item.value.strip()}) if isinstance(item, Text) else ""
            if wrong:
                reading.report(
                    item,
                    f"kinds.{kind.value[:40]}.listed.facets[{number}]",
                    "bad-facet",
                    wrong,
                    fix="Name a field of the kind that is short or has options, or a facet.",
                    expected=f"The facets are: {', '.join(schema.facets)}.",
                )


def facet_line(schema: Schema) -> FacetLine:
    """Return what a page can write to be narrowed by a facet."""
    kinds = schema.kinds.values()
    shared = {item.name for kind in kinds if kind.listed for item in _facetable(kind)}
    through = {
        f"{kind.owner}.{item.name}"
        for kind in schema.stories
        for item in _facetable(schema[kind.refers_to[kind.owner]])
    }
    named = {"kind", "part", "origin"} | shared | through
    return FacetLine(frozenset(named), frozenset(schema.facets))


def _facetable(kind: Kind) -> Iterator[Field]:
    """Yield the fields of a kind whose values several entries are likely to share."""
    for item in kind.fields.fields:
        is_short = isinstance(item.inner, Words) and item.inner.longest <= _SHARED_BY_ENTRIES
        if is_short or isinstance(item.inner, Choice | Reference | Year | WholeNumber):
            yield item
