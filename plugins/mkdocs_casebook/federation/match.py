"""Match the themes and organisations of other sites with this site's.

Themes are matched by name, organisations by ODS code or name. What has no match is told with the
smallest fix, and never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mkdocs_casebook.api import Entry, Kind, Location, Origin, Problem
from mkdocs_casebook.core.problems import quote, some
from mkdocs_casebook.core.spelling import slug_of
from mkdocs_casebook.federation import MESSAGES
from mkdocs_casebook.federation.parse import themes_of
from mkdocs_casebook.federation.snapshots import Snapshot
from mkdocs_casebook.federation.sources import FOLDER, NO_THEME


def as_ours(theirs: Entry, snapshot: Snapshot, kind: Kind) -> Entry:
    """Return an entry of another site with a page of its own here."""
    origin = Origin(
        name=snapshot.site.name,
        address=theirs.address,
        licence=snapshot.catalogue.licence,
        read_on=snapshot.read_on,
        missed_since=snapshot.missed_since,
    )
    slug, path, address = place_of(snapshot, kind, theirs.slug)
    return replace(theirs, slug=slug, path=path, address=address, origin=origin)


def place_of(snapshot: Snapshot, kind: Kind, ident: str) -> tuple[str, str, str]:
    """Return the slug, the path and the address of a page below the source's folder.

    No entry of this site's own can have that name: those have single hyphens.
    """
    place = f"{FOLDER}/{snapshot.site.slug}/{slug_of(kind.plural)}/{ident}"
    return f"{snapshot.site.slug}--{ident}", f"{place}.md", f"{place}/"


class Themes:
    """This site's themes by every name they have."""

    def __init__(self, own: Sequence[Entry], moved: Mapping[str, str]) -> None:
        self.slugs = {theme.slug for theme in own}
        self.moved = moved
        self.by_name = {
            name.casefold(): theme.slug
            for theme in own
            for name in (*theme.texts("aliases"), theme.title)
        }

    def find(self, theirs: Entry) -> str | None:
        """Return our theme for one of theirs: by its id, its title, then its other names."""
        slugs = (self.moved.get(theirs.slug, theirs.slug), *theirs.texts("formerly"))
        names = (theirs.title, *theirs.texts("aliases"))
        by_slug = (slug for slug in slugs if slug in self.slugs)
        by_name = (self.by_name.get(name.casefold()) for name in names)
        return next(by_slug, None) or next(filter(None, by_name), None)

    def match(self, snapshot: Snapshot) -> tuple[Mapping[str, str], list[Problem]]:
        """Return ours by theirs; a theme of theirs that is none of ours counts as its broader one.

        Problems tell what has no match.
        """
        catalogue, site = snapshot.catalogue, snapshot.site
        theirs = {theme.slug: theme for theme in catalogue.of(catalogue.roles.term)}
        used = Counter(slug for story in catalogue.stories for slug in {*themes_of(story)})
        problems = []
        for slug, ours in site.themes.items():
            if ours != NO_THEME and ours not in self.slugs:
                where = Location("mkdocs.yml", site.line, f"sources.themes.{slug[:40]}")
                told = MESSAGES.problem("unknown-theme", where, theme=quote(ours), none=NO_THEME)
                problems.append(told)
        found: dict[str, str] = {}
        for slug in sorted(used):
            match = next(self._matches(slug, theirs, site.themes), None)
            if match is None:
                problems.append(_unmapped(snapshot, theirs[slug], used[slug]))
            elif match != NO_THEME:
                found[slug] = match
        return found, problems

    def _matches(
        self, slug: str, theirs: Mapping[str, Entry], renames: Mapping[str, str]
    ) -> Iterator[str]:
        """Yield our themes for one of theirs and for those it is part of, nearest first."""
        waiting = [slug]
        for current in waiting:
            ours = renames.get(current) or self.find(theirs[current])
            if ours and (ours == NO_THEME or ours in self.slugs):
                yield ours
            broader = theirs[current].texts("broader")
            waiting += [name for name in broader if name in theirs and name not in waiting]


def _unmapped(snapshot: Snapshot, theme: Entry, number: int) -> Problem:
    return MESSAGES.problem(
        "unmapped-theme",
        snapshot.where(theme),
        theme=quote(theme.title),
        slug=theme.slug,
        site=snapshot.site.name,
        stories=some(number, "case study is", "case studies are"),
        none=NO_THEME,
    )


class Owners:
    """The organisations that case studies may be of: this site's own, then those of sources."""

    def __init__(self, own: Sequence[Entry]) -> None:
        self.by_code: dict[str, Entry] = {}
        self.by_name: dict[str, Entry] = {}
        self.added: list[Entry] = []
        for owner in own:
            self._index(owner)

    def _index(self, owner: Entry) -> None:
        """Remember an organisation; the first of a name or a code has it."""
        if code := _code(owner):
            self.by_code.setdefault(code, owner)
        for name in (owner.slug.rpartition("--")[2], owner.title.casefold()):
            self.by_name.setdefault(name, owner)

    def match(self, snapshot: Snapshot) -> tuple[Mapping[str, str], list[Problem]]:
        """Return ours by theirs, with those added that are new here, and what to tell of them."""
        found: dict[str, str] = {}
        problems: list[Problem] = []
        kind = snapshot.catalogue.roles.owner
        for theirs in snapshot.catalogue.of(kind):
            owner, told, what_if = self._find(theirs, f"at {snapshot.site.name}; they are")
            if told:
                where = snapshot.where(theirs, "ods")
                values = {"found": told, "what_if": what_if}
                problems.append(MESSAGES.problem("organisation-clash", where, **values))
            if owner is None:
                owner = as_ours(theirs, snapshot, kind)
                self.added.append(owner)
                self._index(owner)
            found[theirs.slug] = owner.slug
        return found, problems

    def _find(self, theirs: Entry, there: str) -> tuple[Entry | None, str, str]:
        """Return the organisation that one of theirs is, or ``None``; and what to tell of it."""
        code = _code(theirs)
        if same := self.by_code.get(code):
            if same.title.casefold() == theirs.title.casefold():
                return same, "", ""
            # One of the two sites may have mistyped the code.
            told = (
                f"the code {quote(str(same['ods']))} is that of {quote(same.title)} here and of "
                f"{quote(theirs.title)} {there} taken to be the same"
            )
            return same, told, "not"
        named = self.by_name.get(theirs.slug) or self.by_name.get(theirs.title.casefold())
        if named and code and named["ods"]:
            told = (
                f"{quote(named.title)} has the code {quote(str(named['ods']))} here and "
                f"{quote(str(theirs['ods']))} {there} kept apart"
            )
            return None, told, "the same"
        return named, "", ""


def _code(owner: Entry) -> str:
    """Return the ODS code of an organisation; blank for one without."""
    return str(owner["ods"] or "").casefold()
