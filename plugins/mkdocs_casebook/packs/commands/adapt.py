"""``casebook adapt``: copy an entry of a content pack into the site, to change it there.

The copy takes the pack's place on the site. It says on its page what it was adapted from.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import read_text, write, write_new
from mkdocs_casebook.core.model import Source
from mkdocs_casebook.core.problems import as_text
from mkdocs_casebook.packs.adapt import adapt
from mkdocs_casebook.packs.lock import NAME, Base, to_lock, write_lock
from mkdocs_casebook.packs.site import SiteWithPacks, read_site
from mkdocs_casebook.schema.vocabulary import Vocabulary

HELP = "copy a page of a content pack into the site, to change it there"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "path",
        nargs="+",
        help="the page as it would be a file of the site: docs/guide/introduction.md",
    )
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Copy the files, and return 1 if any could not be."""
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems), file=sys.stderr)
        return 1
    site = read_site(settings)
    packed = {source.path: source for source in site.pack_files()}
    missing = [path for path in options.path if path not in packed]
    for path in missing:
        near = Vocabulary().nearest(path, packed)
        hint = f' Did you mean "{near}"?' if near else ""
        print(f"{path}: no content pack of this site has that page.{hint}", file=sys.stderr)
    if missing:
        return 1
    copy(site, [packed[path] for path in options.path])
    return 0


def copy(site: SiteWithPacks, sources: Iterable[Source]) -> None:
    """Write pack's files into the site, and note in ``casebook.lock`` what they were."""
    settings = site.files.settings
    for source in sources:
        text = source.content.decode("utf-8")
        write_new(settings.root, source.path, adapt(text, source, site.files.homes))
        print(f"{source.path}: written.")
    lock(read_site(settings))


def lock(site: SiteWithPacks) -> None:
    """Note what the site's own files replace, so that later changes of it can be shown."""
    save_lock(site.files.settings.root, to_lock(site.locked, site.bases))


def save_lock(root: Path, bases: Mapping[str, Base]) -> None:
    """Write ``casebook.lock``; where there is none, only if it would say something."""
    if bases or read_text(root, NAME):
        write(root, NAME, write_lock(bases))
