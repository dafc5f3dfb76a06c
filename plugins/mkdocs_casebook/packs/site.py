"""Lay the content packs of a site under its own files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mkdocs_casebook.config.settings import Settings
from mkdocs_casebook.content.files import read_text
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.problems import Location, Problem
from mkdocs_casebook.packs.choices import check_choices, read_choices
from mkdocs_casebook.packs.conflicts import yield_names
from mkdocs_casebook.packs.installed import Pack, find_packs
from mkdocs_casebook.packs.layering import Layered, layer, name_of
from mkdocs_casebook.packs.lock import NAME, Base, changes, notices, read_lock
from mkdocs_casebook.pipeline.site_files import Brought, SiteFiles, find_site
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kind_declarations import joined
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site, and where its packs and it have met."""

    files: SiteFiles
    layered: Layered
    packs: tuple[Pack, ...]
    locked: Mapping[str, Base] = field(default_factory=dict)
    """Which text of a pack each of the site's own files was written over."""


def bring_packs(files: SiteFiles) -> Brought:
    """Return a site's files with those of its packs under them."""
    taxonomy = files.schema.taxonomy

    def join(
        entries: Sequence[Entry], _vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        return yield_names(entries, taxonomy), ()

    return Brought(_lay(files).files, join)


def read_site(settings: Settings) -> Site:
    """Read a site's own files and lay its packs under them."""
    files, _joins = find_site(settings, ())
    return _lay(files)


def _lay(files: SiteFiles) -> Site:
    settings = files.settings
    reading = Reading(settings.name, Vocabulary(), [])
    choices = read_choices(settings.options, settings.schema, reading)
    packs, missing = find_packs(choices.packs, settings.root, reading)
    names: dict[str, set[str]] = defaultdict(set)
    for pack in packs:
        for source in pack.sources:
            names[source.kind].add(name_of(source, pack.settings.docs_folder))
    problems = [*reading.problems, *missing]
    known = {kind: frozenset(found) for kind, found in names.items()}
    if not missing:
        problems += check_choices(choices, known, reading)
    layered = layer(files.sources, packs, choices, settings.docs_folder, files.collections)
    locked: Mapping[str, Base] = {}
    try:
        locked = read_lock(read_text(settings.root, NAME) or "")
    except ValueError:
        problems.append(_bad_lock())
    if not missing:
        problems += notices(changes(locked, layered))
    with_packs = replace(
        files,
        schema=joined(files.schema, (pack.settings.schema for pack in packs)),
        sources=layered.sources,
        collections=layered.collections,
        behind=layered.behind,
        placed={
            **files.placed,
            **{
                path: pack.file(theirs)
                for pack in packs
                for theirs, path in layered.homes[pack.name].items()
                if theirs in pack.pictures or path in layered.taken_from(pack.name)
            },
        },
        homes=layered.homes,
        problems=(*files.problems, *problems),
        is_whole=files.is_whole and not missing,
    )
    return Site(with_packs, layered, packs, locked)


def _bad_lock() -> Problem:
    return Problem(
        where=Location(NAME),
        code="bad-lock",
        found="the file is not as the command casebook wrote it",
        fix="Take it from the last version that was right, or delete it.",
    )
