"""Notice what may tell readers who a patient is, or how to reach a person at home.

Whoever wrote it mostly did not think of it as a secret. So it is told kindly, and before the page
is public: the form and the check of a pull request both show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from mkdocs_casebook.advice.page_analysis import PageAnalysis
from mkdocs_casebook.advice.rules import RULES
from mkdocs_casebook.api import Problem
from mkdocs_casebook.core.problems import Suggestion, quote

_WEIGHTS = range(10, 1, -1)
"""How much each of the first nine digits of an NHS number counts towards its last."""

_KINDS = {name: re.compile(pattern, re.VERBOSE) for name, pattern in RULES.personal.items()}
"""What each sort of detail looks like."""


class Detail(NamedTuple):
    """Words that may be somebody's details, and where they stand in a text."""

    sort: str
    start: int
    words: str


def details_in(text: str) -> Iterator[Detail]:
    """Yield what looks like somebody's personal details, sort by sort."""
    for sort, pattern in _KINDS.items():
        for match in pattern.finditer(text):
            if sort != "nhs-number" or _is_nhs_number(match[0]):
                yield Detail(sort, match.start(), " ".join(match[0].split()))


def personal_details(page: PageAnalysis) -> Iterator[Problem]:
    """Yield a suggestion for each detail in the text of a page that may be somebody's own."""
    for detail in details_in(page.text):
        what, fix = RULES.personal_words[detail.sort]
        values = {"words": quote(detail.words), "what": what, "fix": fix}
        yield page.suggest(Suggestion.PERSONAL_DETAILS, detail.start, **values)


def _is_nhs_number(text: str) -> bool:
    """Return whether ten digits are an NHS number: the last is worked out from the others."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    total = sum(digit * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return (11 - total % 11) % 11 == digits[-1]
