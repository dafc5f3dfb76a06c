"""The command ``casebook``: what can be done without building the site."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from mkdocs_casebook.advice import advise
from mkdocs_casebook.build import build
from mkdocs_casebook.files import find_sources
from mkdocs_casebook.kinds import KINDS, json_schema
from mkdocs_casebook.model import Collection
from mkdocs_casebook.problems import (
    Problem,
    as_github,
    as_json,
    as_text,
    has_errors,
    summarise,
)
from mkdocs_casebook.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 if all is well, 1 if anything is not."""
    options = _parser().parse_args(arguments)
    # Windows still starts programs with a code page that cannot show every name.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A file's name may hold bytes that are no text at all.
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as "head", has seen enough. What is left must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casebook", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    check = commands.add_parser(
        "check",
        help="read every file and list every mistake, without building",
        description="Read every file and list every mistake, without building the site.",
    )
    check.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
    check.add_argument(
        "--format",
        choices=("text", "github", "json"),
        default="text",
        help="text for people, github for notes beside a pull request's lines, json for programs",
    )
    check.add_argument(
        "--no-advice",
        dest="advice",
        action="store_false",
        help="leave out suggestions, which take about as long as the check itself",
    )
    check.set_defaults(run=_check)
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of a kind of entry",
        description="Print the JSON Schema (draft 2020-12) of a kind's fields.",
    )
    schema.add_argument("kind", choices=sorted(KINDS))
    schema.set_defaults(run=_schema)
    return parser


def _check(options: argparse.Namespace) -> int:
    settings, problems = read_settings(options.config)
    if settings is None or problems:
        return _report(problems, 0, options.format)
    site = (settings.root, settings.docs_folder, settings.collections)
    return _report(*check_site(*site, advice=options.advice), options.format)


def check_site(
    root: Path, docs_folder: str, collections: Sequence[Collection], *, advice: bool = False
) -> tuple[Sequence[Problem], int]:
    """Return every problem of a site's files, sorted by place, and how many files were read.

    Suggestions, where they are wanted, come after everything else.
    """
    sources, unreadable = find_sources(root, docs_folder, collections)
    result = build(sources, collections)
    problems = sorted([*unreadable, *result.problems])
    suggestions = advise(sources, result.casebook, problems) if advice else []
    return [*problems, *suggestions], result.files_checked


def _report(problems: Sequence[Problem], files_checked: int, form: str) -> int:
    if form == "json":
        print(as_json(problems, files_checked))
    else:
        lines = as_github(problems) if form == "github" else as_text(problems)
        print("\n".join(filter(None, (lines, summarise(problems, files_checked)))))
    return 1 if has_errors(problems) else 0


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(json_schema(KINDS[options.kind]), ensure_ascii=False, indent=2))
    return 0
