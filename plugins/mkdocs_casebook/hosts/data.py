"""The catalogue of a site and its table, handed to the host as files of its own."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from mkdocs_casebook.catalogue.write import About, write_files
from mkdocs_casebook.relate import Casebook


def add_data(
    files: Files, casebook: Casebook, addresses: Mapping[str, str], config: MkDocsConfig
) -> None:
    """Give the host every file of data; one that an author put at the same place stays."""
    about = About(
        name=str(config.site_name),
        address=f"{str(config.site_url).rstrip('/')}/" if config.site_url else "",
        description=str(config.site_description or ""),
        licence=str(config.extra.get("licence") or ""),
    )
    for place, text in write_files(casebook, about, addresses):
        if files.get_file_from_path(place) is None:
            files.append(File.generated(config, place, content=text))
