"""Advice on finding one's way in a page: links that say where they lead, headings in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mkdocs_casebook.advice.page_analysis import Reading
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, quote

VAGUE = frozenset(
    {"click", "click here", "details", "find out more", "here", "learn more", "link", "more"}
    | {"more details", "more information", "page", "read more", "read on", "see here", "see more"}
    | {"site", "that", "this", "this document", "this link", "this page", "this report"}
    | {"this site", "this website", "web page", "webpage", "website"}
)
"""Words that say nothing of where a link leads, to somebody who hears or prints only the link."""

_EDGES = re.compile(r"^\W+|\W+$")
_TOP = 2
"""The level of the first heading: the title of the page is the one above it."""


def vague_links(reading: Reading) -> Iterator[Problem]:
    """Yield the links whose words do not say where they lead."""
    for link in reading.links:
        if reading.text[max(0, link.start - 2) : link.start].startswith("!"):
            continue  # The description of a picture.
        words = " ".join(reading.text[link.start : link.end].split())
        if _EDGES.sub("", words).casefold() in VAGUE:
            yield Problem(
                where=Location(reading.entry.path, reading.line_of(link.start)),
                code=Suggestion.VAGUE_LINK,
                found=f"the link {quote(words)} does not say where it leads",
                fix="Make the link of the words that name what is there.",
                severity=Severity.NOTICE,
            )


def skipped_headings(reading: Reading) -> Iterator[Problem]:
    """Yield the headings that are more than one level below the one before them."""
    above = _TOP - 1
    for part in reading.parts[1:]:
        if part.level > above + 1:
            marks, wanted = "#" * part.level, "#" * (above + 1)
            yield Problem(
                where=Location(reading.entry.path, reading.line_of(part.start)),
                code=Suggestion.SKIPPED_HEADING,
                found=f"the heading starts with {marks}, and there is none with {wanted} above it",
                fix=f"Start it with {wanted}.",
                severity=Severity.NOTICE,
            )
        above = max(part.level, _TOP - 1)
