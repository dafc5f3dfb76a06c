"""Find the files of a site before anything in them is read: its own, and what sources bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from mkdocs_casebook.config.settings import Settings
from mkdocs_casebook.content.files import find_sources
from mkdocs_casebook.core.model import Collection, Entry, Source
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary

Join = Callable[[Sequence[Entry], Vocabulary], tuple[Sequence[Entry], Sequence[Problem]]]
"""Returns all entries of a site, given those that its files hold, and what is wrong with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFiles:
    """The files of a site."""

    settings: Settings
    schema: Schema
    """The kinds of its entries: its own, and those that sources declare."""

    sources: tuple[Source, ...]
    """By path."""

    collections: tuple[Collection, ...]
    shadowed: tuple[Source, ...] = ()
    """What a source has and the site does not show: left out, or replaced by the site's own."""

    placed: Mapping[str, Path] = field(default_factory=dict)
    """Where on this machine a file is whose path is only its place on the site."""

    homes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """For each content pack, where its files are on the site: paths there by paths in the pack."""

    watched: tuple[str, ...] = ()
    """Folders of the project that a source reads."""

    problems: tuple[Problem, ...] = ()
    is_whole: bool = True
    """Whether everything was found: if not, whatever refers to it would be told as well."""


@dataclass(frozen=True, slots=True)
class Brought:
    """The files of a site with those of one source, and what it does once they are read."""

    files: SiteFiles
    join: Join = lambda entries, _vocabulary: (entries, ())


def find_site(
    settings: Settings, sources: Iterable[Callable[[SiteFiles], Brought]]
) -> tuple[SiteFiles, tuple[Join, ...]]:
    """Find a site's own files, and have each source bring its own."""
    folders = {settings.docs_folder, *(item.folder for item in settings.collections)}
    own, problems = find_sources(
        settings.root,
        settings.docs_folder,
        settings.collections,
        settings.rules,
        may_be_missing=folders,
    )
    files = SiteFiles(
        settings=settings,
        schema=settings.schema,
        sources=tuple(own),
        collections=settings.collections,
        problems=tuple(problems),
    )
    joins = []
    for bring in sources:
        brought = bring(files)
        files = brought.files
        joins.append(brought.join)
    told = (*files.problems, *_missing_folders(files, folders))
    return replace(files, problems=told), tuple(joins)


def _missing_folders(files: SiteFiles, folders: Iterable[str]) -> Iterator[Problem]:
    """Yield the folders that are not there, and that no source fills."""
    for folder in sorted(folders):
        is_filled = any(source.path.startswith(f"{folder}/") for source in files.sources)
        if not is_filled and not (files.settings.root / folder).is_dir():
            yield Problem(
                where=Location(files.settings.name),
                code="missing-folder",
                found=f"there is no folder called {quote(folder)}",
                fix=f"Make the folder, or delete its line in {files.settings.name}.",
            )
