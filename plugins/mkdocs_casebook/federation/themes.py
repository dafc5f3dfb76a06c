"""Map the themes of other sites to this site's, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote, some
from mkdocs_casebook.federation.parse import themes_of
from mkdocs_casebook.federation.snapshots import Snapshot
from mkdocs_casebook.federation.sources import NO_THEME


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

        What has no match is told, and never guessed.
        """
        catalogue, site = snapshot.catalogue, snapshot.site
        theirs = {theme.slug: theme for theme in catalogue.of(catalogue.roles.term)}
        used = Counter(slug for story in catalogue.stories for slug in {*themes_of(story)})
        problems = [
            Problem(
                where=Location("mkdocs.yml", site.line, f"sources.themes.{slug[:40]}"),
                code="unknown-theme",
                found=f"unknown theme {quote(ours)}",
                fix=f"Name a theme of this site, or write {NO_THEME}.",
            )
            for slug, ours in site.themes.items()
            if ours != NO_THEME and ours not in self.slugs
        ]
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
    return Problem(
        where=snapshot.where(theme),
        code="unmapped-theme",
        found=f"the theme {quote(theme.title)} of {snapshot.site.name} is none of ours, and "
        f"{some(number, 'case study is', 'case studies are')} filed under it there",
        fix=f'Write "{theme.slug}: " and a theme of ours, or {NO_THEME}, under "themes:" of this '
        "source in mkdocs.yml.",
        severity=Severity.NOTICE,
    )
