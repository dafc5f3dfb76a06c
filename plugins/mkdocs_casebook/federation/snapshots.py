"""The snapshots that lie in the project, each with the source it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mkdocs_casebook.core.problems import Location, Problem, Severity
from mkdocs_casebook.federation.snapshot import Snapshot, line_of, read_snapshot
from mkdocs_casebook.federation.sources import OtherSite
from mkdocs_casebook.schema.kinds import Kind, Schema


@dataclass(frozen=True, slots=True)
class Kept:
    """A snapshot with the text it was read from, in which places are looked up."""

    snapshot: Snapshot
    text: str

    def where(self, kind: Kind, ident: str, name: str = "") -> Location:
        """Return where an entry stands in the file."""
        return Location(self.snapshot.site.snapshot, line_of(self.text, kind, ident), name)


def keep(
    found: Mapping[str, bytes], sites: Iterable[OtherSite], config: str, schema: Schema
) -> tuple[tuple[Kept, ...], tuple[Problem, ...]]:
    """Return the snapshots of the sources, and what is wrong with them.

    ``found`` are the files of snapshots by path, and ``config`` is the name of the file that lists
    the sources. A source that has never been read keeps nothing from being built.
    """
    kept: list[Kept] = []
    problems: list[Problem] = []
    listed = set()
    for site in sites:
        listed.add(site.snapshot)
        if site.snapshot not in found:
            problems.append(_not_pulled(site, config))
            continue
        snapshot, unusable = read_snapshot(found[site.snapshot], site, schema)
        problems += unusable
        if snapshot is not None:
            kept.append(Kept(snapshot, found[site.snapshot].decode()))
    problems += (_not_listed(path, config) for path in sorted(set(found) - listed))
    return tuple(kept), tuple(problems)


def _not_pulled(site: OtherSite, config: str) -> Problem:
    return Problem(
        where=Location(config, site.line, "sources"),
        code="source-not-read",
        found=f"{site.name} has never been read, so nothing of it is shown",
        fix=f'Run "casebook pull", and commit {site.snapshot}.',
        severity=Severity.NOTICE,
    )


def _not_listed(path: str, config: str) -> Problem:
    return Problem(
        where=Location(path),
        code="source-not-listed",
        found=f"no source in {config} has this file, so nothing of it is shown",
        fix="Delete the file, or list its source again by the same name.",
        severity=Severity.NOTICE,
    )
