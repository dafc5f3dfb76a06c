"""Merge what was read of other sites into this one's entries: names mapped, clashes told.

Their themes become ours, by name; their organisations ours, by ODS code or name. What has no match
is told with the smallest mend, and never guessed. Each entry keeps its origin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.core.model import PAGE, Entry, Origin
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote
from mkdocs_casebook.federation.snapshots import Snapshot
from mkdocs_casebook.federation.sources import FOLDER
from mkdocs_casebook.federation.themes import Themes
from mkdocs_casebook.lists.facets import slug_of
from mkdocs_casebook.schema.kinds import Kind, Schema


def merge(
    snapshots: Sequence[Snapshot], own: Iterable[Entry], moved: Mapping[str, str], schema: Schema
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries that other sites add to this one's, and what should be known of them.

    ``own`` are this site's entries and ``moved`` its themes that have other names now. Snapshots
    come sorted by source, and the first to bring an organisation describes it.
    """
    if not snapshots:
        return (), ()
    own, roles = tuple(own), schema.roles
    terms, own_owners, own_stories = (
        [entry for entry in own if entry.kind == kind.name] for kind in roles.all
    )
    themes, owners = Themes(terms, moved), _Owners(own_owners)
    known: dict[tuple[str, str], Entry] = {}
    for story in own_stories:
        for key in _known_as(story, roles.story.owner):
            known.setdefault(key, story)
    added: dict[str, Entry] = {}
    merged: list[Entry] = []
    problems: list[Problem] = []
    for snapshot in snapshots:
        site = snapshot.site
        names, unmapped = themes.match(snapshot)
        problems += unmapped
        here: dict[str, str] = {}
        for theirs in snapshot.catalogue.of(roles.owner):
            owner, clashes = owners.find(theirs, snapshot)
            problems += clashes
            if owner is None:
                owner = _as_ours(theirs, snapshot, roles.owner)
                added[owner.slug] = owner
                owners.add(owner)
            here[theirs.slug] = owner.slug
        for theirs in snapshot.catalogue.stories:
            if theirs.slug in site.leave_out:
                continue
            owned = {roles.story.owner: here[str(theirs[roles.story.owner])]}
            story = _with_themes(_as_ours(theirs, snapshot, roles.story), names, owned)
            keys = _known_as(story, roles.story.owner)
            others = [known[key] for key in keys if key in known]
            problems += (_told_twice(other, theirs, snapshot) for other in others[:1])
            for key in keys:
                known.setdefault(key, story)
            merged.append(story)
        problems += _left_out_in_vain(snapshot)
    used = {str(story[roles.story.owner]) for story in merged}
    owners_used = [owner for slug, owner in added.items() if slug in used]
    pages = [page for snapshot in snapshots for page in _withdrawn(snapshot)]
    return (*owners_used, *merged, *pages), tuple(problems)


def _place(snapshot: Snapshot, kind: Kind, ident: str) -> tuple[str, str, str]:
    """Return the slug, the path and the address of a page below the source's folder.

    No entry of this site's own can have that name: those have single hyphens.
    """
    place = f"{FOLDER}/{snapshot.site.slug}/{slug_of(kind.plural)}/{ident}"
    return f"{snapshot.site.slug}--{ident}", f"{place}.md", f"{place}/"


def _as_ours(theirs: Entry, snapshot: Snapshot, kind: Kind) -> Entry:
    """Return an entry of another site with a page of its own here."""
    origin = Origin(
        name=snapshot.site.name,
        address=theirs.address,
        licence=snapshot.catalogue.licence,
        read_on=snapshot.read_on,
        missed_since=snapshot.missed_since,
    )
    slug, path, address = _place(snapshot, kind, theirs.slug)
    return replace(theirs, slug=slug, path=path, address=address, origin=origin)


def _with_themes(story: Entry, names: Mapping[str, str], owned: Mapping[str, str]) -> Entry:
    """Return a story with our names for its themes, and with its owner here."""

    def mapped(slugs: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names[slug] for slug in slugs if slug in names))

    themes = mapped(story.texts("themes"))
    sections = (part._replace(themes=mapped(part.themes)) for part in story.sections)
    values = MappingProxyType({**story.values, **owned, "themes": themes})
    return replace(story, themes=themes, values=values, sections=tuple(sections))


class _Owners:
    """The organisations that case studies may be of: this site's own, then those of sources."""

    def __init__(self, own: Iterable[Entry]) -> None:
        self.by_code: dict[str, Entry] = {}
        self.by_name: dict[str, Entry] = {}
        for owner in own:
            self.add(owner)

    def add(self, owner: Entry) -> None:
        """Remember an organisation; the first of a name or a code has it."""
        code = str(owner["ods"] or "").casefold()
        if code:
            self.by_code.setdefault(code, owner)
        for name in (owner.slug.rpartition("--")[2], owner.title.casefold()):
            self.by_name.setdefault(name, owner)

    def find(self, theirs: Entry, snapshot: Snapshot) -> tuple[Entry | None, Sequence[Problem]]:
        """Return the organisation that one of theirs is, or ``None``; and what to tell of it."""
        code = str(theirs["ods"] or "").casefold()
        there = f"at {snapshot.site.name}; they are"
        if same := self.by_code.get(code):
            if same.title.casefold() == theirs.title.casefold():
                return same, ()
            # One of the two sites may have mistyped the code.
            found = (
                f"the code {quote(str(same['ods']))} is that of {quote(same.title)} here and of "
                f"{quote(theirs.title)} {there} taken to be the same"
            )
            return same, (_clash(theirs, snapshot, found, "not"),)
        named = self.by_name.get(theirs.slug) or self.by_name.get(theirs.title.casefold())
        if named and code and named["ods"]:
            found = (
                f"{quote(named.title)} has the code {quote(str(named['ods']))} here and "
                f"{quote(str(theirs['ods']))} {there} kept apart"
            )
            return None, (_clash(theirs, snapshot, found, "the same"),)
        return named, ()


def _clash(theirs: Entry, snapshot: Snapshot, found: str, what_if: str) -> Problem:
    return Problem(
        where=snapshot.where(theirs, "ods"),
        code="organisation-clash",
        found=found,
        fix=f"If they are {what_if}, put the code right at the site that has it wrong.",
        severity=Severity.NOTICE,
    )


def _known_as(story: Entry, owner: str) -> tuple[tuple[str, str], ...]:
    """Return what readers would know a story by: its trust, with its name or its title."""
    whose, name = str(story[owner]), story.slug.rpartition("--")[2]
    return (whose, f"name {name}"), (whose, f"title {story.title.casefold()}")


def _told_twice(other: Entry, theirs: Entry, snapshot: Snapshot) -> Problem:
    there = other.elsewhere.name if other.elsewhere else f"this site, in {other.path}"
    return Problem(
        where=snapshot.where(theirs),
        code="told-twice",
        found=f"the case study {quote(theirs.slug)} of {snapshot.site.name} is also at {there}",
        fix=f'Write "{theirs.slug}" under "leave-out:" of one source in mkdocs.yml, if it is the '
        "same story.",
        severity=Severity.NOTICE,
    )


def _left_out_in_vain(snapshot: Snapshot) -> Iterator[Problem]:
    site = snapshot.site
    there = {story.slug for story in snapshot.catalogue.stories}
    for ident in sorted({*site.leave_out} - there):
        yield Problem(
            where=Location("mkdocs.yml", site.line, "sources.leave-out"),
            code="nothing-left-out",
            found=f"{site.name} has no case study {quote(ident)} to leave out",
            fix="Delete it from the list.",
            severity=Severity.NOTICE,
        )


def _withdrawn(snapshot: Snapshot) -> Iterator[Entry]:
    """Yield a page for each case study that is no more: its address may stand in a paper."""
    site = snapshot.site
    for ident, day in snapshot.withdrawn.items():
        slug, path, address = _place(snapshot, snapshot.catalogue.roles.story, ident)
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
