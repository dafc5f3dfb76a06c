"""Relate entries to one another: what is filed where, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from mkdocs_casebook.core.model import PAGE, Entry, Section, Tagged
from mkdocs_casebook.schema.kinds import Kind, Schema

_NEVER = date.min
_QUESTION_LEVEL = 2


@dataclass(frozen=True, slots=True)
class Casebook:
    """All entries of a site and how they hang together."""

    schema: Schema
    """What the kinds of its entries are and can do."""

    by_kind: Mapping[str, tuple[Entry, ...]]
    """Entries of each kind in the order readers see them."""

    by_path: Mapping[str, Entry]
    by_slug: Mapping[tuple[str, str], Entry]
    """Entries by kind and slug."""

    filed: Mapping[str, tuple[Tagged, ...]]
    """What is filed under each theme: chapters' sections, then case studies, then questions."""

    stories: Mapping[str, tuple[Entry, ...]]
    """Stories by the path of the entry that owns them."""

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

    def kind_of(self, entry: Entry) -> Kind:
        """Return the kind of an entry."""
        return self.schema[entry.kind]

    def owner(self, entry: Entry) -> Entry | None:
        """Return the entry whose story this is, such as its organisation."""
        return _owner(entry, self.schema, self.by_slug)

    def groups_of(self, entry: Entry) -> tuple[str, ...]:
        """Return the groups that the owner of a story is in, such as types of trust."""
        owner, grouping = self.owner(entry), self.schema.grouping
        return owner.texts(grouping.name) if owner and grouping else ()

    @property
    def all_terms(self) -> tuple[Entry, ...]:
        """The terms of the taxonomy in the order readers see them."""
        return self.of_kind(self.schema.taxonomy)

    @property
    def all_stories(self) -> tuple[Entry, ...]:
        """The entries that somebody owns, in the order readers see those of each kind."""
        return tuple(entry for kind in self.schema.stories for entry in self.of_kind(kind.name))

    def index_page(self, kind: str) -> Entry | None:
        """Return the page that lists all entries of a kind, if the site has one."""
        listed = self.schema.kinds[kind].listed if kind in self.schema.kinds else None
        return self.index_pages.get(kind) or self.index_pages.get(listed.index if listed else "")

    def themes(self, slugs: Iterable[str]) -> tuple[Entry, ...]:
        """Return theme entries for slugs, in the same order."""
        taxonomy = self.schema.taxonomy
        found = (self.by_slug.get((taxonomy, slug)) for slug in slugs)
        return tuple(theme for theme in found if theme)


def relate(entries: Iterable[Entry], schema: Schema) -> Casebook:
    """Put entries in order and gather what each term and each owner of stories holds.

    The order of the argument makes no difference to the result.
    """
    by_kind: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    ordered = {
        kind: tuple(sorted(group, key=_newest_first if schema[kind].newest_first else _order))
        for kind, group in sorted(by_kind.items())
    }
    everything = [entry for group in ordered.values() for entry in group]
    by_slug = {(entry.kind, entry.slug): entry for entry in everything}
    stories: dict[str, list[Entry]] = defaultdict(list)
    for kind in schema.stories:
        for story in ordered.get(kind.name, ()):
            if (owner := _owner(story, schema, by_slug)) is not None:
                stories[owner.path].append(story)
    narrower: dict[str, list[Entry]] = defaultdict(list)
    for theme in ordered.get(schema.taxonomy, ()):
        for slug in theme.texts("broader"):
            narrower[slug].append(theme)
    return Casebook(
        schema=schema,
        by_kind=MappingProxyType(ordered),
        by_path=MappingProxyType({entry.path: entry for entry in everything}),
        by_slug=MappingProxyType(by_slug),
        filed=_file(ordered, schema),
        stories=MappingProxyType({path: tuple(group) for path, group in stories.items()}),
        questions=MappingProxyType(
            {
                thing.section.id: thing
                for entry in everything
                for thing in questions(entry, schema)
                if thing.section is not None
            }
        ),
        narrower=MappingProxyType({slug: tuple(group) for slug, group in narrower.items()}),
        has_others=any(entry.elsewhere for entry in everything),
        index_pages=MappingProxyType(
            {str(page["index"]): page for page in reversed(ordered.get(PAGE, ()))}
        ),
    )


def _owner(entry: Entry, schema: Schema, by_slug: Mapping[tuple[str, str], Entry]) -> Entry | None:
    kind = schema[entry.kind]
    if not kind.owner:
        return None
    # Asked for every pair of stories that are compared, so only the one field is looked at.
    return by_slug.get((kind.fields.by_name[kind.owner].refers_to, str(entry[kind.owner])))


def _order(entry: Entry) -> tuple[int, int, str, str]:
    """Return the key by which entries of one kind are sorted.

    Those with an order of their own come first and by it; the rest by title, then by path so that
    equal titles do not change places.
    """
    order = entry["order"]
    place = order if isinstance(order, int) else 1_000_000
    return place, 0, entry.title.casefold(), entry.path


def _newest_first(entry: Entry) -> tuple[int, int, str, str]:
    """Return the key by which entries of a kind are sorted whose newest comes first."""
    place, _, title, path = _order(entry)
    added = entry["added"]
    return place, -(added if isinstance(added, date) else _NEVER).toordinal(), title, path


def _file(
    ordered: Mapping[str, tuple[Entry, ...]], schema: Schema
) -> Mapping[str, tuple[Tagged, ...]]:
    """Return what is filed under each term."""
    filed: dict[str, list[Tagged]] = defaultdict(list)
    for kind, _ in schema.filed:
        for entry in ordered.get(kind.name, ()):
            for slug, section in filings(entry, schema):
                filed[slug].append(Tagged(entry, section))
    return MappingProxyType({slug: tuple(things) for slug, things in filed.items()})


def filings(entry: Entry, schema: Schema) -> Iterator[tuple[str, Section | None]]:
    """Yield the terms that an entry is filed under, each with the section that is, or as a whole.

    A section is filed by its own terms. Where the whole entry is filed under the same term its
    sections are not listed beside it, since they would say the same twice.
    """
    if schema.of(entry).filed is None:
        return
    for slug in entry.themes:
        yield slug, None
    for section in entry.sections:
        for slug in section.themes:
            if slug not in entry.themes:
                yield slug, section


def questions(entry: Entry, schema: Schema) -> tuple[Tagged, ...]:
    """Return the questions of an entry in order; nothing for a kind that has none."""
    if not schema.of(entry).has_questions:
        return ()
    return tuple(Tagged(entry, part) for part in entry.sections if part.level == _QUESTION_LEVEL)
