"""What commands that add to a site have in common: opening it, or saying why that cannot be."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import write_new
from mkdocs_casebook.core.extensions import SOURCES, extensions
from mkdocs_casebook.core.problems import as_text
from mkdocs_casebook.forms.context import Desk, check_drafts
from mkdocs_casebook.forms.draft import Draft
from mkdocs_casebook.pipeline.site_files import find_site
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.kinds import Schema


def schema_at(arguments: Sequence[str]) -> Schema:
    """Return the kinds of the site that a command line is about; the usual where there is none."""
    words = argparse.ArgumentParser(add_help=False)
    words.add_argument("--config", type=Path, default=Path("mkdocs.yml"))
    config = words.parse_known_args(arguments)[0].config
    settings = read_settings(config)[0] if config.is_file() else None
    return settings.schema if settings else standard()


def open_desk(config: Path) -> Desk | None:
    """Return the site of a configuration file, or ``None`` after saying what is wrong with it."""
    settings, problems = read_settings(config)
    if settings is None or not settings.collections:
        print(as_text(problems) or f"{config}: no folder holds entries.", file=sys.stderr)
        return None
    files, _joins = find_site(settings, extensions(SOURCES))
    return Desk.of(files.sources, files.collections, settings.docs_folder, files.schema)


def write_drafts(config: Path, drafts: Sequence[Draft], desk: Desk) -> int:
    """Write drafts as new files and print where, and what is missing; return the exit status."""
    checked = check_drafts(drafts, desk)
    for path, text in checked.files.items():
        try:
            write_new(config.resolve().parent, path, text)
        except FileExistsError:
            print(f"{path}: there is a file of this name already, and it was left as it is.")
            return 1
        print(f"{path}: written.")
    if checked.problems:
        print("Still to do, in any text editor:")
        print(as_text(checked.problems))
        return 1
    serve = "scripts/serve.py"
    how = serve if (config.resolve().parent / serve).is_file() else "-m mkdocs serve"
    print(f"Nothing is missing. To see it: python {how}")
    return 0
