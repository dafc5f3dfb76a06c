"""``casebook check``: every mistake in every file, without building the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.configuration import get, load
from mkdocs_casebook.content.files import write_source
from mkdocs_casebook.core.extensions import ADVISERS, FIXERS, SOURCES, extensions
from mkdocs_casebook.core.problems import (
    Problem,
    Severity,
    as_github,
    as_json,
    as_text,
    has_errors,
    some,
    summarise,
)
from mkdocs_casebook.core.summary import as_markdown
from mkdocs_casebook.graph.page_links import broken_menu
from mkdocs_casebook.lists.review_dates import find_to_come
from mkdocs_casebook.pipeline.fixes import fixes
from mkdocs_casebook.pipeline.load_site import Whole, read_whole
from mkdocs_casebook.pipeline.site_files import find_site
from mkdocs_casebook.pipeline.texts import check_links, check_reading

HELP = "read every file and list every mistake, without building"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="suggest or mend something only in these files; errors are told wherever they are, "
        "because a change in one file can make another wrong",
    )
    add_config(parser)
    parser.add_argument(
        "--format",
        choices=("text", "github", "json"),
        default="text",
        help="text for people; github for notes beside a pull request's lines and one summary; "
        "json for programs",
    )
    parser.add_argument(
        "--no-advice",
        dest="advice",
        action="store_false",
        help="leave out suggestions, which take about as long as the check itself",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="first mend what is mechanical: quotation marks, spaces at the end of lines, a theme "
        "by its other name, a date in words, Markdown that code hosts read otherwise; each change "
        "is shown",
    )


def run(options: argparse.Namespace) -> int:
    """Check the site and print what is wrong; return 1 if anything must be mended, 0 if not."""
    if options.fix and options.format != "text":
        print("--fix shows its changes as text. Leave out --format.", file=sys.stderr)
        return 2
    settings, problems = read_settings(options.config)
    if settings is None:
        return _report(problems, 0, options.format)
    if missing := [str(file) for file in options.files if not file.is_file()]:
        print(f"There is no file {' and no file '.join(missing)}.", file=sys.stderr)
        return 2
    only = _paths(options.files, settings.root)
    shut = fix_site(settings, only) if options.fix else []
    found, files_checked = check_site(settings, only, advice=options.advice)
    return _report([*problems, *shut, *found], files_checked, options.format)


def _paths(files: Sequence[Path], root: Path) -> tuple[str, ...]:
    """Return files by their paths from the project root; one outside it cannot be a page."""
    whole = (file.absolute() for file in files)
    return tuple(file.relative_to(root).as_posix() for file in whole if file.is_relative_to(root))


def check_site(
    settings: Settings, only: Collection[str] = (), *, advice: bool = False
) -> tuple[Sequence[Problem], int]:
    """Return every problem of a site's files, sorted by place, and how many files were read.

    Suggestions, where they are wanted, come after everything else. There are none for what content
    packs bring: whoever reads them could not act on them. Where ``only`` names the paths of some
    files, notices and suggestions are left to those; an error is told wherever it is.
    """
    whole = read_whole(settings)
    files, problems = whole.files, list(whole.problems)
    if not whole.files.is_whole:
        return problems, whole.files_checked
    own_entries = (e for e in whole.result.casebook.by_path.values() if e.origin is None)
    to_come = find_to_come(own_entries, datetime.now(UTC).date())
    links = (*check_links(whole, settings), *_broken_menu(whole))
    problems = sorted([*problems, *links, *check_reading(whole, settings), *to_come])
    packed = {source.path for source in files.sources if source.origin}
    own = [
        told
        for adviser in (extensions(ADVISERS) if advice else ())
        for told in adviser(files.sources, whole.result.casebook, problems, only)
        if told.where.path not in packed
    ]
    if only:
        problems = [p for p in problems if p.severity is Severity.ERROR or p.where.path in only]
    return [*problems, *own], whole.files_checked


def _broken_menu(whole: Whole) -> Iterator[Problem]:
    """Yield the lines of the menu that lead nowhere. A build leaves them to the host."""
    settings = whole.files.settings
    paths = {source.path for source in whole.files.sources}
    paths |= {move.old_path for move in whole.result.moves}

    def is_there(path: str) -> bool:
        return path in paths or (settings.root / path).is_file()

    nav = get(load(settings.root / settings.name), "nav")
    yield from broken_menu(settings.name, nav, settings.docs_folder, is_there)


def fix_site(settings: Settings, only: Collection[str] = ()) -> Sequence[Problem]:
    """Fix what is mechanical in a site's files, or in ``only`` some, and print each fix.

    Return the problems of files that cannot be written.
    """
    root, (files, _joins) = settings.root, find_site(settings, extensions(SOURCES))
    shut: list[Problem] = []
    lines: list[str] = []
    number = 0
    fixed = files
    for fix in extensions(FIXERS):
        fixed = replace(fixed, sources=tuple(fix(fixed)))
    for before, after in zip(files.sources, fixed.sources, strict=True):
        if before == after or before.origin or (only and before.path not in only):
            continue
        if problem := write_source(root, after):
            shut.append(problem)
            continue
        number += 1
        lines += map(str, fixes(before, after))
    told = f"{some(len(lines), 'line')} mended in {some(number, 'file')}."
    print("\n".join([*lines, told if lines else "Nothing was mended."]))
    return shut


def _report(problems: Sequence[Problem], files_checked: int, form: str) -> int:
    if form == "json":
        print(as_json(problems, files_checked))
    else:
        lines = as_github(problems) if form == "github" else as_text(problems)
        print("\n".join(filter(None, (lines, summarise(problems, files_checked)))))
    # GitHub shows ten notes at most beside the lines of a pull request; here is the whole.
    page = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and page:
        with Path(page).open("a", encoding="utf-8", newline="\n") as stream:
            stream.write(as_markdown(problems, files_checked))
    return 1 if has_errors(problems) else 0
