"""Whatever the host does not find by itself, handed to it as files: entries, lists, data."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.content import files as disk
from mkdocs_casebook.core.model import Entry
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.render.indexes import AnyList
from mkdocs_casebook.safety.rules import Rules

_HIDES = frozenset({"noindex", "none"})
"""What a page's ``robots`` says where search engines must not show it."""


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


def add_lists(
    files: Files,
    lists: Iterable[AnyList],
    places: Places,
    addresses: dict[str, str],
    config: MkDocsConfig,
) -> Iterator[tuple[str, AnyList]]:
    """Give the host the pages of lists, note the address of each, and yield each with its path.

    A page that an author wrote at one of these places stays.
    """
    taken = {file.dest_uri: file for file in files}
    for page in lists:
        uri = f"{page.entry.address}index.md"
        if page.is_index:
            yield places.known(page.entry.path) or uri, page
            continue
        made = File.generated(config, uri, content="")
        there = taken.setdefault(made.dest_uri, made)
        if there is made:
            files.append(made)
            yield uri, page
        addresses[page.entry.path] = there.url.removeprefix("./")


def add_texts(
    files: Files, texts: Iterable[tuple[str, str]], config: MkDocsConfig
) -> tuple[File, ...]:
    """Give the host texts as files at their places, and return these; one that is there stays.

    They are bytes, because a text with a dash in it takes twice as much memory.
    """
    added = []
    for place, text in texts:
        if files.get_file_from_path(place) is None:
            added.append(File.generated(config, place, content=text.encode()))
            files.append(added[-1])
    return tuple(added)


def remove_moved(files: Files, places: Places) -> None:
    """Take from the host the files whose place another has taken."""
    for path in places.moved:
        old = files.get_file_from_path(places.known(path) or path)
        if old is not None:
            files.remove(old)


def remove_themes(files: Files, folders: Iterable[str]) -> None:
    """Take from the host what themes below ours would publish: no page of ours asks for it."""
    hidden = set(folders)
    for file in [file for file in files if file.src_dir in hidden]:
        files.remove(file)


def only_problems(report: str, files: Files, config: MkDocsConfig) -> Files:
    """Return a site of one page with the problems: what serve shows until it can build."""
    config.nav = None
    text = "".join(f"\n    {line}" for line in report.splitlines())
    page = File.generated(config, "index.md", content=f"# Please mend these first\n{text}\n")
    # Any of the documents may be what cannot be read.
    return Files([page, *(file for file in files if file.src_dir != config.docs_dir)])


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


def only_found(files: Iterable[File]) -> list[File]:
    """Return the files of pages that do not ask search engines to leave them out.

    A sitemap that names such a page contradicts it, and search engines tell the owner of a mistake.
    """
    return [file for file in files if file.page is None or not _hides(file.page.meta.get("robots"))]


def _hides(robots: object) -> bool:
    words = str(robots or "").lower().split(",")
    return not _HIDES.isdisjoint(word.strip() for word in words)
