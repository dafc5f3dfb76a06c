"""Suggest to explain the abbreviations that neither their page nor a linked one explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from mkdocs_casebook.advice.page_analysis import PageAnalysis
from mkdocs_casebook.advice.rules import RULES
from mkdocs_casebook.api import Casebook, Problem
from mkdocs_casebook.core.problems import Suggestion, quote

_CAPITALS = re.compile(r"(?<![\w&-])([A-Z](?:&?[A-Z]){1,5})(?:s|['’]s)?\b(?![-&]?[A-Z0-9])")
_NAME_BEFORE = re.compile(r"(?:[a-z,;]\s+[A-Z][a-z]+|[A-Z]{3,})\s+$")
_SHOUT = re.compile(r"\s+[A-Z]{3,}\b")
_ROMAN = re.compile(r"[IVX]+")
_TERM = re.compile(r"^([^\n:#|>]+)\n:[ ]", re.MULTILINE)
"""A line with its explanation below it, as glossaries are written."""


def unexplained(pages: Sequence[PageAnalysis], casebook: Casebook) -> Iterator[Problem]:
    """Yield the abbreviations that neither their page nor one it links to explains.

    Pages that are no entries are about the site itself, and only their explanations are taken.
    """
    known = RULES.known_abbreviations | _names_with_pages(casebook)
    explained_on: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        for term in _TERM.finditer(page.text):
            for match in _CAPITALS.finditer(term[1]):
                explained_on[match[1]].add(page.entry.path)
    for page in pages:
        first: dict[str, re.Match[str]] = {}
        for match in _CAPITALS.finditer("" if page.entry.is_page else page.text):
            first.setdefault(match[1], match)
        for short, match in first.items():
            paths = explained_on.get(short, set())
            if short not in known and not (paths & {page.entry.path, *page.linked}):
                yield from _unexplained(page, match, min(paths, default=""))


def _names_with_pages(casebook: Casebook) -> frozenset[str]:
    """Return the abbreviations that are names of themes or organisations, which have a page."""
    texts = (
        text
        for kind in (casebook.schema.taxonomy, *casebook.schema.owners)
        for entry in casebook.of_kind(kind)
        for text in (entry.title, str(entry["short-name"] or ""), *entry.texts("aliases"))
    )
    return frozenset(match[1] for text in texts for match in _CAPITALS.finditer(text))


def _unexplained(page: PageAnalysis, match: re.Match[str], elsewhere: str) -> Iterator[Problem]:
    """Yield the suggestion to explain an abbreviation that its text does not.

    "Ipsos MORI" is a longer name, and several words in capitals are a shout.
    """
    text, short = page.text, match[1]
    before = text[max(0, match.start() - RULES.longest_name) : match.start()]
    if not (
        _ROMAN.fullmatch(short)
        or _NAME_BEFORE.search(before)
        or _SHOUT.match(text, match.end())
        # "full words (FW)".
        or re.search(rf"\w[*_”]*\s+\({short}s?[),;]", text)
        # "FW (full words)", "FW, or full words", "FW: full words".
        or re.search(rf"\b{short}s?[*_]*(?:\s+\([a-zA-Z]|:\s|,\sor\s)", text)
    ):
        link = f", or link to {elsewhere}, which does" if elsewhere else ""
        code = Suggestion.UNEXPLAINED_ABBREVIATION
        yield page.suggest(code, match.start(), short=quote(short), link=link)
