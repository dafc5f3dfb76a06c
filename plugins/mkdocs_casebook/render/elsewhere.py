"""What readers are told of an entry that stands on another site: whose it is, and where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from mkdocs_casebook.config.licences import LICENCES, Licence
from mkdocs_casebook.core.model import Entry, Section


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where an entry comes from, as its page says it."""

    name: str
    address: str
    host: str
    """What the address starts with, so that a reader sees on paper and before a click who it is."""

    licence: Licence | None
    read_on: date
    missed_since: date | None
    sections: tuple[Section, ...]


def elsewhere(entry: Entry) -> Elsewhere | None:
    """Return where an entry stands, or ``None`` for one that stands here."""
    origin = entry.elsewhere
    if origin is None or origin.read_on is None:
        return None
    return Elsewhere(
        name=origin.name,
        address=origin.address,
        host=urlsplit(origin.address).hostname or "",
        licence=LICENCES.get(origin.licence),
        read_on=origin.read_on,
        missed_since=origin.missed_since,
        sections=entry.sections,
    )


def published_by(entry: Entry) -> str:
    """Return who publishes an entry, as lists say it; nothing for one of this site."""
    return f"Published by {entry.elsewhere.name}" if entry.elsewhere else ""
