"""Pages that stand in for others: one that leads on from an old address, one with the problems."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.core.places import Places


def add_redirects(
    files: Files, places: Places, pages: Iterable[tuple[str, str]], config: MkDocsConfig
) -> None:
    """Put pages that lead on, each with its place, where moved files were or would have been."""
    for path in places.moved:
        old = files.get_file_from_path(places.known(path) or path)
        if old is not None:
            files.remove(old)
    for place, page in pages:
        files.append(File.generated(config, place, content=page))


def only_problems(report: str, files: Files, config: MkDocsConfig) -> Files:
    """Return a site of one page with the problems: what serve shows until it can build."""
    config.nav = None
    text = "".join(f"\n    {line}" for line in report.splitlines())
    page = File.generated(config, "index.md", content=f"# Please mend these first\n{text}\n")
    # Any of the documents may be what cannot be read.
    return Files([page, *(file for file in files if file.src_dir != config.docs_dir)])
