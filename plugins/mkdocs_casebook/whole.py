"""A site read whole, from disk: what its two callers start from, "casebook check" and the host."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_casebook.build import Build, build
from mkdocs_casebook.catalogue.kept import keep
from mkdocs_casebook.files import find_snapshots, picture_reader
from mkdocs_casebook.layers.site import Site, read_site
from mkdocs_casebook.pictures.check import Look
from mkdocs_casebook.problems import Problem
from mkdocs_casebook.settings import Settings


@dataclass(frozen=True, slots=True)
class Whole:
    """A site's files with those of its packs, and what came of them and of other sites' stories."""

    files: Site
    look: Look
    """Gives the picture at a path from the project root."""

    result: Build
    problems: tuple[Problem, ...]
    """Every problem, sorted by place. Where a pack is missing, only of what was found."""

    @property
    def files_checked(self) -> int:
        """How many files were read; none counts where a pack is missing."""
        return self.result.files_checked if self.files.is_whole else 0


def read_whole(settings: Settings, of_settings: Iterable[Problem] = ()) -> Whole:
    """Read and check everything of a site. ``of_settings`` are told with the problems found."""
    files = read_site(settings)
    layered = files.layered
    look = picture_reader(settings.root)
    snapshots, shut = find_snapshots(settings.root)
    kept, unusable = keep(snapshots, settings.sources, settings.name)
    result = build(
        layered.sources,
        layered.collections,
        look,
        settings.rules,
        kept,
        behind=layered.behind,
    )
    # Where a pack is missing, all that refers to something in it would be told as well.
    of_files = result.problems if files.is_whole else ()
    problems = sorted([*of_settings, *files.problems, *shut, *unusable, *of_files])
    return Whole(files, look, result, tuple(problems))
