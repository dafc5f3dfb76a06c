"""Advice on abbreviations that a page uses and does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from mkdocs_casebook.advice.page_analysis import Reading
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, quote

COMMON = frozenset(
    {"AM", "BBC", "CBE", "CC", "CD", "COVID", "CT", "DBE", "DIY", "DVD", "EU", "FAQ", "GOV", "GP"}
    | {"HM", "HTML", "HTTP", "ID", "IT", "KBE", "KC", "MBE", "MIT", "MP", "MRI", "NHS", "NHSX"}
    | {"OBE", "OK", "PC", "PDF", "PIN", "PM", "QR", "TV", "UK", "URL", "US", "USA", "USB", "VIP"}
)
"""Abbreviations that are better known than what they stand for, or are names and honours."""

FEWEST_LETTERS, MOST_LETTERS = 2, 6

LONGEST_NAME = 40
"""Characters before an abbreviation in which the rest of a longer name is looked for."""

_CAPITALS = re.compile(
    # It starts with a class of characters, and not with what stands before: that is many times
    # faster.
    rf"([A-Z](?:&?[A-Z]){{{FEWEST_LETTERS - 1},{MOST_LETTERS - 1}}})(?:s|['’]s)?\b"
    r"(?![-&]?[A-Z0-9])"
)
_NAME_BEFORE = re.compile(r"(?:[a-z,;]\s+[A-Z][a-z]+|[A-Z]{3,})\s+$")
_SHOUT = re.compile(r"\s+[A-Z]{3,}\b")
_ROMAN = re.compile(r"[IVX]+")
_TERM = re.compile(r"^([^\n:#|>]+)\n:[ ]", re.MULTILINE)
"""A line with its explanation below it, as glossaries are written."""


class _Use(NamedTuple):
    """The first use of an abbreviation that its page does not explain."""

    entry: Entry
    line: int
    short: str


@dataclass(slots=True)
class Abbreviations:
    """What the pages read so far use and explain."""

    uses: list[_Use] = field(default_factory=list)
    explained_on: dict[str, set[str]] = field(default_factory=dict)
    """For each abbreviation, the paths of the pages that list it with its explanation."""

    linked_from: dict[str, set[str]] = field(default_factory=dict)
    """For each page with a use, the paths of the entries that it links to."""


def _abbreviations(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text in capitals; their letters are group 1."""
    for match in _CAPITALS.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if not before.isalnum() and before not in {"-", "&", "_"}:
            yield match


def names_known(entries: Iterable[Entry]) -> frozenset[str]:
    """Return the abbreviations that are names of themes or organisations, which have a page."""
    texts = (
        text
        for entry in entries
        for text in (entry.title, str(entry["short-name"] or ""), *entry.texts("aliases"))
    )
    return frozenset(match[1] for text in texts for match in _abbreviations(text))


def gather(found: Abbreviations, reading: Reading, known: frozenset[str], linked: set[str]) -> None:
    """Add the abbreviations of one page; ``linked`` are the paths of entries it links to.

    Other pages than entries are about the site itself, and only their explanations are taken.
    """
    text = reading.text
    here = set[str]()
    if "\n: " in text:
        for term in _TERM.finditer(text):
            for match in _abbreviations(term[1]):
                here.add(match[1])
                found.explained_on.setdefault(match[1], set()).add(reading.entry.path)
    if reading.entry.is_page:
        return
    seen = set[str]()
    for match in _abbreviations(text):
        short = match[1]
        if short in seen or short in known or short in COMMON or short in here:
            continue
        seen.add(short)
        if not (
            _ROMAN.fullmatch(short)
            or _is_part_of_name(text, match)
            or _is_explained(text, re.escape(short))
        ):
            line = reading.line_of(match.start())
            found.uses.append(_Use(reading.entry, line, short))
            found.linked_from.setdefault(reading.entry.path, linked)


def _is_explained(text: str, short: str) -> bool:
    """Return whether the full words stand beside an abbreviation once: "full words (FW)"."""
    return bool(
        re.search(rf"\w[*_”]*\s+\({short}s?[),;]", text)
        # Or the other way round: "FW (full words)", "FW, or full words", "FW: full words".
        or re.search(rf"\b{short}s?[*_]*(?:\s+\([a-zA-Z]|:\s|,\sor\s)", text)
    )


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a word is part of a longer name, such as "Ipsos MORI", or of a shout."""
    before = text[max(0, match.start() - LONGEST_NAME) : match.start()]
    return bool(_NAME_BEFORE.search(before) or _SHOUT.match(text, match.end()))


def unexplained(found: Abbreviations) -> Iterator[Problem]:
    """Yield the abbreviations that neither their page nor one it links to explains."""
    for use in found.uses:
        pages = found.explained_on.get(use.short, set())
        if pages & found.linked_from[use.entry.path]:
            continue
        link = f", or link to {min(pages)}, which does" if pages else ""
        yield Problem(
            where=Location(use.entry.path, use.line),
            code=Suggestion.UNEXPLAINED_ABBREVIATION,
            found=f"{quote(use.short)} is not explained on this page",
            fix=f"Write it out the first time, with the letters in brackets{link}.",
            severity=Severity.NOTICE,
        )
