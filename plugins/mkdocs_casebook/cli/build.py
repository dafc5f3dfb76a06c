"""``casebook build``: write a site as plain files. Any warning counts as a failure."""

from __future__ import annotations

import argparse
from pathlib import Path

from mkdocs_casebook.cli.host import run_host

HELP = "write the site as plain files into the folder site/"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the site's folder")
    parser.add_argument("--site-dir", metavar="FOLDER", default="site", help="where to write it")
    parser.add_argument(
        "--no-directory-urls",
        action="store_true",
        help="give each page an address that names its file, for a shared drive without a server",
    )


def run(options: argparse.Namespace) -> int:
    """Build the site, and return 1 if it could not be built without a warning."""
    urls = ("--no-directory-urls",) if options.no_directory_urls else ()
    return run_host(options.folder, "build", "--strict", "--site-dir", options.site_dir, *urls)
