"""Tell of each entry whether it still says what somebody signed, for pages, catalogue and check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.api import (
    Brought,
    Casebook,
    Entry,
    Join,
    Location,
    Problem,
    SiteFiles,
    Vocabulary,
)
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.upkeep import MESSAGES
from mkdocs_casebook.upkeep.review import FIELD, STATE, Review, review_of
from mkdocs_casebook.upkeep.site_texts import SiteTexts
from mkdocs_casebook.upkeep.terms import Terms, after_months, read_terms

_SIGNED = f"{FIELD}:".encode()

REVIEWED = "reviewed"
"""The plain date of files that nobody has signed, which goes on as it was."""


def bring_reviews(files: SiteFiles) -> Brought:
    """Return a site's files, and what tells of each signed entry what has become of it."""
    reading = Reading(files.settings.name, Vocabulary(), [])
    terms = read_terms(files.settings.options, files.schema, reading)
    files = replace(files, problems=(*files.problems, *reading.problems))
    is_any_signed = any(_SIGNED in source.content for source in files.sources)
    return Brought(files, telling(files, terms)) if is_any_signed else Brought(files)


def telling(files: SiteFiles, terms: Terms) -> Join:
    """Return what adds to each signed entry its review date, and what has become of it since."""

    def join(
        entries: Sequence[Entry], _vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        texts = SiteTexts.of(files.sources, entries, files.schema)
        return [_told(entry, texts, terms) for entry in entries], ()

    return join


def _told(entry: Entry, texts: SiteTexts, terms: Terms) -> Entry:
    """Return an entry with its review date and what has become of it, if somebody has signed it."""
    review = review_of(entry) if entry.path in texts.sources else None
    if review is None:
        return entry
    said = standing(review, entry, texts, terms)
    values = {**entry.values, REVIEWED: review.on, STATE: MappingProxyType(said)}
    return replace(entry, values=MappingProxyType(values))


def standing(review: Review, entry: Entry, texts: SiteTexts, terms: Terms) -> Mapping[str, Value]:
    """Return what has become of an entry since its review, and when the next is due."""
    state, passages = review.state(texts.reading(entry))
    due = after_months(review.on, terms.months(entry.kind))
    said: dict[str, Value] = {"state": state.value, "due": due}
    return said | {"passages": passages} if passages else said


def check_review(entry: Entry, _casebook: Casebook) -> Iterator[Problem]:
    """Yield a problem for a review that was written or changed by hand."""
    if entry[FIELD] is None:
        return
    command = f'casebook review {entry.path} --by "Name, role"'
    if review_of(entry) is None:
        where = Location(entry.path, entry.lines.get(FIELD, 1), FIELD)
        yield MESSAGES.problem("review-by-hand", where, command=command)
    elif REVIEWED in entry.lines:
        where = Location(entry.path, entry.lines[REVIEWED], REVIEWED)
        yield MESSAGES.problem("two-review-dates", where, command=command)
