"""Parse another site's catalogue into entries that can be shown, each field held to its kind.

The checks are those of this site's own front matter. What does not fit them is left out, and told.
The same function reads a catalogue that has just been fetched and a snapshot that was kept of one:
what somebody did to the file in between is believed no more than the other site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from mkdocs_casebook.api import Entry, Kind, Location, Problem, Schema, Section, Vocabulary
from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import Pulled, quote
from mkdocs_casebook.export.catalogue_fields import FORMAT, SITE, VERSION, record
from mkdocs_casebook.federation import MESSAGES
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.federation.untrusted_json import (
    MOST_ENTRIES,
    RefusedError,
    UnfitError,
    as_node,
)
from mkdocs_casebook.schema.fields import Fields, Reading
from mkdocs_casebook.schema.kinds import Roles

MOST_FAULTS = 100
"""Entries that do not fit, from which on the catalogue as a whole is not worth reading."""

_OWN = frozenset({"id", "address", "sections", "origin"})
"""What a record has beside the fields of its kind."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry that cannot be shown."""

    kind: Kind
    number: int
    """Its place in the list of its kind, from 1."""

    id: str
    """Its id, or its number where it has none."""

    why: str

    @property
    def found(self) -> str:
        """What is wrong, as a message says it."""
        return f"the {self.kind.one} {quote(self.id)} is left out: {self.why}"

    def told(self, site: OtherSite) -> Problem:
        """Return what to tell of it when it is met in the other site's catalogue."""
        where = Location(site.catalogue, 1, f"{self.kind.name}[{self.number}]")
        return MESSAGES.problem(Pulled.ENTRY_LEFT_OUT, where, what=self.found, site=site.name)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is shown of another site: its case studies, and what they refer to."""

    licence: str
    """The licence of the texts, as an SPDX identifier."""

    roles: Roles
    """The kinds that are read."""

    entries: Mapping[str, tuple[Entry, ...]]
    """By kind, sorted by id, which is their slug; addresses and names are the other site's."""

    def of(self, kind: Kind) -> tuple[Entry, ...]:
        """Return the entries of a kind."""
        return self.entries[kind.name]

    @property
    def stories(self) -> tuple[Entry, ...]:
        """Return the stories."""
        return self.of(self.roles.story)


def parse(
    raw: Mapping[str, Any], site: OtherSite, schema: Schema
) -> tuple[Catalogue, tuple[LeftOut, ...]]:
    """Return what can be shown of a catalogue, and what was left out of it.

    Raises :class:`RefusedError` where nothing of it can be shown. What the other site itself has
    from elsewhere is passed over: it stays at its home.
    """
    licence, roles = _check_form(raw, site), schema.roles
    faults: list[LeftOut] = []
    entries: dict[str, Mapping[str, Entry]] = {}
    known: dict[str, frozenset[str]] = {}
    for kind in roles.all:
        listed = _listed(raw, kind)
        if kind is roles.story:
            listed = [item for item in listed if _get(item, "origin") is None]
        names = [_get(item, "id") for item in listed]
        # Themes name one another, so their names are known before any of them is read.
        known[kind.name] = frozenset(name for name in names if isinstance(name, str))
        fields = record(kind, schema)
        found: dict[str, Entry] = {}
        for number, (item, name) in enumerate(zip(listed, names, strict=True), 1):
            try:
                entry = _entry(item, kind, fields, site, known)
                if found.setdefault(entry.slug, entry) is not entry:
                    raise UnfitError("another has the same id")  # noqa: TRY301 - told as the rest is
            except UnfitError as error:
                shown = name if isinstance(name, str) else f"number {number}"
                faults.append(LeftOut(kind, number, shown, str(error)))
            if len(faults) > MOST_FAULTS:
                raise RefusedError(f"more than {MOST_FAULTS} of its entries do not fit")
        entries[kind.name] = found
        known[kind.name] = frozenset(found)
    return Catalogue(licence, roles, _only_used(entries, roles)), tuple(faults)


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
    said = SITE.read(about, "site", Reading("", Vocabulary(), []))
    licence = said.get("licence") if isinstance(said, Mapping) else None
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


def _listed(raw: Mapping[str, Any], kind: Kind) -> list[object]:
    """Return the list of a kind's entries."""
    entries = raw.get("entries")
    listed = entries.get(kind.name, []) if isinstance(entries, dict) else None
    if not isinstance(listed, list):
        raise RefusedError(f"its list of {kind.plural.lower()} is no list")
    if len(listed) > MOST_ENTRIES:
        raise RefusedError(f"it has {len(listed):,} {kind.plural.lower()}")
    return listed


def _get(item: object, name: str) -> object:
    return item.get(name) if isinstance(item, dict) else None


def _entry(
    item: object, kind: Kind, fields: Fields, site: OtherSite, known: Mapping[str, frozenset[str]]
) -> Entry:
    """Return an entry; raises :class:`UnfitError` for the first thing that does not fit."""
    node = as_node(item, fields, known)
    if not isinstance(node, Group):
        raise UnfitError("it is no group of fields")
    reading = Reading(site.catalogue, Vocabulary(slugs=known), [])
    values = fields.read_group(node, "", reading, frozenset())
    if reading.problems:
        first = reading.problems[0]
        raise UnfitError(f"{first.where.field}: {first.found}")
    address = site.whole(str(values["address"]))
    if address is None:
        raise UnfitError(f"{quote(str(values['address']))} is not an address of the site")
    return Entry(
        kind=kind.name,
        slug=str(values["id"]),
        path="",
        address=address,
        title=str(values["title"]),
        summary=str(values.get("summary", "")),
        values=MappingProxyType({name: values[name] for name in values if name not in _OWN}),
        sections=tuple(_sections(values.get("sections", ()))),
    )


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


def _only_used(
    entries: Mapping[str, Mapping[str, Entry]], roles: Roles
) -> Mapping[str, tuple[Entry, ...]]:
    """Return what case studies refer to: a snapshot should change only when they do."""
    themes, stories = entries[roles.term.name], entries[roles.story.name]
    used: set[str] = set()
    waiting = [slug for story in stories.values() for slug in themes_of(story)]
    while waiting:
        slug = waiting.pop()
        if slug in themes and slug not in used:
            used.add(slug)
            waiting += themes[slug].texts("broader")
    owners = {str(story[roles.story.owner]) for story in stories.values()}
    wanted = {roles.term.name: used, roles.owner.name: owners, roles.story.name: {*stories}}
    return {
        kind: tuple(entries[kind][slug] for slug in sorted(slugs & entries[kind].keys()))
        for kind, slugs in wanted.items()
    }


def themes_of(story: Entry) -> tuple[str, ...]:
    """Return the themes of a story as a whole and of its sections, as the other site calls them."""
    return (*story.texts("themes"), *(t for section in story.sections for t in section.themes))
