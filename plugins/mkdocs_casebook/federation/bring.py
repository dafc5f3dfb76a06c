"""Bring the stories of other sites, from the snapshots that are kept of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mkdocs_casebook.api import (
    Brought,
    Entry,
    Join,
    Problem,
    Schema,
    Settings,
    SiteFiles,
    Vocabulary,
)
from mkdocs_casebook.content.configuration import get
from mkdocs_casebook.federation.merge import merge
from mkdocs_casebook.federation.snapshots import Snapshot, find_snapshots, read_snapshots
from mkdocs_casebook.federation.sources import FOLDER, OtherSite, read_sources
from mkdocs_casebook.schema.fields import Reading


def sources_of(settings: Settings) -> tuple[tuple[OtherSite, ...], tuple[Problem, ...]]:
    """Return the sites whose stories a site shows, and what is wrong in its settings."""
    reading = Reading(settings.name, Vocabulary(), [])
    found = read_sources(get(settings.options, "sources"), reading)
    return found, tuple(reading.problems)


def bring_stories(files: SiteFiles) -> Brought:
    """Return a site's files, and what adds the entries of other sites to its own."""
    settings = files.settings
    sites, wrong = sources_of(settings)
    found, unreadable = find_snapshots(settings.root)
    snapshots, unusable = read_snapshots(found, sites, settings.name, files.schema)
    problems = (*files.problems, *wrong, *unreadable, *unusable)
    watched = (*files.watched, FOLDER) if sites else files.watched
    files = replace(files, problems=problems, watched=watched)
    return Brought(files, joining(snapshots, files.schema)) if snapshots else Brought(files)


def joining(snapshots: Sequence[Snapshot], schema: Schema) -> Join:
    """Return what adds the entries of other sites to a site's own."""

    def join(
        entries: Sequence[Entry], vocabulary: Vocabulary
    ) -> tuple[Sequence[Entry], Sequence[Problem]]:
        current = [entry for entry in entries if entry["retired"] is None]
        moved = vocabulary.moved.get(schema.taxonomy, {})
        merged, clashes = merge(snapshots, current, moved, schema)
        return (*entries, *merged), clashes

    return join
