"""Keep what was read of another site between two pulls, in a file that is committed with this site.

It is laid out for reading differences: a line for each field, everything sorted. A build reads it
and nothing else, so it needs no network, and looks the same when the other site is down.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.api import Entry, Location, Problem, Schema, Section
from mkdocs_casebook.content.files import read_folder
from mkdocs_casebook.export.catalogue import plain
from mkdocs_casebook.export.catalogue_fields import FORMAT, LONGEST_ID, VERSION, Identifier
from mkdocs_casebook.federation import MESSAGES
from mkdocs_casebook.federation.parse import Catalogue, parse
from mkdocs_casebook.federation.sources import FOLDER, OtherSite
from mkdocs_casebook.federation.untrusted_json import LARGEST, MOST_ENTRIES, RefusedError, load

SNAPSHOT = "casebook-snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was last read of another site."""

    site: OtherSite
    catalogue: Catalogue
    read_on: date
    missed_since: date | None = None
    """The first day since then on which the site could not be read."""

    withdrawn: Mapping[str, date] = field(default_factory=dict)
    """The ids of case studies that are there no more, with the day on which that was seen."""

    text: str = field(default="", compare=False, repr=False)
    """The text that it was read from, in which places are looked up."""

    def where(self, entry: Entry, name: str = "") -> Location:
        """Return where an entry stands in the file."""
        return Location(self.site.snapshot, _line_of(self.text, entry.kind, entry.slug), name)


def find_snapshots(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files of snapshots by path from the project root, and what cannot be read."""
    return read_folder(root, FOLDER, ".json", LARGEST)


def read_snapshots(
    found: Mapping[str, bytes], sites: Iterable[OtherSite], config: str, schema: Schema
) -> tuple[tuple[Snapshot, ...], tuple[Problem, ...]]:
    """Return the snapshots of the sources, and what is wrong with them.

    ``found`` are the files of snapshots by path, and ``config`` is the name of the file that lists
    the sources. A source that has never been read keeps nothing from being built.
    """
    snapshots: list[Snapshot] = []
    problems: list[Problem] = []
    unlisted = set(found)
    for site in sites:
        unlisted.discard(site.snapshot)
        if site.snapshot not in found:
            where = Location(config, site.line, "sources")
            told = MESSAGES.problem("source-not-read", where, site=site.name, file=site.snapshot)
            problems.append(told)
            continue
        snapshot, unusable = read_snapshot(found[site.snapshot], site, schema)
        problems += unusable
        if snapshot is not None:
            snapshots.append(snapshot)
    problems += (
        MESSAGES.problem("source-not-listed", Location(path), config=config)
        for path in sorted(unlisted)
    )
    return tuple(snapshots), tuple(problems)


def read_snapshot(
    content: bytes, site: OtherSite, schema: Schema
) -> tuple[Snapshot | None, tuple[Problem, ...]]:
    """Return the snapshot that a file holds, or ``None`` and why it cannot be used.

    A pull writes only what passes, so any fault is one of the file, and none of the other site's.
    """
    try:
        raw = load(content)
        text = content.decode()
        snapshot = Snapshot(
            site=site,
            catalogue=_catalogue(raw, site, schema, text),
            read_on=_day(raw, "read-on"),
            missed_since=_day(raw, "missed-since") if "missed-since" in raw else None,
            withdrawn=_withdrawn(raw),
            text=text,
        )
    except RefusedError as error:
        where = Location(site.snapshot, error.line)
        fix = error.fix or 'Run "casebook pull", which writes it anew.'
        return None, (MESSAGES.problem("bad-snapshot", where, why=error.found, fix=fix),)
    return snapshot, ()


def renew(
    before: Snapshot | None, catalogue: Catalogue, site: OtherSite, today: date
) -> tuple[Snapshot, tuple[str, ...]]:
    """Return the snapshot of what was read today, and the ids that are there no more since."""
    there = {story.slug for story in catalogue.stories}
    was = {story.slug for story in before.catalogue.stories} if before else set()
    gone = tuple(sorted(was - there))
    withdrawn = {**(before.withdrawn if before else {}), **dict.fromkeys(gone, today)}
    kept = {ident: day for ident, day in sorted(withdrawn.items()) if ident not in there}
    return Snapshot(site=site, catalogue=catalogue, read_on=today, withdrawn=kept), gone


def miss(before: Snapshot, today: date) -> Snapshot:
    """Return a snapshot that also tells since when the site could not be read."""
    return replace(before, missed_since=before.missed_since or today)


def as_text(snapshot: Snapshot) -> str:
    """Return a snapshot as the text of its file."""
    missed, catalogue = snapshot.missed_since, snapshot.catalogue
    head = {
        "format": SNAPSHOT,
        "version": VERSION,
        "read-on": snapshot.read_on.isoformat(),
        **({"missed-since": missed.isoformat()} if missed else {}),
        "withdrawn": {ident: day.isoformat() for ident, day in snapshot.withdrawn.items()},
        "catalogue": {
            "format": FORMAT,
            "version": VERSION,
            "site": {"name": snapshot.site.name, "licence": catalogue.licence},
            "entries": {
                kind.name: [_as_json(entry) for entry in catalogue.of(kind)]
                for kind in catalogue.roles.all
            },
        },
    }
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def _as_json(entry: Entry) -> dict[str, object]:
    said: dict[str, object] = {"id": entry.slug, "address": entry.address}
    said |= {name: plain(value) for name, value in sorted(entry.values.items())}
    if entry.sections:
        said["sections"] = [_section(section, entry) for section in entry.sections]
    return said


def _section(section: Section, entry: Entry) -> dict[str, object]:
    said = {
        "id": section.id,
        "title": section.title,
        "address": f"{entry.address}#{section.id}",
        "summary": section.excerpt,
        "themes": list(section.themes),
    }
    return {name: value for name, value in said.items() if value}


def _catalogue(raw: Mapping[str, Any], site: OtherSite, schema: Schema, text: str) -> Catalogue:
    """Return the catalogue in a snapshot; refuse it where anything would have to be left out."""
    kept = raw.get("catalogue")
    if raw.get("format") != SNAPSHOT or not isinstance(kept, dict):
        raise RefusedError("it is no snapshot of another site")
    catalogue, faults = parse(kept, site, schema)
    for fault in faults:
        raise RefusedError(fault.found, line=_line_of(text, fault.kind.name, fault.id))
    return catalogue


def _day(raw: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(raw[name])
    except (KeyError, TypeError, ValueError):
        raise RefusedError(f'"{name}" is no date') from None


def _withdrawn(raw: Mapping[str, Any]) -> Mapping[str, date]:
    found = raw.get("withdrawn", {})
    if not isinstance(found, dict) or len(found) > MOST_ENTRIES:
        raise RefusedError('"withdrawn" is no list of case studies')
    if not all(Identifier.fits(ident) for ident in found):
        raise RefusedError(f'"withdrawn" holds a name longer than {LONGEST_ID} or with other signs')
    return MappingProxyType({ident: _day(found, ident) for ident in sorted(found)})


def _line_of(text: str, kind: str, ident: str) -> int:
    """Return the line of a snapshot's text at which an entry stands, or 1."""
    start = text.find(f'"{kind}": [')
    at = text.find(f'"id": "{ident}"', start)
    return text.count("\n", 0, at) + 1 if start >= 0 and at >= 0 else 1
