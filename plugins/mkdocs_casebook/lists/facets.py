"""Read what each entry has of a facet, which is one way to narrow a list.

Which facets there are is declared in the schema, or in one line of an index page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mkdocs_casebook.core.model import Entry, Tagged
from mkdocs_casebook.core.spelling import slug_of, words_of
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.schema.facets import Facet, declared, within_sentence
from mkdocs_casebook.schema.kinds import Schema

HERE = "here"
"""Stands in addresses for this site itself among those that publish entries."""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, as readers and addresses know it."""

    slug: str
    label: str
    said: str
    """The label as it stands within a sentence."""

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        """What two spellings of one value share, and no other value has."""
        return self.slug, words_of(self.label)


def facets_of(index: Entry, schema: Schema) -> tuple[Facet, ...]:
    """Return the facets of an index page: those it names, or those of its index."""
    lines = index["facets"]
    if isinstance(lines, tuple):
        found = (line for line in lines if isinstance(line, Mapping))
        return tuple(declared(line, schema.facets) for line in found)
    listed = schema.by_index.get(str(index["index"]))
    return tuple(_usual(name, schema) for name in listed.facets) if listed else ()


def _usual(name: str, schema: Schema) -> Facet:
    """Return the facet of a name: one of those declared, or that of a field with the same name."""
    fields = (kind.fields.by_name.get(name) for kind in schema.kinds.values() if kind.listed)
    label = next((field.label for field in fields if field), name)
    return schema.facets.get(name) or declared({"name": name, "label": label}, {})


def values_of(thing: Tagged, facet: Facet, casebook: Casebook) -> tuple[FacetValue, ...]:
    """Return what a thing has of a facet, none of it twice; nothing where nothing is stated."""
    found = (
        FacetValue(slug, label, facet.said.get(slug, said))
        for slug, label, said in _read(thing, facet.field, casebook)
    )
    return tuple({value.key: value for value in found}.values())


def themes_of(thing: Tagged, casebook: Casebook) -> tuple[str, ...]:
    """Return the themes a thing is about, each followed by the broader ones it is part of.

    A story is about a theme if it is as a whole or in one of its sections, and so a broader theme
    finds its narrower ones. A section is about those of its page as well.
    """
    own = thing.section.themes if thing.section else ()
    of_sections = () if thing.section else (t for s in thing.entry.sections for t in s.themes)
    found: dict[str, None] = {}
    waiting = [*reversed([*own, *thing.entry.themes, *of_sections])]
    while waiting:
        slug = waiting.pop()
        theme = casebook.entry(casebook.schema.taxonomy, slug)
        if theme is not None and slug not in found:
            found[slug] = None
            waiting += reversed(theme.texts("broader"))
    return tuple(found)


def _read(thing: Tagged, place: str, casebook: Casebook) -> Iterator[tuple[str, str, str]]:
    """Yield slug, label and the label within a sentence of everything at a place."""
    entry = thing.entry
    if place == "themes":
        for theme in casebook.themes(themes_of(thing, casebook)):
            yield theme.slug, theme.title, within_sentence(theme.title)
    elif place == "kind":
        listed = casebook.kind_of(entry).listed
        label = listed.title if listed else casebook.kind_of(entry).plural
        yield entry.kind, label, within_sentence(label)
    elif place == "part":
        yield entry.slug, entry.title, entry.title
    elif place == "origin":
        yield from _origin(entry, casebook)
    else:
        yield from _field_values(entry, place, casebook)


def _origin(entry: Entry, casebook: Casebook) -> Iterator[tuple[str, str, str]]:
    """Yield the site that publishes an entry, where any of the casebook's come from another."""
    if entry.elsewhere:
        yield slug_of(entry.elsewhere.name), entry.elsewhere.name, entry.elsewhere.name
    elif casebook.has_others:
        yield HERE, "This site", "this site"


def _field_values(entry: Entry, place: str, casebook: Casebook) -> Iterator[tuple[str, str, str]]:
    """Yield the values of a field, or of one of the entry that a field refers to."""
    name, _dot, inner = place.partition(".")
    value, field = entry[name], casebook.kind_of(entry).fields.by_name.get(name)
    if value is None or field is None:
        return
    for item in value if isinstance(value, tuple) else (value,):
        text = str(item)
        referred = casebook.entry(field.refers_to, text) if field.refers_to else None
        if referred is not None and inner:
            yield from _field_values(referred, inner, casebook)
        elif referred is not None:
            yield referred.slug, referred.title, referred.title
        elif text in field.options:
            yield text, field.options[text], within_sentence(field.options[text])
        elif not field.refers_to:
            yield slug_of(text), text, text
