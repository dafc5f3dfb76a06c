"""A site as it is built: its own files and those of its packs, from disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs_casebook.files import find_sources, read_text
from mkdocs_casebook.layers.choices import check_choices
from mkdocs_casebook.layers.layer import Layered, layer, name_of
from mkdocs_casebook.layers.lock import NAME, Base, changes, notices, read_lock
from mkdocs_casebook.layers.packs import Pack, find_packs
from mkdocs_casebook.problems import Location, Problem
from mkdocs_casebook.schema.declare import joined
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary
from mkdocs_casebook.settings import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """The files of a site."""

    layered: Layered
    schema: Schema
    """The kinds that the site and its packs declare."""

    packs: tuple[Pack, ...]
    problems: tuple[Problem, ...]
    locked: Mapping[str, Base] = field(default_factory=dict)
    """Which text of a pack each of the site's own files was written over."""

    is_whole: bool = True
    """Whether all packs were found: without one, whatever refers to it would be told as well."""

    def file(self, path: str, root: Path) -> Path:
        """Return where the file of a path is on this machine."""
        for pack in self.packs:
            for theirs, ours in self.layered.homes[pack.name].items():
                if ours == path:
                    return pack.file(theirs)
        return root / path


def read_site(settings: Settings) -> Site:
    """Read a site's own files and lay its packs under them."""
    reading = Reading(settings.name, Vocabulary(), [])
    packs, missing = find_packs(settings.choices.packs, settings.root, reading)
    brought = {collection.kind for pack in packs for collection in pack.settings.collections}
    own, problems = find_sources(
        settings.root,
        settings.docs_folder,
        settings.collections,
        settings.rules,
        may_be_missing={c.folder for c in settings.collections if c.kind in brought},
    )
    names: dict[str, set[str]] = defaultdict(set)
    for pack in packs:
        for source in pack.sources:
            names[source.kind].add(name_of(source, pack.settings.docs_folder))
    known = {kind: frozenset(found) for kind, found in names.items()}
    if not missing:
        problems += check_choices(settings.choices, known, reading)
    layered = layer(own, packs, settings.choices, settings.docs_folder, settings.collections)
    locked: Mapping[str, Base] = {}
    try:
        locked = read_lock(read_text(settings.root, NAME) or "")
    except ValueError:
        problems.append(_bad_lock())
    if not missing:
        problems += notices(changes(locked, layered))
    schema = joined(settings.schema, (pack.settings.schema for pack in packs))
    return Site(layered, schema, packs, (*missing, *problems), locked, is_whole=not missing)


def _bad_lock() -> Problem:
    return Problem(
        where=Location(NAME),
        code="bad-lock",
        found="the file is not as the command casebook wrote it",
        fix="Take it from the last version that was right, or delete it.",
    )
