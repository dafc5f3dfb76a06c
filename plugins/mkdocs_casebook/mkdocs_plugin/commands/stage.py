"""``casebook stage``: write the finished site as plain pages that another host can carry."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.config.settings import PLUGIN, Settings, read_settings
from mkdocs_casebook.core.places import Places
from mkdocs_casebook.core.problems import as_text, some
from mkdocs_casebook.mkdocs_plugin.plain_pages import (
    STYLE,
    PlainPages,
    other_files,
    settings_text,
)
from mkdocs_casebook.mkdocs_plugin.plugin import CasebookPlugin
from mkdocs_casebook.mkdocs_plugin.staged_tree import refusal, write_tree

HELP = "write the finished site as plain pages, for a host that runs no plugins, such as Zensical"

# The theme's notices about the future of MkDocs are no news to who writes pages for another host.
_QUIET = ("NO_MKDOCS_2_WARNING", "DISABLE_MKDOCS_2_WARNING")


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the pages are written")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Build the site, and write its pages; return 1 and leave the folder as it was on any error."""
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems), file=sys.stderr)
        return 1
    folder = options.folder.resolve()
    sources = (settings.docs_folder, *Places.of(settings.docs_folder, settings.collections).outside)
    if why := refusal(folder, settings.root, sources):
        print(f"{why} Nothing was written.", file=sys.stderr)
        return 1
    try:
        with TemporaryDirectory(prefix="casebook-stage-") as temporary, _told():
            number, others = _stage(settings, folder, Path(temporary).resolve() / "site")
    except MkDocsException as error:
        print(f"{str(error).rstrip()}\nNothing was written to {folder}.", file=sys.stderr)
        return 1
    print(
        f"{options.folder}: {some(number, 'page')} and {some(others, 'other file')} written. To "
        f"build them: cd {options.folder}, then zensical build --strict."
    )
    return 0


def _stage(settings: Settings, folder: Path, site: Path) -> tuple[int, int]:
    """Build a site into a folder of its own and write its pages; return how many, and what else.

    Raises MkDocsException where the site cannot be built.
    """
    config = load_config(config_file=str(settings.root / settings.name), site_dir=str(site))
    plugin = config.plugins.get(PLUGIN)
    if not isinstance(plugin, CasebookPlugin):
        raise MkDocsException(f"{settings.name} does not list the plugin {PLUGIN}.")
    plugin.has_scripts = False
    pages = PlainPages()
    config.plugins["casebook-stage"] = pages
    _build(config)
    texts = {f"docs/{place}": text for place, text in pages.texts.items()}
    texts["mkdocs.yml"] = settings_text(pages, config, settings.imprint)
    style = files("mkdocs_casebook.mkdocs_plugin") / Path(STYLE).name
    texts[f"docs/{STYLE}"] = style.read_text("utf-8")
    copies = {f"docs/{place}": site / place for place in other_files(pages.files, config)}
    write_tree(folder, texts, copies)
    return len(pages.texts), len(copies)


def _build(config: MkDocsConfig) -> None:
    config.plugins.on_startup(command="build", dirty=False)
    try:
        build(config)
    finally:
        config.plugins.on_shutdown()


@contextmanager
def _told() -> Iterator[None]:
    """Show the host's warnings as its own command does, and nothing of less weight."""
    for name in _QUIET:
        os.environ.setdefault(name, "1")
    handler = logging.StreamHandler()
    handler.setLevel(logging.WARNING)
    handler.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
