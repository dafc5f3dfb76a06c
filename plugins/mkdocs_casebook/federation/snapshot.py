"""What is kept of another site between two pulls: a file that is committed with this site.

It is laid out for reading differences: a line for each field, everything sorted. A build reads it
and nothing else, so it needs no network, and looks the same when the other site is down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.core.model import Section
from mkdocs_casebook.core.problems import Location, Problem
from mkdocs_casebook.export.catalogue import plain
from mkdocs_casebook.export.catalogue_fields import FORMAT, LONGEST_ID, VERSION, Identifier
from mkdocs_casebook.federation.parse import Record, Taken, take
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.federation.untrusted_json import MOST_ENTRIES, RefusedError, load
from mkdocs_casebook.schema.kinds import Kind, Schema

SNAPSHOT = "casebook-snapshot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was last read of another site."""

    site: OtherSite
    taken: Taken
    read_on: date
    missed_since: date | None = None
    """The first day since then on which the site could not be read."""

    withdrawn: Mapping[str, date] = field(default_factory=dict)
    """The ids of case studies that are there no more, with the day on which that was seen."""


def renew(
    before: Snapshot | None, taken: Taken, site: OtherSite, today: date
) -> tuple[Snapshot, tuple[str, ...]]:
    """Return the snapshot of what was read today, and the ids that are there no more since."""
    there = {study.id for study in taken.stories}
    was = {study.id for study in before.taken.stories} if before else set()
    gone = tuple(sorted(was - there))
    withdrawn = {**(before.withdrawn if before else {}), **dict.fromkeys(gone, today)}
    kept = {ident: day for ident, day in sorted(withdrawn.items()) if ident not in there}
    return Snapshot(site=site, taken=taken, read_on=today, withdrawn=kept), gone


def miss(before: Snapshot, today: date) -> Snapshot:
    """Return a snapshot that also tells since when the site could not be read."""
    return replace(before, missed_since=before.missed_since or today)


def as_text(snapshot: Snapshot) -> str:
    """Return a snapshot as the text of its file."""
    missed = snapshot.missed_since
    head = {
        "format": SNAPSHOT,
        "version": VERSION,
        "read-on": snapshot.read_on.isoformat(),
        **({"missed-since": missed.isoformat()} if missed else {}),
        "withdrawn": {ident: day.isoformat() for ident, day in snapshot.withdrawn.items()},
        "catalogue": {
            "format": FORMAT,
            "version": VERSION,
            "site": {"name": snapshot.site.name, "licence": snapshot.taken.licence},
            "entries": {
                kind.name: [_as_json(record) for record in snapshot.taken.of(kind)]
                for kind in snapshot.taken.roles.all
            },
        },
    }
    return json.dumps(head, ensure_ascii=False, indent=1) + "\n"


def _as_json(record: Record) -> dict[str, object]:
    said: dict[str, object] = {"id": record.id, "address": record.address}
    said |= {name: plain(value) for name, value in sorted(record.values.items())}
    if record.sections:
        said["sections"] = [_section(section, record) for section in record.sections]
    return said


def _section(section: Section, record: Record) -> dict[str, object]:
    said = {
        "id": section.id,
        "title": section.title,
        "address": f"{record.address}#{section.id}",
        "summary": section.excerpt,
        "themes": list(section.themes),
    }
    return {name: value for name, value in said.items() if value}


def read_snapshot(
    content: bytes, site: OtherSite, schema: Schema
) -> tuple[Snapshot | None, tuple[Problem, ...]]:
    """Return the snapshot that a file holds, or ``None`` and why it cannot be used.

    A pull writes only what passes, so any fault is one of the file, and none of the other site's.
    """
    try:
        raw = load(content)
        snapshot = Snapshot(
            site=site,
            taken=_take_all(raw, site, schema, content.decode()),
            read_on=_day(raw, "read-on"),
            missed_since=_day(raw, "missed-since") if "missed-since" in raw else None,
            withdrawn=_withdrawn(raw),
        )
    except RefusedError as error:
        return None, (_unusable(error, site),)
    return snapshot, ()


def _take_all(raw: Mapping[str, Any], site: OtherSite, schema: Schema, text: str) -> Taken:
    """Return what is kept in a snapshot; refuse it where anything would have to be left out."""
    taken, faults = take(_catalogue(raw), site, schema)
    if faults:
        first = faults[0]
        raise RefusedError(first.found, line=line_of(text, first.kind, first.id))
    return taken


def _catalogue(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    found = raw.get("catalogue")
    if raw.get("format") != SNAPSHOT or not isinstance(found, dict):
        raise RefusedError("it is no snapshot of another site")
    return found


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


def _unusable(error: RefusedError, site: OtherSite) -> Problem:
    return Problem(
        where=Location(site.snapshot, error.line),
        code="bad-snapshot",
        found=f"the file cannot be used: {error.found}",
        fix=error.fix or 'Run "casebook pull", which writes it anew.',
    )


def line_of(text: str, kind: Kind, ident: str) -> int:
    """Return the line of a snapshot's text at which an entry stands, or 1."""
    start = text.find(f'"{kind.name}": [')
    at = text.find(f'"id": "{ident}"', start)
    return text.count("\n", 0, at) + 1 if start >= 0 and at >= 0 else 1
