"""From what was read of other sites to entries of this one: names mapped, clashes told.

Their themes become ours, by name; their organisations ours, by ODS code or name. What has no match
is told with the smallest mend, and never guessed. Each entry keeps its origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from mkdocs_casebook.core.model import PAGE, Entry, Origin, Value
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote, some
from mkdocs_casebook.federation.parse import Record
from mkdocs_casebook.federation.snapshots import Kept
from mkdocs_casebook.federation.sources import FOLDER, NO_THEME
from mkdocs_casebook.lists.facets import slug_of
from mkdocs_casebook.schema.kinds import Kind, Roles, Schema


def adopt(
    kept: Sequence[Kept], own: Iterable[Entry], moved: Mapping[str, str], schema: Schema
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """Return the entries that other sites add to this one's, and what should be known of them.

    ``own`` are this site's entries and ``moved`` its themes that have other names now. Snapshots
    come sorted by source, and the first to bring an organisation describes it.
    """
    if not kept:
        return (), ()
    own, roles = tuple(own), schema.roles
    themes = _ThemeNames.of((entry for entry in own if entry.kind == roles.term.name), moved)
    owners = _Owners((entry for entry in own if entry.kind == roles.owner.name), roles)
    stories = _Stories((entry for entry in own if entry.kind == roles.story.name), roles)
    adopted: list[Entry] = []
    problems: list[Problem] = []
    pages: list[Entry] = []
    for each in kept:
        ours = _map_themes(each, themes, problems)
        theirs = {
            record.id: owners.find(record, each, problems)
            for record in each.snapshot.taken.of(roles.owner)
        }
        left = set(each.snapshot.site.leave_out)
        for record in each.snapshot.taken.stories:
            if record.id in left:
                left.discard(record.id)
                continue
            owner = theirs[str(record.values[roles.story.owner])]
            study = _story(record, each, ours, owner)
            if (other := stories.same(study)) is not None:
                problems.append(_told_twice(other, record, each))
            stories.add(study)
            adopted.append(study)
        problems += _left_out_in_vain(left, each)
        pages += _withdrawn(each)
    used = {str(study[roles.story.owner]) for study in adopted}
    organisations = [owner for owner in owners.added if owner.slug in used]
    return (*organisations, *adopted, *pages), tuple(problems)


def _slug(each: Kept, record: Record) -> str:
    """Return a name that no entry of this site's own can have: those have single hyphens."""
    return f"{each.snapshot.site.slug}--{record.id}"


def _entry(each: Kept, record: Record, kind: Kind, values: Mapping[str, Value]) -> Entry:
    """Return a record as an entry with a page of its own below the source's folder."""
    snapshot = each.snapshot
    address = f"{FOLDER}/{snapshot.site.slug}/{slug_of(kind.plural)}/{record.id}/"
    themes = values.get("themes", ())
    return Entry(
        kind=record.kind,
        slug=_slug(each, record),
        path=f"{address.rstrip('/')}.md",
        address=address,
        title=str(values["title"]),
        summary=str(values.get("summary", "")),
        themes=tuple(map(str, themes)) if isinstance(themes, tuple) else (),
        values=MappingProxyType(dict(values)),
        sections=record.sections,
        origin=Origin(
            name=snapshot.site.name,
            address=record.address,
            licence=snapshot.taken.licence,
            read_on=snapshot.read_on,
            missed_since=snapshot.missed_since,
        ),
    )


def _story(record: Record, each: Kept, ours: Mapping[str, str], owner: Entry) -> Entry:
    def mapped(slugs: Iterable[object]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(ours[str(slug)] for slug in slugs if slug in ours))

    whole = record.values.get("themes", ())
    themes = mapped(whole if isinstance(whole, tuple) else ())
    kind = each.snapshot.taken.roles.story
    values = {**record.values, kind.owner: owner.slug, "themes": themes}
    entry = _entry(each, record, kind, values)
    sections = (part._replace(themes=mapped(part.themes)) for part in record.sections)
    return replace(entry, sections=tuple(sections))


@dataclass(frozen=True, slots=True)
class _ThemeNames:
    """This site's themes by every name they have."""

    slugs: frozenset[str]
    moved: Mapping[str, str]
    by_name: Mapping[str, str]
    """Slugs by title and alias in small letters."""

    @classmethod
    def of(cls, own: Iterable[Entry], moved: Mapping[str, str]) -> _ThemeNames:
        themes = tuple(own)
        by_name = {
            name.casefold(): theme.slug
            for theme in themes
            for name in (*theme.texts("aliases"), theme.title)
        }
        return cls(frozenset(theme.slug for theme in themes), moved, by_name)

    def find(self, record: Record) -> str | None:
        """Return our theme for one of theirs: by its id, its title, then its other names."""
        slug = self.moved.get(record.id, record.id)
        if slug in self.slugs:
            return slug
        titles = (str(record.values["title"]), *_texts(record, "aliases"))
        for former in _texts(record, "formerly"):
            if former in self.slugs:
                return former
        names = (self.by_name.get(name.casefold()) for name in titles)
        return next(filter(None, names), None)


def _texts(record: Record, name: str) -> tuple[str, ...]:
    value = record.values.get(name, ())
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def _map_themes(each: Kept, themes: _ThemeNames, problems: list[Problem]) -> Mapping[str, str]:
    """Return ours by theirs; a theme of theirs that is none of ours counts as its broader one."""
    site = each.snapshot.site
    records = {
        record.id: record for record in each.snapshot.taken.of(each.snapshot.taken.roles.term)
    }
    used = Counter(
        slug
        for study in each.snapshot.taken.stories
        for slug in {*_texts(study, "themes"), *(t for s in study.sections for t in s.themes)}
    )
    found: dict[str, str] = {}
    for theirs, ours in site.themes.items():
        if ours != NO_THEME and ours not in themes.slugs:
            problems.append(
                Problem(
                    where=Location("mkdocs.yml", site.line, f"sources.themes.{theirs[:40]}"),
                    code="unknown-theme",
                    found=f"unknown theme {quote(ours)}",
                    fix=f"Name a theme of this site, or write {NO_THEME}.",
                )
            )
    for slug in sorted(used):
        match = next(_matches(slug, records, themes, site.themes), None)
        if match is not None and match != NO_THEME:
            found[slug] = match
        elif match is None:
            problems.append(_unmapped(each, records[slug], used[slug]))
    return found


def _matches(
    slug: str, records: Mapping[str, Record], themes: _ThemeNames, renames: Mapping[str, str]
) -> Iterator[str]:
    """Yield our themes for one of theirs and for the broader ones it is part of, nearest first."""
    seen = {slug}
    waiting = [slug]
    while waiting:
        current = waiting.pop(0)
        ours = renames.get(current) or themes.find(records[current])
        if ours is not None and (ours == NO_THEME or ours in themes.slugs):
            yield ours
        broader = [name for name in _texts(records[current], "broader") if name in records]
        waiting += [name for name in broader if name not in seen]
        seen.update(broader)


def _unmapped(each: Kept, record: Record, number: int) -> Problem:
    site = each.snapshot.site
    return Problem(
        where=each.where(each.snapshot.taken.roles.term, record.id),
        code="unmapped-theme",
        found=f"the theme {quote(str(record.values['title']))} of {site.name} is none of ours, and "
        f"{some(number, 'case study is', 'case studies are')} filed under it there",
        fix=f'Write "{record.id}: " and a theme of ours, or {NO_THEME}, under "themes:" of this '
        "source in mkdocs.yml.",
        severity=Severity.NOTICE,
    )


class _Owners:
    """The organisations that case studies may be of: this site's own, then those of sources."""

    def __init__(self, own: Iterable[Entry], roles: Roles) -> None:
        self.roles = roles
        self.added: list[Entry] = []
        self.by_code: dict[str, Entry] = {}
        self.by_name: dict[str, Entry] = {}
        for organisation in own:
            self._know(organisation)

    def _know(self, organisation: Entry) -> None:
        code = str(organisation["ods"] or "").casefold()
        if code:
            self.by_code.setdefault(code, organisation)
        for name in (organisation.slug.rpartition("--")[2], organisation.title.casefold()):
            self.by_name.setdefault(name, organisation)

    def find(self, record: Record, each: Kept, problems: list[Problem]) -> Entry:
        """Return the organisation that one of theirs is: ours, another source's, or a new one."""
        code = str(record.values.get("ods", "")).casefold()
        title = str(record.values["title"]).casefold()
        same = self.by_code.get(code)
        if same is not None:
            problems += _other_name(same, record, each)
            return same
        named = self.by_name.get(record.id) or self.by_name.get(title)
        if named is not None and (not code or not named["ods"]):
            return named
        if named is not None:
            problems.append(_clash(named, record, each))
        entry = _entry(each, record, self.roles.owner, record.values)
        self.added.append(entry)
        self._know(entry)
        return entry


def _other_name(ours: Entry, record: Record, each: Kept) -> Iterator[Problem]:
    """Tell of one code with two names: one of the two sites may have mistyped it."""
    theirs = str(record.values["title"])
    if ours.title.casefold() != theirs.casefold():
        yield Problem(
            where=each.where(each.snapshot.taken.roles.owner, record.id, "ods"),
            code="organisation-clash",
            found=f"the code {quote(str(ours['ods']))} is that of {quote(ours.title)} here and of "
            f"{quote(theirs)} at {each.snapshot.site.name}; they are taken to be the same",
            fix="If they are not, put the code right at the site that has it wrong.",
            severity=Severity.NOTICE,
        )


def _clash(ours: Entry, record: Record, each: Kept) -> Problem:
    return Problem(
        where=each.where(each.snapshot.taken.roles.owner, record.id, "ods"),
        code="organisation-clash",
        found=f"{quote(ours.title)} has the code {quote(str(ours['ods']))} here and "
        f"{quote(str(record.values['ods']))} at {each.snapshot.site.name}; they are kept apart",
        fix="If they are the same, put the code right at the site that has it wrong.",
        severity=Severity.NOTICE,
    )


class _Stories:
    """The case studies that readers find already, by trust and by name and title."""

    def __init__(self, own: Iterable[Entry], roles: Roles) -> None:
        self.owner = roles.story.owner
        self.known: dict[tuple[str, str], Entry] = {}
        for study in own:
            self.add(study)

    def add(self, study: Entry) -> None:
        """Remember a case study."""
        for key in self._keys(study):
            self.known.setdefault(key, study)

    def same(self, study: Entry) -> Entry | None:
        """Return a story of the same trust with the same name or title, if there is one."""
        return next((self.known[key] for key in self._keys(study) if key in self.known), None)

    def _keys(self, study: Entry) -> tuple[tuple[str, str], ...]:
        owner, name = str(study[self.owner]), study.slug.rpartition("--")[2]
        return (owner, f"name {name}"), (owner, f"title {study.title.casefold()}")


def _told_twice(other: Entry, record: Record, each: Kept) -> Problem:
    there = other.elsewhere.name if other.elsewhere else f"this site, in {other.path}"
    return Problem(
        where=each.where(each.snapshot.taken.roles.story, record.id),
        code="told-twice",
        found=f"the case study {quote(record.id)} of {each.snapshot.site.name} is also at {there}",
        fix=f'Write "{record.id}" under "leave-out:" of one source in mkdocs.yml, if it is the '
        "same story.",
        severity=Severity.NOTICE,
    )


def _left_out_in_vain(left: Iterable[str], each: Kept) -> Iterator[Problem]:
    site = each.snapshot.site
    for ident in sorted(left):
        yield Problem(
            where=Location("mkdocs.yml", site.line, "sources.leave-out"),
            code="nothing-left-out",
            found=f"{site.name} has no case study {quote(ident)} to leave out",
            fix="Delete it from the list.",
            severity=Severity.NOTICE,
        )


def _withdrawn(each: Kept) -> Iterator[Entry]:
    """Yield a page for each case study that is no more: its address may stand in a paper."""
    site = each.snapshot.site
    for ident, day in each.snapshot.withdrawn.items():
        folder = slug_of(each.snapshot.taken.roles.story.plural)
        address = f"{FOLDER}/{site.slug}/{folder}/{ident}/"
        title = "This case study has been withdrawn"
        seen = f"{day.day} {day:%B %Y}"
        summary = f"{site.name} publishes it no longer. That was first seen on {seen}."
        yield Entry(
            kind=PAGE,
            slug=f"{site.slug}--{ident}",
            path=f"{address.rstrip('/')}.md",
            address=address,
            title=title,
            summary=summary,
            values=MappingProxyType({"title": title, "summary": summary}),
            origin=Origin(name=site.name, address=site.address, read_on=each.snapshot.read_on),
        )
