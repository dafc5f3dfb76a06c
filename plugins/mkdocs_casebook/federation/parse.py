"""From another site's catalogue to records that can be shown: every field held against its kind.

The checks are those of this site's own front matter. What does not fit them is left out, and told.
The same function reads a catalogue that has just been fetched and a snapshot that was kept of one:
what somebody did to the file in between is believed no more than the other site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.core.model import Section, Value
from mkdocs_casebook.core.problems import Location, Problem, Pulled, Severity, quote
from mkdocs_casebook.export.catalogue_fields import FORMAT, SITE, VERSION, record
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.federation.untrusted_json import (
    MOST_ENTRIES,
    RefusedError,
    UnfitError,
    as_node,
)
from mkdocs_casebook.schema.fields import Fields, Reading
from mkdocs_casebook.schema.kinds import Kind, Roles, Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

MOST_FAULTS = 100
"""Entries that do not fit, from which on the catalogue as a whole is not worth reading."""

_OWN = frozenset({"id", "address", "sections", "origin"})
"""What a record has beside the fields of its kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry of another site."""

    kind: str
    id: str
    address: str
    values: Mapping[str, Value]
    """The fields of its kind; names of themes and organisations are those of the other site."""

    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An entry that cannot be shown."""

    kind: Kind
    id: str
    """Its id, or its number where it has none."""

    place: str
    why: str

    @property
    def found(self) -> str:
        """What is wrong, as a message says it."""
        return f"the {self.kind.label.lower()} {quote(self.id)} is left out: {self.why}"

    def told(self, site: OtherSite) -> Problem:
        """Return what to tell of it when it is met in the other site's catalogue."""
        return Problem(
            where=Location(site.catalogue, 1, self.place),
            code=Pulled.ENTRY_LEFT_OUT,
            found=self.found,
            fix=f"Ask {site.name} to mend it.",
            severity=Severity.NOTICE,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What is shown of another site: its case studies, and what they refer to."""

    licence: str
    """The licence of the texts, as an SPDX identifier."""

    roles: Roles
    """The kinds that are taken."""

    records: Mapping[str, tuple[Record, ...]]
    """By kind, sorted by id."""

    def of(self, kind: Kind) -> tuple[Record, ...]:
        """Return the records of a kind."""
        return self.records.get(kind.name, ())

    @property
    def stories(self) -> tuple[Record, ...]:
        """Return the stories."""
        return self.of(self.roles.story)


def take(
    raw: Mapping[str, Any], site: OtherSite, schema: Schema
) -> tuple[Taken, tuple[LeftOut, ...]]:
    """Return what can be shown of a catalogue, and what was left out of it.

    Raises :class:`RefusedError` where nothing of it can be shown. What the other site itself has
    from elsewhere is passed over: it stays at its home.
    """
    licence, roles = _check_form(raw, site), schema.roles
    faults: list[LeftOut] = []
    records: dict[str, tuple[Record, ...]] = {}
    known: dict[str, frozenset[str]] = {}
    for kind in roles.all:
        listed = [
            item
            for item in _entries(raw, kind)
            if not (kind is roles.story and _is_from_elsewhere(item))
        ]
        # Themes name one another, so their names are known before any of them is read.
        known[kind.name] = frozenset(_ids(listed))
        reader = _Reader(kind, record(kind, schema), site, known, faults)
        found: dict[str, Record] = {}
        for number, item in enumerate(listed, 1):
            read = reader.read(item, number, found)
            if read is not None:
                found[read.id] = read
        records[kind.name] = tuple(found[ident] for ident in sorted(found))
        known[kind.name] = frozenset(found)
    return _only_used(Taken(licence=licence, roles=roles, records=records)), tuple(faults)


def _check_form(raw: Mapping[str, Any], site: OtherSite) -> str:
    """Return the licence of a catalogue; refuse it where its form or licence does not fit."""
    if raw.get("format") != FORMAT:
        raise RefusedError("it is no catalogue of a site made with Casebook")
    if raw.get("version") != VERSION:
        raise RefusedError(
            f"its form has the version {quote(str(raw.get('version')))}, and this site reads "
            f"{VERSION}",
            "Bring both sites to the newest version of Casebook.",
        )
    try:
        about = as_node(raw.get("site"), SITE, {})
    except UnfitError as error:
        raise RefusedError(f"what it says of its site cannot be shown: {error}") from None
    reading = Reading("", Vocabulary(), [])
    said = SITE.read_group(about, "site", reading, frozenset()) if isinstance(about, Group) else {}
    licence = said.get("licence")
    if licence is None:
        raise RefusedError(
            "it states no licence", f"Ask {site.name} to state one, or delete the source."
        )
    if licence not in site.licences:
        raise RefusedError(
            f"its licence is {quote(str(licence))}, and you accept {', '.join(site.licences)}",
            'If you may use texts under it, name it under "licences:" of this source.',
        )
    return str(licence)


def _entries(raw: Mapping[str, Any], kind: Kind) -> list[Any]:
    entries = raw.get("entries")
    listed = entries.get(kind.name, []) if isinstance(entries, dict) else None
    if not isinstance(listed, list):
        raise RefusedError(f"its list of {kind.plural.lower()} is no list")
    if len(listed) > MOST_ENTRIES:
        raise RefusedError(f"it has {len(listed):,} {kind.plural.lower()}")
    return listed


def _is_from_elsewhere(item: object) -> bool:
    """Return whether an entry was written by somebody else."""
    return isinstance(item, dict) and item.get("origin") is not None


def _ids(listed: list[Any]) -> Iterator[str]:
    for item in listed:
        if isinstance(item, dict) and isinstance(item.get("id"), str):
            yield item["id"]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the entries of one kind."""

    kind: Kind
    fields: Fields
    site: OtherSite
    known: Mapping[str, frozenset[str]]
    faults: list[LeftOut]

    def read(self, item: object, number: int, found: Mapping[str, Record]) -> Record | None:
        """Return a record, or ``None`` after telling why it is left out."""
        ident = item.get("id") if isinstance(item, dict) else None
        name = ident if isinstance(ident, str) else f"number {number}"
        try:
            return self._record(item, found)
        except UnfitError as error:
            self._leave_out(name, str(error), number)
            return None

    def _record(self, item: object, found: Mapping[str, Record]) -> Record:
        """Return a record; raises :class:`UnfitError` for the first thing that does not fit."""
        node = as_node(item, self.fields, self.known)
        if not isinstance(node, Group):
            raise UnfitError("it is no group of fields")
        reading = Reading(self.site.catalogue, Vocabulary(slugs=self.known), [])
        values = self.fields.read_group(node, "", reading, frozenset())
        if reading.problems:
            first = reading.problems[0]
            raise UnfitError(f"{first.where.field}: {first.found}")
        if values["id"] in found:
            raise UnfitError("another has the same id")
        given = str(values["address"])
        address = self.site.whole(given)
        if address is None:
            raise UnfitError(f"{quote(given)} is not an address of the site")
        return Record(
            kind=self.kind.name,
            id=str(values["id"]),
            address=address,
            values={field: value for field, value in values.items() if field not in _OWN},
            sections=tuple(_sections(values.get("sections", ()))),
        )

    def _leave_out(self, name: str, why: str, number: int) -> None:
        """Tell why an entry is left out; refuse a catalogue of which too many are."""
        place = f"{self.kind.name}[{number}]"
        self.faults.append(LeftOut(kind=self.kind, id=name, place=place, why=why))
        if len(self.faults) > MOST_FAULTS:
            raise RefusedError(f"more than {MOST_FAULTS} of its entries do not fit")


def _sections(values: Value) -> Iterator[Section]:
    """Yield sections; the second of two with one id could not be linked to."""
    seen: set[str] = set()
    for said in values if isinstance(values, tuple) else ():
        if not isinstance(said, Mapping) or said.get("id") in seen:
            continue
        seen.add(str(said["id"]))
        themes = said.get("themes", ())
        yield Section(
            id=str(said["id"]),
            title=str(said["title"]),
            line=1,
            level=2,
            themes=tuple(map(str, themes)) if isinstance(themes, tuple) else (),
            excerpt=str(said.get("summary", "")),
        )


def _only_used(taken: Taken) -> Taken:
    """Return what case studies refer to: a snapshot should change only when they do."""
    roles = taken.roles
    themes = {record.id: record for record in taken.of(roles.term)}
    wanted: set[str] = set()
    waiting = [slug for study in taken.of(roles.story) for slug in _themes_of(study)]
    while waiting:
        slug = waiting.pop()
        if slug in themes and slug not in wanted:
            wanted.add(slug)
            broader = themes[slug].values.get("broader", ())
            waiting += map(str, broader) if isinstance(broader, tuple) else ()
    owners = {study.values[roles.story.owner] for study in taken.of(roles.story)}
    records = {
        roles.term.name: tuple(themes[slug] for slug in sorted(wanted)),
        roles.owner.name: tuple(item for item in taken.of(roles.owner) if item.id in owners),
        roles.story.name: taken.of(roles.story),
    }
    return replace(taken, records=records)


def _themes_of(study: Record) -> Iterator[str]:
    whole = study.values.get("themes", ())
    yield from map(str, whole) if isinstance(whole, tuple) else ()
    for section in study.sections:
        yield from section.themes
