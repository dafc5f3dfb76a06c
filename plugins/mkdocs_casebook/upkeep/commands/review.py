"""``casebook review``: sign that you have read pages through, with your name, role and the day.

The fields of each file get a hash of what you read: title, fields, text, and the passages of other
pages that it cites. Once a word of it changes, the page, the catalogue and ``casebook upkeep`` say
so. Read the pages before you run this; nothing can check that you did.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_casebook.api import Entry, Problem, Severity, Source, Whole, read_settings, read_whole
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import write_source
from mkdocs_casebook.core.problems import as_text, some, visible
from mkdocs_casebook.upkeep.review import FIELD, sign
from mkdocs_casebook.upkeep.signing import with_review
from mkdocs_casebook.upkeep.site_texts import SiteTexts

HELP = "sign that you have read pages through"

LONGEST_NAME = 160

_NO_LINES = "write its fields one to a line, so that a review can stand below them."


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the pages you read")
    parser.add_argument(
        "--by", required=True, metavar='"NAME, ROLE"', help="who read them: a name and a role"
    )
    today = datetime.now(UTC).date()
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=today,
        metavar="DATE",
        help="the day, such as 2026-11-22; today if it is left out",
    )
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Sign the files; return 1 where the site cannot be read or a file cannot be signed."""
    by = " ".join(options.by.split())
    refused = _refuse(by, options.on)
    settings, problems = read_settings(options.config)
    if settings is None or refused:
        print(refused or as_text(problems), file=sys.stderr)
        return 1
    whole = read_whole(settings)
    wanted = [_path(file, settings.root) for file in options.files]
    if faults := [*_faults(wanted, whole)]:
        print("\n".join((*faults, "Nothing was signed.")), file=sys.stderr)
        return 1
    casebook = whole.result.casebook
    texts = SiteTexts.of(whole.files.sources, casebook.by_path.values(), casebook.schema)
    for path in dict.fromkeys(wanted):
        review = sign(by, options.on, texts.reading(casebook.by_path[path]))
        source = texts.sources[path]
        signed = with_review(source.content, review)
        if signed is None:
            print(f"{path}: {_NO_LINES} Nothing more was signed.", file=sys.stderr)
            return 1
        if shut := write_source(settings.root, replace(source, content=signed)):
            print(shut, file=sys.stderr)
            return 1
        passages = some(len(review.cites), "passage")
        print(visible(f"{path}: read by {by} on {options.on}, with {passages} that it cites."))
    return 0


def _refuse(by: str, on: date) -> str:
    """Return why nobody of this name can have read a page on this day; blank if they can."""
    if "," not in by or not all(part.strip() for part in by.split(",", 1)):
        return 'Say who read it and in which role, such as --by "A. N. Example, medical director".'
    if len(by) > LONGEST_NAME:
        return f"The name and the role may have up to {LONGEST_NAME} characters."
    if "<" in by or not by.isprintable():
        return "Write the name and the role as plain text."
    if on > datetime.now(UTC).date():
        return f"{on} has not come yet."
    return ""


def _path(file: Path, root: Path) -> str:
    """Return a file's path from the project root, or as it was given where it is outside."""
    whole = file.resolve()
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else str(file)


def _faults(wanted: Sequence[str], whole: Whole) -> Iterator[str]:
    """Yield why some of the files cannot be signed."""
    sources = {source.path: source for source in whole.files.sources}
    entries = whole.result.casebook.by_path
    for path in wanted:
        source, entry = sources.get(path), entries.get(path)
        if source is None or entry is None:
            yield visible(f"{path}: this is no page of the site.")
        elif reason := _unfit(source, entry, whole.problems):
            yield visible(f"{path}: {reason}")


def _unfit(source: Source, entry: Entry, problems: Sequence[Problem]) -> str:
    """Return why a file cannot be signed; blank if it can."""
    if source.origin is not None:
        return "it comes from a content pack, and is reviewed there."
    if not entry.lines:
        return "it has no fields at its top. Start it with a title between two lines of ---."
    errors = (
        problem
        for problem in problems
        if problem.where.path == source.path
        and problem.severity is Severity.ERROR
        # What this command puts right is no reason against it.
        and not (problem.where.field or "").startswith(FIELD)
    )
    return "it has mistakes. Mend what casebook check tells of it first." if any(errors) else ""
