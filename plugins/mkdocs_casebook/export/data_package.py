"""Write the links between entries as a table, and describe all tables as a Data Package.

The form is that of https://specs.frictionlessdata.io/tabular-data-package/, so that programs which
read such packages know each column without being told.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.spelling import slug_of
from mkdocs_casebook.export.catalogue import as_cell, columns, table_kinds, table_name
from mkdocs_casebook.export.exporter import Export
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.render.structured import Publication
from mkdocs_casebook.schema.vocabulary import QUESTION

LINKS = "links.csv"
DESCRIPTION = "datapackage.json"

COLUMNS: Mapping[str, str] = {
    "from": "The id of the entry that refers",
    "from-kind": "Its kind",
    "from-section": "The id of the section that refers, where it is not the entry as a whole",
    "relation": "The field or attribute that refers, such as themes or evidence-for",
    "to": "The id of what it refers to: an entry or a question",
    "to-kind": "The kind of that",
}
"""The columns of the table of links, with their meaning."""


def export_data_package(export: Export) -> Iterator[tuple[str, str]]:
    """Yield the table of links, and the description of every table."""
    yield LINKS, _table_of_links(export.casebook)
    yield DESCRIPTION, _description(export.casebook, export.publication)


def links(entry: Entry, casebook: Casebook) -> Iterator[tuple[str, str, str, str]]:
    """Yield what an entry refers to by fields and headings: section, relation, id and kind."""
    for name, target in casebook.kind_of(entry).refers_to.items():
        value = entry[name]
        for slug in value if isinstance(value, tuple) else (value,) if value else ():
            yield "", name, str(slug), target
    for section in entry.sections:
        for relation, slugs, target in (
            ("themes", section.themes, casebook.schema.taxonomy),
            ("evidence-for", section.evidence_for, QUESTION),
            ("answers", section.answers, QUESTION),
        ):
            yield from ((section.id, relation, slug, target) for slug in slugs)


def _table_of_links(casebook: Casebook) -> str:
    """Return the links of all entries as a table (RFC 4180), sorted."""
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for kind in casebook.schema.collected:
        for entry in sorted(casebook.of_kind(kind.name), key=lambda entry: entry.slug):
            for section, relation, ident, target in links(entry, casebook):
                cells = (entry.slug, entry.kind, section, relation, ident, target)
                table.writerow(map(as_cell, cells))
    return f"\N{ZERO WIDTH NO-BREAK SPACE}{text.getvalue()}"


def _description(casebook: Casebook, site: Publication) -> str:
    """Return the description of all tables."""
    schema, licence = casebook.schema, site.imprint.licence
    tables = {
        table_name(kind): (kind.plural, columns(kind, schema), "id") for kind in table_kinds(schema)
    }
    resources = [
        _resource(path, title, named, key)
        for path, (title, named, key) in (tables | {LINKS: ("Links", COLUMNS, "")}).items()
    ]
    described: dict[str, object] = {
        "profile": "tabular-data-package",
        "name": slug_of(site.name) or "casebook",
        "title": site.name,
    }
    if site.url:
        described["homepage"] = site.url
    if licence:
        described["licenses"] = [{"name": licence.id, "path": licence.address}]
    described["resources"] = resources
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _resource(path: str, title: str, named: Mapping[str, str], key: str) -> dict[str, object]:
    """Return the description of one table. Every value is text, as spreadsheets must take it."""
    fields = [
        {"name": name, "type": "string", "description": meaning} for name, meaning in named.items()
    ]
    schema: dict[str, object] = {"fields": fields}
    if key:
        schema["primaryKey"] = key
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv"),
        "title": title,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }
