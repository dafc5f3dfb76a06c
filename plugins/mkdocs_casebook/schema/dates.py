"""Read dates and years, and guess what people meant who write them in another form.

Nothing is ever taken for what it may mean: guesses only make the "Did you mean" of a message.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.field_types import OneText
from mkdocs_casebook.schema.reading import Spot
from mkdocs_casebook.schema.written import DIGITS, Written

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_TIME = re.compile(
    r"(?:t|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
"""A time of day behind a date, as other programs write it."""

_TWO_YEARS = re.compile(r"(\d{2})(\d{2})\s*[/–-]\s*(?:\d{2})?(\d{2})", re.ASCII)


class _Dated(OneText):
    """A type whose texts are dates of the calendar, more or less exact."""

    __slots__ = ()

    parts: ClassVar[frozenset[int]]
    """How many of year, month and day may be given."""

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the date as typed, if the calendar has it."""
        match = _DATE.fullmatch(text)
        given = [int(part) for part in match.groups() if part] if match else []
        expected = f"Write {self.describe()}."
        if len(given) not in self.parts:
            likely = likely_date(text, self.parts)
            fix = f"Did you mean {quote(likely)}?" if likely else ""
            found = f"{quote(text)} is not a date in the form needed"
            spot.report("not-a-date", found, fix=fix, expected=expected)
            return None
        try:
            date(*[*given, 1, 1][:3])
        except ValueError:
            fix = "Check the year, the month and the day."
            found = f"{quote(text)} is not in the calendar"
            spot.report("impossible-date", found, fix=fix, expected=expected)
            return None
        return text


@dataclass(frozen=True, slots=True)
class PartialDate(_Dated):
    """A year, a month or a day: publications often state no more than ``2020-07``."""

    parts: ClassVar = frozenset({1, 2, 3})

    def describe(self) -> str:
        """Return what to write."""
        return "a year, a month or a day, such as 2020, 2020-07 or 2020-07-15"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of a year, month or day."""
        return DIGITS | {"pattern": r"^\d{4}(-\d{2}){0,2}$", "maximum": 9999}


@dataclass(frozen=True, slots=True)
class Day(_Dated):
    """A day, as ``2026-11-22``."""

    parts: ClassVar = frozenset({3})

    def value_of(self, text: str, spot: Spot) -> Value | None:
        """Return the day, if the calendar has it."""
        return date.fromisoformat(text) if _Dated.value_of(self, text, spot) else None

    def describe(self) -> str:
        """Return what to write."""
        return "a date as year-month-day, such as 2026-11-22"

    def json_schema(self) -> dict[str, object]:
        """Return the schema of an ISO 8601 calendar date."""
        return {"type": "string", "format": "date"}


@dataclass(frozen=True, slots=True)
class Year(Written):
    """A year of four digits."""

    code = "not-a-year"
    noun = "a year"
    wanted = "a year of four digits, such as 2020"
    schema: ClassVar = DIGITS | {"pattern": r"^\d{4}$", "maximum": 9999}

    def parse(self, text: str) -> Value | None:
        """Return the year as a number."""
        return int(text) if re.fullmatch(r"\d{4}", text, re.ASCII) else None

    def likely(self, text: str) -> str:
        """Return the year in which a financial year ended."""
        return likely_year(text)


def likely_date(text: str, parts: Collection[int]) -> str:
    """Return the date that somebody in Britain means, as year-month-day; nothing if none is sure.

    ``parts`` says how many of year, month and day it may have.

    >>> likely_date("22/11/2026", {3}), likely_date("July 2020", {1, 2, 3})
    ('2026-11-22', '2020-07')
    >>> likely_date("Marketing 2020", {1, 2, 3}), likely_date("2024-05-01T10:30:00Z", {3})
    ('', '2024-05-01')
    """
    wanted = " ".join(without_time(text).casefold().split())
    if match := _DAY_FIRST.fullmatch(wanted):
        numbers = [int(match[3]), int(match[2]), int(match[1])]
    elif match := _YEAR_FIRST.fullmatch(wanted):
        numbers = [int(part) for part in match.groups() if part]
    elif (match := _IN_WORDS.fullmatch(wanted)) and (month := _month(match[2])):
        numbers = [int(match[3]), month]
        numbers += [int(match[1])] if match[1] else []
    else:
        return ""
    try:
        whole = date(*[*numbers, 1][:3]).isoformat()
    except ValueError:
        return ""
    if len(numbers) not in parts:
        return ""
    return whole if numbers[2:] else whole.rpartition("-")[0]


def without_time(text: str) -> str:
    """Return a date without the time of day that stands behind it."""
    found = next((match for match in _TIME.finditer(text) if match.end() == len(text)), None)
    return text[: found.start()] if found else text


def _month(word: str) -> int:
    """Return the number of the month that a word or its start names; 0 for any other word."""
    return next((at for at, name in enumerate(_MONTHS, 1) if name.startswith(word)), 0)


def likely_year(text: str) -> str:
    """Return the year in which a financial year ended; nothing for what is none.

    >>> likely_year("2020/21"), likely_year("2019-2020"), likely_year("2020/25")
    ('2021', '2020', '')
    """
    match = _TWO_YEARS.fullmatch(text.strip())
    if not match:
        return ""
    following = int(match[1] + match[2]) + 1
    return str(following) if following % 100 == int(match[3]) else ""
