"""Dates and years as people write them, so that a message can offer the form that is needed.

Nothing is ever taken for what it may mean: these only make the "Did you mean" of a message.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})(?:[./-](\d{1,2}))?", re.ASCII)
_IN_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})", re.ASCII)
_TWO_YEARS = re.compile(r"(\d{2})(\d{2})\s*[/–-]\s*(?:\d{2})?(\d{2})", re.ASCII)


def likely_date(text: str, parts: Collection[int]) -> str:
    """Return the date that somebody in Britain means, as year-month-day; nothing if none is sure.

    ``parts`` says how many of year, month and day it may have.

    >>> likely_date("22/11/2026", {3}), likely_date("July 2020", {1, 2, 3})
    ('2026-11-22', '2020-07')
    >>> likely_date("Marketing 2020", {1, 2, 3})
    ''
    """
    wanted = " ".join(text.casefold().split())
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
