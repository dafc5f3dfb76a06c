"""Read after how many months a page is to be read through again: ``review-every`` in the settings.

upkeep:
  review-every:
    usual: 12
    case-study: 24
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.content.nodes import Group, Node, Text
from mkdocs_casebook.schema.fields import Reading, WholeNumber
from mkdocs_casebook.schema.kinds import Schema

SETTING = "upkeep"
"""The word under the plugin's settings with all that this part is told."""

USUAL_MONTHS = 12
"""Months after which a page is due. docs/contribute/review.md promises it."""

_USUAL = "usual"
_PLACE = f"{SETTING}.review-every"
_MONTHS_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Terms:
    """After how many months the pages of a site are to be read again."""

    usual: int = USUAL_MONTHS
    by_kind: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def months(self, kind: str) -> int:
        """Return the months for pages of a kind."""
        return self.by_kind.get(kind, self.usual)


def read_terms(options: Group, schema: Schema, reading: Reading) -> Terms:
    """Return the terms that a site's settings say, and report what is wrong with them."""
    node = get(options, SETTING, "review-every")
    if node is None:
        return Terms()
    if isinstance(node, Text):
        months = _months(node, _PLACE, reading)
        return Terms(months or USUAL_MONTHS)
    found: dict[str, int] = {}
    known = (_USUAL, *schema.kinds)
    for name, value in node.fields if isinstance(node, Group) else ():
        place = f"{_PLACE}.{name.value[:40]}"
        if name.value not in known:
            reading.report_unknown(name, place, known, fix="Delete the line.")
        elif months := _months(value, place, reading):
            found[name.value] = months
    return Terms(found.pop(_USUAL, USUAL_MONTHS), MappingProxyType(found))


def _months(node: Node, place: str, reading: Reading) -> int | None:
    """Return a number of months from 1; report anything else."""
    value = WholeNumber().read(node, place, reading)
    if value == 0:
        found = "nobody reads a page again after no months"
        reading.report(node, place, "not-a-number", found, fix="Write 1 or more.")
    return value if isinstance(value, int) and value else None


@cache
def after_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of a month that is too short for it."""
    passed = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(passed, _MONTHS_A_YEAR)
    if year > date.max.year:
        return date.max
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
