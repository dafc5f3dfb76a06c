"""``casebook serve``: show a site on this computer while it is written."""

from __future__ import annotations

import argparse
from pathlib import Path

from mkdocs_casebook.cli.host import run_host

HELP = "show the site on this computer, and again after each change"

ADDRESS = "127.0.0.1:8000"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", nargs="?", type=Path, default=Path(), help="the site's folder")
    parser.add_argument(
        "-a", "--dev-addr", metavar="HOST:PORT", default=ADDRESS, help=f"by default {ADDRESS}"
    )


def run(options: argparse.Namespace) -> int:
    """Serve the site until Ctrl+C."""
    # Some releases of click, a library MkDocs uses, turn live reload off unless it is asked for.
    return run_host(options.folder, "serve", "--livereload", "--dev-addr", options.dev_addr)
