"""Tell readers what has changed, from the records: on a page of its own, in a feed, on each page.

Nothing here asks what time it is or what git says, so a build from any clone gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.api import (
    Brought,
    Casebook,
    Entry,
    Export,
    Fragment,
    Join,
    Location,
    Problem,
    SiteFiles,
    Target,
    Vocabulary,
)
from mkdocs_casebook.content.files import read_folder
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.render.engine import environment, render
from mkdocs_casebook.upkeep import MESSAGES
from mkdocs_casebook.upkeep.records import FOLDER, LAST, PageRecord, Record, read_record

INDEX = "changes"
"""What the page writes after ``index:`` that tells of all changes."""

HISTORY = "history"
"""What an entry holds of its own changes, newest first: days, each with sentences."""

_RECORDS = "recorded-changes"
_LARGEST = 16 * 1024 * 1024
_FEED = 50
"""Changes in the feed; readers of feeds ask often."""


def bring_changes(files: SiteFiles) -> Brought:
    """Return a site's files, and what gives each entry the changes that are recorded of it."""
    found, problems = read_folder(files.settings.root, FOLDER, ".json", _LARGEST)
    records, told = [], list(problems)
    for path, content in sorted(found.items(), reverse=True):
        if path == LAST:
            continue
        try:
            records.append(read_record(content))
        except ValueError as error:
            told.append(MESSAGES.problem("bad-record", Location(path), why=error))
    watched = (*files.watched, FOLDER) if found else files.watched
    files = replace(files, problems=(*files.problems, *told), watched=watched)
    return Brought(files, _remembering(records)) if records else Brought(files)


def _remembering(records: Sequence[Record]) -> Join:
    """Return what gives entries their history, and the page of all changes every record."""
    histories: dict[tuple[str, str], list[Value]] = {}
    for record in records:
        for page in record.of("new", "reworded"):
            said: dict[str, Value] = {
                "on": record.on,
                "change": page.change,
                "sentences": page.sentences,
            }
            histories.setdefault((page.kind, page.id), []).append(MappingProxyType(said))
    every = tuple(_as_value(record) for record in records)

    def join(
        entries: Sequence[Entry], _vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        def told(entry: Entry) -> Entry:
            if history := histories.get((entry.kind, entry.slug)):
                return _with(entry, HISTORY, tuple(history))
            return _with(entry, _RECORDS, every) if entry["index"] == INDEX else entry

        return [told(entry) for entry in entries], ()

    return join


def _with(entry: Entry, name: str, value: Value) -> Entry:
    return replace(entry, values=MappingProxyType({**entry.values, name: value}))


def _as_value(record: Record) -> Value:
    return MappingProxyType(
        {"on": record.on, "pages": tuple(_page_as_value(page) for page in record.pages)}
    )


def _page_as_value(page: PageRecord) -> Value:
    return MappingProxyType(
        {"kind": page.kind, "id": page.id, "title": page.title, "change": page.change}
        | {"sentences": page.sentences}
    )


def _records_of(casebook: Casebook) -> tuple[Mapping[str, Any], ...]:
    page = casebook.index_pages.get(INDEX)
    found = page[_RECORDS] if page else None
    records = found if isinstance(found, tuple) else ()
    return tuple(record for record in records if isinstance(record, Mapping))


def draw_changes(casebook: Casebook, given: dict[str, Any]) -> Fragment:
    """Return what has changed, by day. What is only fields and themes is folded away."""
    records = _records_of(casebook)
    headings = tuple((record["on"].isoformat(), f"{record['on']:%d %B %Y}") for record in records)
    return render(
        "index-changes.html", headings, records=records, casebook=casebook, link=given["link"]
    )


def export_changes(export: Export) -> Iterator[tuple[str, str]]:
    """Yield an Atom feed of what has changed; none for a site without an address."""
    site, records = export.publication, _records_of(export.casebook)
    if not site.url or not records:
        return
    page = export.casebook.index_pages[INDEX]
    address = f"{page.address}atom.xml"
    items = [
        {"page": change, "on": record["on"], "address": _address(change, export)}
        for record in records
        for change in record["pages"]
        if change["change"] != "filed"
    ]
    text = (
        environment()
        .get_template("feed-changes.xml")
        .render(
            title=f"{page.title} | {site.name}",
            site=site.name,
            language=site.language,
            home=site.address(Target(page.path)),
            own=f"{site.url}{address}",
            newest=records[0]["on"],
            items=items[:_FEED],
        )
    )
    yield address, text + "\n"


def _address(change: Mapping[str, Any], export: Export) -> str:
    entry = export.casebook.entry(change["kind"], change["id"])
    return export.publication.address(Target(entry.path)) if entry else ""
