"""Read a site whole, from disk: where its two callers start, ``casebook check`` and the host."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mkdocs_casebook.config.settings import Settings
from mkdocs_casebook.content.files import picture_reader
from mkdocs_casebook.core.extensions import CHECKS, SOURCES, extensions
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.pipeline.build import Build, build
from mkdocs_casebook.pipeline.site_files import SiteFiles, find_site
from mkdocs_casebook.safety.pictures import Look


@dataclass(frozen=True, slots=True)
class Whole:
    """A site's files, and what came of them."""

    files: SiteFiles
    look: Look
    """Gives the picture at a path from the project root."""

    result: Build
    problems: tuple[Problem, ...]
    """Every problem, sorted by place. Where a source is missing, only of what was found."""

    @property
    def files_checked(self) -> int:
        """How many files were read; none counts where a source is missing."""
        return self.result.files_checked if self.files.is_whole else 0


def read_whole(settings: Settings, of_settings: Iterable[Problem] = ()) -> Whole:
    """Read and check everything of a site. ``of_settings`` are told with the problems found."""
    files, joins = find_site(settings, extensions(SOURCES))
    look = picture_reader(settings.root)
    result = build(
        files.sources,
        files.collections,
        files.schema,
        look,
        settings.rules,
        shadowed=files.shadowed,
        joins=joins,
        checks=extensions(CHECKS),
    )
    # Where a source is missing, all that refers to something in it would be told as well.
    of_files = result.problems if files.is_whole else ()
    problems = sorted([*of_settings, *files.problems, *of_files])
    return Whole(files, look, result, tuple(problems))
