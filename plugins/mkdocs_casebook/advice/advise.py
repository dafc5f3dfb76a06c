"""Suggestions to authors, from what their pages say. They never stop a build.

Only ``casebook check`` asks for them, so that builds stay fast. Bodies are not kept once a site
has been checked, so each is taken from its source again, one at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from operator import attrgetter

from mkdocs_casebook.advice import abbreviations
from mkdocs_casebook.advice.abbreviations import Abbreviations
from mkdocs_casebook.advice.page_analysis import Reading, read_page
from mkdocs_casebook.advice.people import nameless_roles
from mkdocs_casebook.advice.plain import plainness
from mkdocs_casebook.advice.structure import skipped_headings, vague_links
from mkdocs_casebook.advice.tagging import not_mentioned, untagged
from mkdocs_casebook.advice.theme_scoring import Lexicon, Name, gather_lexicon
from mkdocs_casebook.advice.upkeep import is_unusual, orphans, similar_themes, unused_aliases
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import body_of
from mkdocs_casebook.core.model import Entry, Section, Source
from mkdocs_casebook.core.problems import Location, Problem, Severity, Suggestion, quote
from mkdocs_casebook.graph.casebook import Casebook
from mkdocs_casebook.graph.references import Page

FEW_TAGS = 3
"""Themes not mentioned that are worth telling however small the site is."""


@dataclass(slots=True)
class _Gathered:
    """What has been gathered from the pages read so far."""

    told: list[Problem] = field(default_factory=list)
    """What can be said of a page whatever the others are like."""

    tags: int = 0
    """Themes of pages and sections that are long enough to be asked whether they name them."""

    not_mentioned: list[tuple[Entry, str, Section | None]] = field(default_factory=list)
    used: set[tuple[str, Name]] = field(default_factory=set)
    """Names of themes that pages use, other than the theme's own page."""

    linked: set[str] = field(default_factory=set)
    """Paths of entries that other pages link to."""

    abbreviations: Abbreviations = field(default_factory=Abbreviations)


def advise(
    sources: Iterable[Source],
    casebook: Casebook,
    problems: Iterable[Problem] = (),
    only: Collection[str] = (),
) -> list[Problem]:
    """Return suggestions for a site, sorted by place.

    Of a file with an error nothing is said, since its themes may be what is wrong; and while there
    is any error, nothing of the site as a whole. Where ``only`` names the paths of some files, the
    others are not read, so nothing is said of them or of the site as a whole either.
    """
    broken = {problem.where.path for problem in problems if problem.severity is Severity.ERROR}
    schema, themes = casebook.schema, casebook.all_terms
    owners = (owner for name in schema.owners for owner in casebook.of_kind(name))
    lexicon = gather_lexicon(themes)
    known = abbreviations.names_known([*themes, *owners])
    gathered = _Gathered()
    for source in sources:
        entry = casebook.by_path.get(source.path)
        if only and source.path not in only:
            continue
        if entry is not None and source.path not in broken:
            reading = _read(entry, source, lexicon)
            _gather(reading, lexicon, casebook, gathered)
            _gather_words(reading, known, casebook, gathered)
    suggestions = [*gathered.told, *abbreviations.unexplained(gathered.abbreviations)]
    if is_unusual(len(gathered.not_mentioned), gathered.tags, FEW_TAGS):
        suggestions += (_not_mentioned(*found) for found in gathered.not_mentioned)
    if not broken and not only:
        suggestions += unused_aliases(themes, lexicon, gathered.used)
        suggestions += similar_themes(casebook)
        suggestions += orphans(casebook, gathered.linked)
    return sorted(suggestions, key=attrgetter("where", "code", "found"))


def _read(entry: Entry, source: Source, lexicon: Lexicon) -> Reading:
    text, _problems = decode(source.path, source.content)
    body = body_of(text)
    line = text.count("\n", 0, len(text) - len(body)) + 1
    return read_page(entry, body, line, lexicon)


def _gather(reading: Reading, lexicon: Lexicon, casebook: Casebook, gathered: _Gathered) -> None:
    """Add what one page says of themes to what has been gathered."""
    entry = reading.entry
    kind = casebook.kind_of(entry)
    own = entry.slug if kind.is_taxonomy else ""
    namings = (*reading.in_fields, *reading.namings)
    gathered.used |= {(naming.slug, naming.name) for naming in namings if naming.slug != own}
    if kind.filed:
        gathered.told += untagged(reading, lexicon, casebook)
        for slug, section, silent in not_mentioned(reading, lexicon, casebook):
            gathered.tags += 1
            if silent:
                gathered.not_mentioned.append((entry, slug, section))


def _gather_words(
    reading: Reading, known: frozenset[str], casebook: Casebook, gathered: _Gathered
) -> None:
    """Add how one page is written, and to which others it links."""
    linked = _linked(reading, casebook) - {reading.entry.path}
    gathered.linked |= linked
    gathered.told += plainness(reading)
    gathered.told += vague_links(reading)
    gathered.told += skipped_headings(reading)
    gathered.told += nameless_roles(reading, casebook.kind_of(reading.entry))
    abbreviations.gather(gathered.abbreviations, reading, known, linked)


def _linked(reading: Reading, casebook: Casebook) -> set[str]:
    """Return the paths of the entries that a page links to."""
    page = Page(reading.entry.path, casebook.by_path.keys(), {})
    targets = (page.target_of(link.target) for link in reading.links)
    return {target for target in targets if target is not None}


def _not_mentioned(entry: Entry, slug: str, section: Section | None) -> Problem:
    line = section.line if section else entry.lines.get("themes", 1)
    return Problem(
        where=Location(entry.path, line, "" if section else "themes"),
        code=Suggestion.TAG_NOT_MENTIONED,
        found=f"{'the section ' if section else ''}is filed under {quote(slug)} and has no word of "
        "its names",
        fix="Say what it has to do with the theme, or take the theme away.",
        severity=Severity.NOTICE,
    )
