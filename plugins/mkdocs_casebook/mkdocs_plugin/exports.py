"""Hand the host what exporters write, as files of its own."""

from __future__ import annotations

from collections.abc import Iterable

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.core.extensions import EXPORTERS, extensions
from mkdocs_casebook.export.exporter import Export


def add_exports(files: Files, config: MkDocsConfig, export: Export) -> tuple[File, ...]:
    """Give the host every file, and return them; one of an author's at its place stays.

    They are bytes, because a text with a dash in it takes twice as much memory.
    """
    added: list[File] = []
    for exporter in extensions(EXPORTERS):
        for place, text in exporter(export):
            if files.get_file_from_path(place) is None:
                added.append(File.generated(config, place, content=text.encode()))
                files.append(added[-1])
    return tuple(added)


def let_go(added: Iterable[File]) -> None:
    """Forget what is in files that the host has copied: it keeps them until the end."""
    for file in added:
        file.content_bytes = b""
