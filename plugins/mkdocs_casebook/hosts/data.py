"""The catalogue of a site and its table, handed to the host as files of its own."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.catalogue.write import write_files
from mkdocs_casebook.imprint.imprint import Imprint
from mkdocs_casebook.relate import Casebook


def add_data(
    files: Files,
    config: MkDocsConfig,
    casebook: Casebook,
    imprint: Imprint,
    addresses: Mapping[str, str],
) -> None:
    """Give the host every file of data; one that an author put at the same place stays.

    It keeps them until the end, so they are bytes: a text with a dash in it takes twice as much.
    """
    for place, text in write_files(casebook, imprint, addresses):
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, content=text.encode()))
