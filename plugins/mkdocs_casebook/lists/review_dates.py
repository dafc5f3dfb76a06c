"""Find the days of review and publication that are still to come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote

DATED = ("reviewed", "added")
"""Fields that say when somebody last read a page; the second where there is no first."""


def find_to_come(entries: Iterable[Entry], today: date) -> Iterator[Problem]:
    """Yield a notice for each day that is later than today: nothing is held back until then."""
    for entry in entries:
        for name in DATED:
            day = entry[name]
            if isinstance(day, date) and day > today:
                yield Problem(
                    where=Location(entry.path, entry.lines.get(name, 1), name),
                    code="date-to-come",
                    found=f"{quote(day.isoformat())} is still to come, yet the page is shown",
                    fix="Write the day it is published. To hold a page back, propose it later.",
                    severity=Severity.NOTICE,
                )
