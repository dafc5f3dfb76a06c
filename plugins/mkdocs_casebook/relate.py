"""From entries to a casebook: what is filed where, in which order. Pure functions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mkdocs_casebook.model import Entry, Section, Tagged
from mkdocs_casebook.schema.kinds import KINDS, SectionRule, own_kinds

_NEVER = date.min

FILED = ("chapter", "case-study", "question-list")
"""The kinds whose entries are filed under themes, in order; then those that a site declares."""


@dataclass(frozen=True, slots=True)
class Casebook:
    """All entries of a site and how they hang together."""

    by_kind: Mapping[str, tuple[Entry, ...]]
    """Entries of each kind in the order readers see them."""

    by_path: Mapping[str, Entry]
    by_slug: Mapping[tuple[str, str], Entry]
    """Entries by kind and slug."""

    filed: Mapping[str, tuple[Tagged, ...]]
    """What is filed under each theme: chapters' sections, then case studies, then questions."""

    stories: Mapping[str, tuple[Entry, ...]]
    """Case studies by the slug of their organisation."""

    questions: Mapping[str, Tagged]
    """Questions by their permanent id."""

    narrower: Mapping[str, tuple[Entry, ...]]
    """The themes that are part of each theme."""

    has_others: bool
    """Whether any entry stands on another site."""

    index_pages: Mapping[str, Entry]
    """The first page that lists all entries of each kind."""

    def of_kind(self, kind: str) -> tuple[Entry, ...]:
        """Return the entries of a kind in the order readers see them."""
        return self.by_kind.get(kind, ())

    def entry(self, kind: str, slug: str) -> Entry | None:
        """Return one entry, if there is such."""
        return self.by_slug.get((kind, slug))

    def index_page(self, kind: str) -> Entry | None:
        """Return the page that lists all entries of a kind, if the site has one."""
        return self.index_pages.get(kind)

    def themes(self, slugs: Iterable[str]) -> tuple[Entry, ...]:
        """Return theme entries for slugs, in the same order."""
        found = (self.by_slug.get(("theme", slug)) for slug in slugs)
        return tuple(theme for theme in found if theme)


def relate(entries: Iterable[Entry]) -> Casebook:
    """Put entries in order and gather what each theme and organisation holds.

    The order of the argument makes no difference to the result.
    """
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    ordered = {kind: tuple(sorted(group, key=_order)) for kind, group in sorted(by_kind.items())}
    everything = [entry for group in ordered.values() for entry in group]
    stories: dict[str, list[Entry]] = defaultdict(list)
    for study in ordered.get("case-study", ()):
        stories[str(study["organisation"])].append(study)
    narrower: dict[str, list[Entry]] = defaultdict(list)
    for theme in ordered.get("theme", ()):
        for slug in theme.texts("broader"):
            narrower[slug].append(theme)
    return Casebook(
        by_kind=MappingProxyType(ordered),
        by_path=MappingProxyType({entry.path: entry for entry in everything}),
        by_slug=MappingProxyType({(entry.kind, entry.slug): entry for entry in everything}),
        filed=_file(ordered),
        stories=MappingProxyType({slug: tuple(group) for slug, group in stories.items()}),
        questions=MappingProxyType(
            {
                thing.section.id: thing
                for entry in everything
                for thing in questions(entry)
                if thing.section is not None
            }
        ),
        narrower=MappingProxyType({slug: tuple(group) for slug, group in narrower.items()}),
        has_others=any(entry.elsewhere for entry in everything),
        index_pages=MappingProxyType(
            {str(page["index"]): page for page in reversed(ordered.get("page", ()))}
        ),
    )


def _order(entry: Entry) -> tuple[int, int, str, str]:
    """Return the key by which entries of one kind are sorted.

    Pages with an order of their own come first and by it; case studies newest first; the rest by
    title, then by path so that equal titles do not change places.
    """
    order = entry["order"]
    added = entry["added"]
    newest = added if entry.kind == "case-study" and isinstance(added, date) else _NEVER
    return (
        order if isinstance(order, int) else 1_000_000,
        -newest.toordinal(),
        entry.title.casefold(),
        entry.path,
    )


def _file(ordered: Mapping[str, tuple[Entry, ...]]) -> Mapping[str, tuple[Tagged, ...]]:
    """Return what is filed under each theme."""
    filed: dict[str, list[Tagged]] = defaultdict(list)
    for kind in _filed_kinds():
        for entry in ordered.get(kind, ()):
            for slug, section in filings(entry):
                filed[slug].append(Tagged(entry, section))
    return MappingProxyType({slug: tuple(things) for slug, things in filed.items()})


def _filed_kinds() -> tuple[str, ...]:
    return (*FILED, *(kind.name for kind in own_kinds()))


def filings(entry: Entry) -> Iterator[tuple[str, Section | None]]:
    """Yield the themes that an entry is filed under, each with the section that is, or as a whole.

    A section is filed by its own themes. Where the whole entry is filed under the same theme its
    sections are not listed beside it, since they would say the same twice.
    """
    if entry.kind in _filed_kinds():
        for slug in entry.themes:
            yield slug, None
        for section in entry.sections:
            for slug in section.themes:
                if slug not in entry.themes:
                    yield slug, section


def questions(entry: Entry) -> tuple[Tagged, ...]:
    """Return the questions of a question list in order; nothing for any other kind."""
    if KINDS[entry.kind].sections is not SectionRule.QUESTIONS:
        return ()
    return tuple(Tagged(entry, section) for section in entry.sections if section.level == 2)  # noqa: PLR2004 - the level of a question, as in validate
