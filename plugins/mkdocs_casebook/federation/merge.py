"""Merge what was read of other sites into this one's entries. Each entry keeps its origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.api import Entry, Location, Origin, Problem, Schema
from mkdocs_casebook.core.model import PAGE
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.federation import MESSAGES
from mkdocs_casebook.federation.match import Owners, Themes, as_ours, place_of
from mkdocs_casebook.federation.snapshots import Snapshot


def merge(
    snapshots: Sequence[Snapshot], own: Iterable[Entry], moved: Mapping[str, str], schema: Schema
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries that other sites add to this one's, and what should be known of them.

    ``own`` are this site's entries and ``moved`` its themes that have other names now. Snapshots
    come sorted by source, and the first to bring an organisation describes it.
    """
    own, role = tuple(own), schema.roles.story
    terms, own_owners, own_stories = (
        [entry for entry in own if entry.kind == kind.name] for kind in schema.roles.all
    )
    themes, owners = Themes(terms, moved), Owners(own_owners)
    known: dict[tuple[str, str], Entry] = {}
    for story in own_stories:
        known |= {key: story for key in _known_as(story, role.owner) if key not in known}
    merged: list[Entry] = []
    problems: list[Problem] = []
    for snapshot in snapshots:
        names, unmapped = themes.match(snapshot)
        here, clashes = owners.match(snapshot)
        problems += (*unmapped, *clashes)
        for theirs in snapshot.catalogue.stories:
            if theirs.slug in snapshot.site.leave_out:
                continue
            owned = {role.owner: here[str(theirs[role.owner])]}
            story = _with_themes(as_ours(theirs, snapshot, role), names, owned)
            keys = _known_as(story, role.owner)
            others = [known[key] for key in keys if key in known]
            problems += (_told_twice(other, theirs, snapshot) for other in others[:1])
            known |= {key: story for key in keys if key not in known}
            merged.append(story)
        problems += _left_out_in_vain(snapshot)
    used = {str(story[role.owner]) for story in merged}
    owners_used = [owner for owner in owners.added if owner.slug in used]
    pages = [page for snapshot in snapshots for page in _withdrawn(snapshot)]
    return (*owners_used, *merged, *pages), tuple(problems)


def _with_themes(story: Entry, names: Mapping[str, str], owned: Mapping[str, str]) -> Entry:
    """Return a story with our names for its themes, and with its owner here."""

    def mapped(slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names[slug] for slug in slugs if slug in names))

    themes = mapped(story.texts("themes"))
    sections = (part._replace(themes=mapped(part.themes)) for part in story.sections)
    values = MappingProxyType({**story.values, **owned, "themes": themes})
    return replace(story, themes=themes, values=values, sections=tuple(sections))


def _known_as(story: Entry, owner: str) -> tuple[tuple[str, str], ...]:
    """Return what readers would know a story by: its trust, with its name or its title."""
    whose, name = str(story[owner]), story.slug.rpartition("--")[2]
    return (whose, f"name {name}"), (whose, f"title {story.title.casefold()}")


def _told_twice(other: Entry, theirs: Entry, snapshot: Snapshot) -> Problem:
    there = other.elsewhere.name if other.elsewhere else f"this site, in {other.path}"
    values = {"story": theirs.slug, "site": snapshot.site.name, "there": there}
    return MESSAGES.problem("told-twice", snapshot.where(theirs), **values)


def _left_out_in_vain(snapshot: Snapshot) -> Iterator[Problem]:
    site = snapshot.site
    there = {story.slug for story in snapshot.catalogue.stories}
    where = Location("mkdocs.yml", site.line, "sources.leave-out")
    for ident in sorted({*site.leave_out} - there):
        yield MESSAGES.problem("nothing-left-out", where, site=site.name, story=quote(ident))


def _withdrawn(snapshot: Snapshot) -> Iterator[Entry]:
    """Yield a page for each case study that is no more: its address may stand in a paper."""
    site = snapshot.site
    for ident, day in snapshot.withdrawn.items():
        slug, path, address = place_of(snapshot, snapshot.catalogue.roles.story, ident)
        title = "This case study has been withdrawn"
        seen = f"{day.day} {day:%B %Y}"
        summary = f"{site.name} publishes it no longer. That was first seen on {seen}."
        yield Entry(
            kind=PAGE,
            slug=slug,
            path=path,
            address=address,
            title=title,
            summary=summary,
            values=MappingProxyType({"title": title, "summary": summary}),
            origin=Origin(name=site.name, address=site.address, read_on=snapshot.read_on),
        )
