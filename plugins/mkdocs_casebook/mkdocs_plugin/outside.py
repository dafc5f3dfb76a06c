"""Entries and pictures that lie outside the host's documents folder, handed to it as files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.content import files as disk
from mkdocs_casebook.core.extensions import ADDRESSES, extensions
from mkdocs_casebook.core.model import Collection, Entry
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.safety.rules import Rules
from mkdocs_casebook.schema.kinds import Schema
from mkdocs_casebook.schema.vocabulary import Vocabulary


def refused(
    files: Files, docs: str, rules: Rules, folders: Iterable[str], config: MkDocsConfig
) -> list[Problem]:
    """Return the problems of documents that the host would publish and must not.

    The check has held the disk against the same rule; a plugin may have let in more since.
    """
    found = (
        rules.refusal(f"{docs}/{file.src_uri}", folders)
        for file in files
        if file.src_dir == config.docs_dir and file.inclusion.is_included()
    )
    return sorted(filter(None, found))


def add_outside(
    files: Files, entries: Iterable[Entry], places: Places, root: Path, config: MkDocsConfig
) -> None:
    """Give the host those entries, and all pictures, that it does not find by itself.

    What stands on another site is no file here: its page is made of what is known of it.
    """
    paths = []
    for entry in entries:
        if entry.elsewhere:
            files.append(File.generated(config, entry.path, content=""))
        elif entry.origin is None and not places.is_in_docs(entry.path):
            paths.append(entry.path)
    # Asked once for each folder: it takes as long as all else that makes a file.
    from_docs = cache(lambda folder: posixpath.relpath(folder or ".", places.docs))
    for path in [*paths, *disk.find_pictures(root, places.outside)]:
        # The real place of the file gives it its edit link and its date, and serve watches it.
        outside = File(path, str(root), config.site_dir, config.use_directory_urls)
        outside.dest_uri = disk.published_path(outside.dest_uri)
        folder, name = posixpath.split(path)
        outside.edit_uri = f"{from_docs(folder)}/{name}"
        files.append(outside)


def add_placed(files: Files, site: SiteFiles, places: Places, config: MkDocsConfig) -> None:
    """Give the host the files that sources bring: entries, and the pictures beside them.

    An entry that is no file on this machine has no text here: it is handed over with the others'.
    """
    docs = f"{places.docs}/"
    made: dict[str, Path | None] = {source.path: None for source in site.sources if source.origin}
    for path, on_disk in (made | dict(site.placed)).items():
        place = path.removeprefix(docs)
        if files.get_file_from_path(place) is None:
            file = (
                File.generated(config, place, abs_src_path=str(on_disk))
                if on_disk
                else File.generated(config, place, content="")
            )
            if not path.startswith(docs):
                file.dest_uri = disk.published_path(file.dest_uri)
            files.append(file)


def settle_footer(files: Files, config: MkDocsConfig) -> None:
    """Let the links of the footer that name a folder lead to its page, whatever addresses are like.

    Opened from a disk, a folder shows its files instead of its page.
    """
    for item in config.extra.get("footer") or []:
        place = item.get("url", "") if isinstance(item, dict) else ""
        if not place.endswith("/") or ":" in place:
            continue
        for name in (f"{place}index.md", f"{place.rstrip('/')}.md"):
            file = files.get_file_from_path(name)
            if file is not None:
                item["url"] = file.url


def addresses_of(files: Files, entries: Iterable[str], places: Places) -> dict[str, str]:
    """Return the host's address of each entry's page from the root of the site, by path."""
    by_path = files.src_uris
    return {
        path: file.url.removeprefix("./")
        for path in entries
        if (file := by_path.get(places.known(path) or path))
    }


def in_searches(entry: Entry) -> dict[str, object]:
    """Return what the theme and search plugins need to know of an entry from another site.

    Search engines should lead to the original, and searches of this site to nothing withdrawn.
    """
    if not entry.elsewhere:
        return {}
    if entry.is_page:
        return {"robots": "noindex", "search": {"exclude": True}}
    return {"robots": "noindex"}


def opened_elsewhere(
    schema: Schema,
    vocabulary: Vocabulary,
    collections: Iterable[Collection],
    config: MkDocsConfig,
) -> Mapping[str, str]:
    """Return where links to files lead that are no pages, by path."""
    folders = {item.kind: item.folder for item in collections}
    found: dict[str, str] = {}
    for addresses in extensions(ADDRESSES):
        found |= addresses(schema, vocabulary, folders, config.repo_url or "", config.edit_uri)
    return found
