"""The catalogue of a site and its table, handed to the host as files of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.config.site_metadata import Imprint
from mkdocs_casebook.export.catalogue import write_files
from mkdocs_casebook.graph.casebook import Casebook


def add_data(
    files: Files,
    config: MkDocsConfig,
    casebook: Casebook,
    imprint: Imprint,
    addresses: Mapping[str, str],
) -> tuple[File, ...]:
    """Give the host every file of data, and return them; one of an author's at its place stays.

    They are bytes, because a text with a dash in it takes twice as much memory.
    """
    added: list[File] = []
    for place, text in write_files(casebook, imprint, addresses):
        if files.get_file_from_path(place) is None:
            added.append(File.generated(config, place, content=text.encode()))
            files.append(added[-1])
    return tuple(added)


def let_go(added: Iterable[File]) -> None:
    """Forget what is in files that the host has copied: it keeps them until the end."""
    for file in added:
        file.content_bytes = b""
