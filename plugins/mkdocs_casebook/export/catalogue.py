"""A site's content as data: the catalogue, and a table of the case studies for a spreadsheet.

The same content gives the same bytes: everything is sorted, and nothing asks what time it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.core.model import Entry, Origin, Section, Value
from mkdocs_casebook.export.catalogue_fields import (
    CATALOGUE,
    FORMAT,
    MOST_SECTIONS,
    SCHEMA,
    VERSION,
    json_schema,
    published,
    records,
)
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.lists.facets import slug_of
from mkdocs_casebook.schema.fields import Fields
from mkdocs_casebook.schema.kinds import Holds, Kind, Schema

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes spreadsheets run a cell instead of showing it
(https://owasp.org/www-community/attacks/CSV_Injection)."""


LANGUAGE = "en-GB"


@dataclass(frozen=True)
class _Site:
    """What the writers need at hand."""

    casebook: Casebook
    imprint: Imprint
    addresses: Mapping[str, str]
    """The host's address of each file's page from the root of the site, by path."""

    @cached_property
    def root(self) -> str:
        """The address of the home page with a slash at its end; nothing where there is none."""
        return f"{self.imprint.address.rstrip('/')}/" if self.imprint.address else ""

    @property
    def licence(self) -> str:
        """The licence of the site's own text, as an SPDX identifier."""
        return self.imprint.licence.id if self.imprint.licence else ""

    def address(self, entry: Entry, section: Section | None = None) -> str:
        page = f"{self.root}{self.addresses.get(entry.path, '')}"
        return f"{page}#{section.id}" if section else page


def export_catalogue(export: Export) -> Iterator[tuple[str, str]]:
    """Yield the catalogue, its JSON Schema, and a table of each kind."""
    site = export.publication
    return write_files(export.casebook, site.imprint, site.addresses)


def write_files(
    casebook: Casebook, imprint: Imprint, addresses: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the place on the site and the text of every file of data.

    ``addresses`` are the host's, of each file's page from the root of the site, by path.
    """
    site = _Site(casebook, imprint, addresses)
    yield CATALOGUE, _catalogue(site)
    schema = casebook.schema
    yield SCHEMA, json.dumps(json_schema(schema), ensure_ascii=False, indent=1) + "\n"
    for kind in table_kinds(schema):
        yield table_name(kind), _table(kind, site)


def _catalogue(site: _Site) -> str:
    """Return the catalogue with each entry on a line of its own."""
    described = {
        "name": site.imprint.site_name,
        "address": site.root,
        "description": site.imprint.description,
        "language": LANGUAGE,
        "licence": site.licence,
    }
    top = {
        "$schema": f"{site.root}{SCHEMA}",
        "format": FORMAT,
        "version": VERSION,
        "site": {name: text for name, text in described.items() if text},
    }
    head = _json(top).removesuffix("}")
    kinds = ",\n".join(_kind(name, site) for name in records(site.casebook.schema))
    return f'{head},"entries":{{\n{kinds}\n}}}}\n'


def _kind(name: str, site: _Site) -> str:
    entries = sorted(site.casebook.of_kind(name), key=lambda entry: entry.slug)
    lines = ",\n".join(_json(_record(entry, site)) for entry in entries)
    return f"{_json(name)}:[\n{lines}\n]" if lines else f"{_json(name)}:[]"


def _record(entry: Entry, site: _Site) -> dict[str, object]:
    """Return what the catalogue says of an entry; what is not stated is left out."""
    found: dict[str, object] = {"id": entry.slug, "address": site.address(entry)}
    for declared in published(site.casebook.kind_of(entry)):
        value = entry[declared.name]
        if value is not None:
            found[declared.name] = plain(value)
    sections = [_section(entry, section, site) for section in entry.sections if _matters(section)]
    if sections:
        found["sections"] = sections[:MOST_SECTIONS]
    if entry.origin is not None:
        found["origin"] = _origin(entry.origin)
    return found


def _matters(section: Section) -> bool:
    """Return whether a section says more than its heading: questions have a text below them."""
    return bool(section.themes or section.evidence_for or section.answers or section.excerpt)


def _section(entry: Entry, section: Section, site: _Site) -> dict[str, object]:
    said: dict[str, object] = {
        "id": section.id,
        "title": section.title,
        "address": site.address(entry, section),
        "summary": section.excerpt,
        "themes": list(section.themes),
        "evidence-for": list(section.evidence_for),
        "answers": list(section.answers),
    }
    return {name: value for name, value in said.items() if value}


def _origin(origin: Origin) -> dict[str, str]:
    said = {
        "name": origin.name,
        "address": origin.address,
        "licence": origin.licence,
        "version": origin.version,
        "read-on": origin.read_on.isoformat() if origin.read_on else "",
    }
    return {name: text for name, text in said.items() if text}


def plain(value: Value) -> object:
    """Return a value as JSON has it: a day as text, a list for a tuple."""
    # Nearly all values are texts, and whether something is a mapping takes long to tell.
    if isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return {name: plain(part) for name, part in value.items()}


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_OF_SOURCE = ("title", "publisher", "date", "url")


def table_kinds(schema: Schema) -> tuple[Kind, ...]:
    """Return the kinds that have a table: those whose entries, as wholes, lists show."""
    return tuple(k for k in schema.collected if k.listed and k.holds is Holds.ENTRIES)


def table_name(kind: Kind) -> str:
    """Return the name of a kind's table: ``case-studies.csv``."""
    return f"{slug_of(kind.plural)}.csv"


def columns(kind: Kind, schema: Schema) -> Mapping[str, str]:
    """Return the columns of a kind's table in their order, with their meaning."""
    one, owner = kind.label.lower(), schema.kinds.get(kind.refers_to.get(kind.owner, ""))
    named = {f"{kind.owner}-name": f"The full name of the {owner.label.lower()}"} if owner else {}
    of_owner = [owner.fields.by_name[name] for name in owner.shown] if owner else []
    of_source = schema.shared["source"].inner
    said = of_source.by_name if isinstance(of_source, Fields) else {}
    return {
        "id": f"The name of the {one} on this site",
        "address": "Where it can be read",
        **{item.name: item.label for item in published(kind) if item.name != "source"},
        "theme-names": "The titles of the themes, in the same order",
        **named,
        **{item.name: f"{owner.label if owner else ''}: {item.label}" for item in of_owner},
        **{f"source-{name}": said[name].help for name in _OF_SOURCE},
        "licence": "The licence of the text, by its identifier in the SPDX list",
        "origin": "The site or content pack that wrote it, if it was not this site",
        "original": "Where the original can be read, if this site did not write it",
    }


def _table(kind: Kind, site: _Site) -> str:
    """Return a table (RFC 4180); the mark at its start tells Excel that it is UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    names = columns(kind, site.casebook.schema)
    table.writerow(names)
    for entry in sorted(site.casebook.of_kind(kind.name), key=lambda entry: entry.slug):
        row = _row(entry, kind, site)
        table.writerow([_cell(row.get(name)) for name in names])
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{text.getvalue()}"


def _row(entry: Entry, kind: Kind, site: _Site) -> dict[str, Value | None]:
    owner = site.casebook.owner(entry)
    source = entry["source"]
    said = source if isinstance(source, Mapping) else {}
    origin = entry.origin
    of_owner = {name: owner[name] for name in site.casebook.kind_of(owner).shown} if owner else {}
    return {
        **entry.values,
        **of_owner,
        "id": entry.slug,
        "address": site.address(entry),
        "theme-names": tuple(theme.title for theme in site.casebook.themes(entry.themes)),
        f"{kind.owner}-name": owner.title if owner else None,
        **{f"source-{name}": said.get(name) for name in _OF_SOURCE},
        "licence": origin.licence if origin else site.licence,
        "origin": origin.name if origin else None,
        "original": origin.address if origin else None,
    }


def _cell(value: Value | None) -> str:
    """Return a value as one text that no spreadsheet takes for a formula."""
    text = "" if value is None else _text(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _text(value: Value) -> str:
    """Return a value as one text; several are set apart by semicolons."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "; ".join(map(_text, value))
    if isinstance(value, Mapping):
        return ", ".join(map(_text, value.values()))
    return str(plain(value))
