"""Write a site's content as data: the catalogue, and a table of each kind for a spreadsheet.

The same content gives the same bytes: everything is sorted, and nothing asks what time it is.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date

from mkdocs_casebook.core.model import Entry, Origin, Section, Target, Value
from mkdocs_casebook.core.spelling import slug_of
from mkdocs_casebook.export.catalogue_fields import (
    CATALOGUE,
    ENTRY,
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
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.fields import Fields
from mkdocs_casebook.schema.kinds import Holds, Kind, Schema

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What makes spreadsheets run a cell instead of showing it
(https://owasp.org/www-community/attacks/CSV_Injection)."""


def export_catalogue(export: Export) -> Iterator[tuple[str, str]]:
    """Yield the catalogue, its JSON Schema, and a table of each kind."""
    return write_files(export.casebook, export.publication)


def write_files(casebook: Casebook, site: Publication) -> Iterator[tuple[str, str]]:
    """Yield the place on the site and the text of every file of data."""
    schema = casebook.schema
    yield CATALOGUE, _catalogue(casebook, site)
    yield SCHEMA, json.dumps(json_schema(schema), ensure_ascii=False, indent=1) + "\n"
    for kind in table_kinds(schema):
        yield table_name(kind), _table(kind, casebook, site)


def _catalogue(casebook: Casebook, site: Publication) -> str:
    """Return the catalogue with each entry on a line of its own."""
    top = {
        "$schema": f"{site.url}{SCHEMA}",
        "format": FORMAT,
        "version": VERSION,
        "site": _stated(
            {
                "name": site.name,
                "address": site.url,
                "description": site.imprint.description,
                "language": site.language,
                "licence": _licence(site),
            }
        ),
    }
    head = _json(top).removesuffix("}")
    kinds = ",\n".join(_kind(name, casebook, site) for name in records(casebook.schema))
    return f'{head},"entries":{{\n{kinds}\n}}}}\n'


def _licence(site: Publication) -> str:
    """Return the licence of a site's own text, as an SPDX identifier."""
    return site.imprint.licence.id if site.imprint.licence else ""


def _stated(said: Mapping[str, object]) -> dict[str, object]:
    """Return what is stated: anything else is left out."""
    return {name: value for name, value in said.items() if value}


def _kind(name: str, casebook: Casebook, site: Publication) -> str:
    entries = sorted(casebook.of_kind(name), key=lambda entry: entry.slug)
    lines = ",\n".join(_json(_record(entry, casebook, site)) for entry in entries)
    return f"{_json(name)}:[\n{lines}\n]" if lines else f"{_json(name)}:[]"


def _record(entry: Entry, casebook: Casebook, site: Publication) -> dict[str, object]:
    """Return what the catalogue says of an entry; what is not stated is left out."""
    found: dict[str, object] = {"id": entry.slug, "address": site.address(Target(entry.path))}
    for declared in (*ENTRY, *published(casebook.kind_of(entry))):
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


def _section(entry: Entry, section: Section, site: Publication) -> dict[str, object]:
    return _stated(
        {
            "id": section.id,
            "title": section.title,
            "address": site.address(Target(entry.path, section.id)),
            "summary": section.excerpt,
            "themes": list(section.themes),
            "evidence-for": list(section.evidence_for),
            "answers": list(section.answers),
        }
    )


def _origin(origin: Origin) -> dict[str, object]:
    return _stated(
        {
            "name": origin.name,
            "address": origin.address,
            "licence": origin.licence,
            "version": origin.version,
            "read-on": origin.read_on.isoformat() if origin.read_on else "",
        }
    )


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


def _table(kind: Kind, casebook: Casebook, site: Publication) -> str:
    """Return a table (RFC 4180); the mark at its start tells Excel that it is UTF-8."""
    text = io.StringIO()
    table = csv.writer(text)
    names = columns(kind, casebook.schema)
    table.writerow(names)
    for entry in sorted(casebook.of_kind(kind.name), key=lambda entry: entry.slug):
        row = _row(entry, kind, casebook, site)
        table.writerow([as_cell(row.get(name)) for name in names])
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{text.getvalue()}"


def _row(
    entry: Entry, kind: Kind, casebook: Casebook, site: Publication
) -> dict[str, Value | None]:
    owner = casebook.owner(entry)
    source = entry["source"]
    said = source if isinstance(source, Mapping) else {}
    origin = entry.origin
    of_owner = {name: owner[name] for name in casebook.kind_of(owner).shown} if owner else {}
    return {
        **entry.values,
        **of_owner,
        "id": entry.slug,
        "address": site.address(Target(entry.path)),
        "theme-names": tuple(theme.title for theme in casebook.themes(entry.themes)),
        f"{kind.owner}-name": owner.title if owner else None,
        **{f"source-{name}": said.get(name) for name in _OF_SOURCE},
        "licence": origin.licence if origin else _licence(site),
        "origin": origin.name if origin else None,
        "original": origin.address if origin else None,
    }


def as_cell(value: Value | None) -> str:
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
