"""Bring the files of content packs under a site's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mkdocs_casebook.config.settings import Settings
from mkdocs_casebook.content.files import read_text
from mkdocs_casebook.core.model import Entry, Source
from mkdocs_casebook.core.problems import Location, Problem
from mkdocs_casebook.packs.choices import check_without, read_packs, read_without
from mkdocs_casebook.packs.conflicts import add_packs, is_packed, name_of, yield_names
from mkdocs_casebook.packs.installed import find_packs
from mkdocs_casebook.packs.lock import NAME, Base, bases_of, changes, read_lock
from mkdocs_casebook.pipeline.site_files import Brought, SiteFiles, find_site
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kind_declarations import joined
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class SiteWithPacks:
    """The files of a site with those of its packs, and what its own replace."""

    files: SiteFiles
    bases: Mapping[str, Base]
    """The text of a pack that each of the site's own files replaces now."""

    locked: Mapping[str, Base]
    """The text that it was written over, as ``casebook.lock`` has it."""

    def pack_files(self) -> tuple[Source, ...]:
        """Return what is taken from packs."""
        return tuple(source for source in self.files.sources if is_packed(source))


def bring_packs(files: SiteFiles) -> Brought:
    """Return a site's files with those of its packs under them."""
    taxonomy = files.schema.taxonomy

    def join(
        entries: Sequence[Entry], _vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        return yield_names(entries, taxonomy), ()

    return Brought(_with_packs(files).files, join)


def read_site(settings: Settings) -> SiteWithPacks:
    """Read a site's own files and those of its packs."""
    files, _joins = find_site(settings, ())
    return _with_packs(files)


def _with_packs(files: SiteFiles) -> SiteWithPacks:
    settings = files.settings
    reading = Reading(settings.name, Vocabulary(), [])
    without = read_without(settings.options, settings.schema, reading)
    packs, missing = find_packs(read_packs(settings.options, reading), settings.root, reading)
    merged, replaced = add_packs(files, packs, without)
    bases = bases_of(replaced)
    problems = [*reading.problems, *missing]
    locked: Mapping[str, Base] = {}
    try:
        own = {source.path for source in files.sources}
        found = read_lock(read_text(settings.root, NAME) or "")
        locked = {path: base for path, base in found.items() if path in own}
    except ValueError:
        problems.append(_bad_lock())
    if not missing:
        names: dict[str, list[str]] = defaultdict(list)
        for pack in packs:
            for source in pack.sources:
                names[source.kind].append(name_of(source, pack.settings.docs_folder))
        problems += check_without(without, names, reading)
        problems += (change.notice() for change in changes(locked, bases))
    merged = replace(
        merged,
        schema=joined(files.schema, (pack.settings.schema for pack in packs)),
        problems=(*files.problems, *problems),
        is_whole=files.is_whole and not missing,
    )
    return SiteWithPacks(merged, bases, locked)


def _bad_lock() -> Problem:
    return Problem(
        where=Location(NAME),
        code="bad-lock",
        found="the file is not as the command casebook wrote it",
        fix="Take it from the last version that was right, or delete it.",
    )
