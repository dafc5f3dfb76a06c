"""Find the pages that should be read through again, by their review dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote, some
from mkdocs_casebook.schema.kinds import Schema

MONTHS = 12
"""Months after which a page is due. docs/contribute/review.md promises it."""

DATED = ("reviewed", "added")
"""Fields that say when somebody last read a page; the second where there is no first."""

_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Due:
    """One page that is due."""

    entry: Entry
    line: int
    """The line of its date, or the first."""

    since: date | None
    """When it was last read; ``None`` where that is not said."""

    months: int
    """Whole months since then."""

    @property
    def message(self) -> str:
        """When the page was last read, in words."""
        if self.since is None:
            return "it is not said when somebody last read the page"
        return f"last read on {self.since.isoformat()}, {some(self.months, 'month')} ago"


def find_due(
    entries: Iterable[Entry], schema: Schema, today: date, months: int = MONTHS
) -> list[Due]:
    """Return the pages that nobody has read for so many months, the longest ago first."""
    found: list[Due] = []
    for entry in entries:
        name = next((name for name in DATED if isinstance(entry[name], date)), "")
        since = entry[name] if name else None
        line = entry.lines.get(name, 1)
        if isinstance(since, date):
            passed = months_between(since, today)
            if passed >= months:
                found.append(Due(entry, line, since, passed))
        elif schema.of(entry).filed and entry.origin is None:
            found.append(Due(entry, line, None, 0))
    return sorted(found, key=lambda due: (due.since or date.min, due.entry.path))


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to another; a month ends on the day of its date."""
    passed = (last.year - first.year) * _MONTHS_A_YEAR + last.month - first.month
    return passed - (last.day < first.day)


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
