"""List what is new, for readers who come back: entries by the days that their authors gave.

A day on which an entry was reviewed counts only if it was there before. Without dates an entry is
not listed, as it is in no feed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.graph.casebook import Casebook

MOST = 100
"""Changes that are listed; a feed holds the newest 50."""


@dataclass(frozen=True, slots=True)
class Change:
    """One entry on one day."""

    day: date
    entry: Entry
    is_new: bool
    """Whether it was added then; if not, it was reviewed."""


def newest(casebook: Casebook) -> tuple[Change, ...]:
    """Return the last changes, newest first; those of one day by kind and title."""
    schema = casebook.schema
    kinds = [name for name, kind in schema.kinds.items() if kind.filed or kind.is_taxonomy]
    every = [change for kind in kinds for one in casebook.of_kind(kind) for change in _of(one)]
    every.sort(key=lambda c: (-c.day.toordinal(), kinds.index(c.entry.kind), c.entry.title))
    return tuple(every[:MOST])


def by_month(changes: tuple[Change, ...]) -> list[tuple[date, list[Change]]]:
    """Return changes in groups with the first day of their month, in the same order."""
    return [
        (month, list(group)) for month, group in groupby(changes, lambda c: c.day.replace(day=1))
    ]


def _of(entry: Entry) -> Iterator[Change]:
    added, reviewed = entry["added"], entry["reviewed"]
    if isinstance(added, date):
        yield Change(added, entry, is_new=True)
    if isinstance(reviewed, date) and (not isinstance(added, date) or reviewed > added):
        yield Change(reviewed, entry, is_new=False)
