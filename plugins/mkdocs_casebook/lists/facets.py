"""Facets: the ways in which a list can be narrowed, as values, and what each entry has of them.

A facet is declared once here, or in one line of an index page. Pure functions; nothing of the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from zlib import crc32

from mkdocs_casebook.model import Entry, Tagged
from mkdocs_casebook.relate import Casebook
from mkdocs_casebook.schema.fields import Choice, Field, ListOf
from mkdocs_casebook.schema.kinds import KINDS, LISTINGS, ORGANISATION, Kind

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST_SLUG = 60
_OWNER = "organisation."

HERE = "here"
"""Stands in addresses for this site itself among those that publish entries."""

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {"case-study": "Case studies", "chapter": "Guide sections", "question-list": "Questions"}
)


class Order(StrEnum):
    """How the values of a facet are sorted."""

    LABEL = "label"
    COUNT = "count"
    """Those that most entries have first."""

    NEWEST = "newest"
    """Numbers, the largest first."""

    DECLARED = "declared"
    """As the field declares its options, or as the entries come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow a list."""

    name: str
    """What stands in addresses: ``theme`` in ``/case-studies/theme/risk/`` and ``?theme=risk``."""

    field: str
    """Where its values are: a field's name, ``organisation.`` and a field's name, or one of
    ``kind`` and ``part``."""

    label: str
    words: str = "with {}"
    """What a chosen value adds to the sentence above the list."""

    order: Order = Order.LABEL
    show: int = 8
    """How many values are shown before the rest are folded away."""

    said: tuple[tuple[str, str], ...] = ()
    """What stands in the sentence for values whose label would read badly there, by slug."""

    @property
    def noun(self) -> str:
        """The label as it stands within a sentence: ``by type of trust``."""
        return within_sentence(self.label)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, as readers and addresses know it."""

    slug: str
    label: str
    said: str
    """The label as it stands within a sentence."""


_REGIONS_SAID = (
    ("east-of-england", "the East of England"),
    ("midlands", "the Midlands"),
    ("north-east-and-yorkshire", "the North East and Yorkshire"),
    ("north-west", "the North West"),
    ("south-east", "the South East"),
    ("south-west", "the South West"),
    ("national", "England as a whole"),
    ("outside-england", "places outside England"),
)

FACETS: Mapping[str, Facet] = MappingProxyType(
    {
        facet.name: facet
        for facet in (
            Facet(name="kind", field="kind", label="Kind", words="that are {}"),
            Facet(name="theme", field="themes", label="Theme", words="about {}", show=10),
            Facet(
                name="type",
                field="organisation.type",
                label="Type of trust",
                words="from {} trusts",
                order=Order.DECLARED,
            ),
            Facet(
                name="region",
                field="organisation.region",
                label="Region",
                words="in {}",
                order=Order.DECLARED,
                show=10,
                said=_REGIONS_SAID,
            ),
            Facet(
                name="year", field="year", label="Year", words="written in {}", order=Order.NEWEST
            ),
            Facet(
                name="system",
                field="systems",
                label="System",
                words="that name {}",
                order=Order.COUNT,
                show=6,
            ),
            Facet(name="from", field="origin", label="Publisher", words="published by {}"),
            Facet(name="list", field="part", label="List", words="in “{}”", order=Order.DECLARED),
            Facet(
                name="chapter", field="part", label="Chapter", words="in “{}”", order=Order.DECLARED
            ),
        )
    }
)
"""Every facet that an index page can name by itself."""

DEFAULTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "case-study": ("theme", "type", "region", "year", "system", "from"),
        "question-list": ("theme", "list"),
        "section": ("theme", "chapter"),
        "everything": ("kind", "theme", "type", "region", "year", "from"),
    }
)
"""The facets of each index whose page names none."""


def facets_of(index: Entry) -> tuple[Facet, ...]:
    """Return the facets of an index page: those it names, or those of its index."""
    lines = index["facets"]
    if isinstance(lines, tuple):
        return tuple(_declared(line) for line in lines if isinstance(line, Mapping))
    name = str(index["index"])
    if name in LISTINGS.own:
        return tuple(_own_facets(KINDS[name]))
    return tuple(FACETS[name] for name in DEFAULTS.get(name, ()))


def _own_facets(kind: Kind) -> Iterator[Facet]:
    """Yield the facets of a kind that the site declares: themes, and every field with choices."""
    yield FACETS["theme"]
    for declared in kind.fields.fields:
        if declared.name not in {"themes", "theme-links"} and options_of(declared):
            yield _declared({"name": declared.name, "label": declared.label})


def _declared(line: Mapping[str, object]) -> Facet:
    """Return the facet of one line: what it does not say is as in the facet of the same name."""
    name = str(line["name"])
    known = FACETS.get(name)
    label, place = name.replace("-", " ").capitalize(), str(line.get("field", name))
    if known is not None:
        label, place = known.label, str(line.get("field", known.field))
    fallback = known or Facet(name=name, field=place, label=label)
    return Facet(
        name=name,
        field=place,
        label=str(line.get("label", label)),
        words=str(line.get("words", fallback.words)),
        order=Order(str(line.get("order", fallback.order))),
        show=int(str(line.get("show", fallback.show))),
        said=fallback.said,
    )


def values_of(thing: Tagged, facet: Facet, casebook: Casebook) -> tuple[FacetValue, ...]:
    """Return what a thing has of a facet, none of it twice; nothing where nothing is stated."""
    otherwise = dict(facet.said)
    found = {
        slug: FacetValue(slug, label, otherwise.get(slug, said))
        for slug, label, said in _read(thing, facet.field, casebook)
    }
    return tuple(found.values())


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
        theme = casebook.entry("theme", slug)
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
        label = KIND_NAMES[entry.kind]
        yield entry.kind, label, within_sentence(label)
    elif place == "part":
        yield entry.slug, entry.title, entry.title
    elif place == "origin":
        yield from _origin(entry, casebook)
    elif place == "organisation":
        owner = casebook.entry("organisation", str(entry["organisation"]))
        if owner is not None:
            yield owner.slug, owner.title, owner.title
    elif place.startswith(_OWNER):
        owner = casebook.entry("organisation", str(entry["organisation"]))
        if owner is not None:
            yield from _field_values(owner, ORGANISATION.fields.by_name, place[len(_OWNER) :])
    else:
        yield from _field_values(entry, KINDS[entry.kind].fields.by_name, place)


def _origin(entry: Entry, casebook: Casebook) -> Iterator[tuple[str, str, str]]:
    """Yield the site that publishes an entry, where any of the casebook's come from another."""
    if entry.elsewhere:
        yield slug_of(entry.elsewhere.name), entry.elsewhere.name, entry.elsewhere.name
    elif casebook.has_others:
        yield HERE, "This site", "this site"


def _field_values(
    entry: Entry, declared: Mapping[str, Field], name: str
) -> Iterator[tuple[str, str, str]]:
    value = entry[name]
    if value is None or name not in declared:
        return
    options = options_of(declared[name])
    for item in value if isinstance(value, tuple) else (value,):
        text = str(item)
        if text in options:
            yield text, options[text], within_sentence(options[text])
        else:
            yield slug_of(text), text, text


def options_of(declared: Field) -> Mapping[str, str]:
    """Return the options of a field that is a choice, or a list of choices; nothing for others."""
    kind = declared.type.item if isinstance(declared.type, ListOf) else declared.type
    return kind.options if isinstance(kind, Choice) else {}


def slug_of(text: str) -> str:
    """Return the part of an address that stands for a text.

    >>> slug_of("Electronic patient record (EPR)")
    'electronic-patient-record-epr'
    """
    slug = "-".join(_WORD.findall(text.casefold()))[:_LONGEST_SLUG].strip("-")
    return slug or f"value-{crc32(text.encode()):08x}"


def within_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: only names and abbreviations keep a capital.

    >>> within_sentence("Mental health"), within_sentence("COVID-19")
    ('mental health', 'COVID-19')
    """
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def either(words: Iterable[str]) -> str:
    """Return words as alternatives: ``risk, skills or strategy``."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last
