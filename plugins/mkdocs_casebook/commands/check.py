"""``casebook check``: every mistake in every file, without building the site."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from mkdocs_casebook.advice.advise import advise
from mkdocs_casebook.build import build
from mkdocs_casebook.layers.site import read_site
from mkdocs_casebook.problems import (
    Problem,
    as_github,
    as_json,
    as_text,
    has_errors,
    summarise,
)
from mkdocs_casebook.settings import Settings, read_settings
from mkdocs_casebook.summary import as_markdown

HELP = "read every file and list every mistake, without building"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
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


def run(options: argparse.Namespace) -> int:
    """Check the site and print what is wrong; return 1 if anything must be mended, 0 if not."""
    settings, problems = read_settings(options.config)
    if settings is None:
        return _report(problems, 0, options.format)
    found, files_checked = check_site(settings, advice=options.advice)
    return _report([*problems, *found], files_checked, options.format)


def check_site(settings: Settings, *, advice: bool = False) -> tuple[Sequence[Problem], int]:
    """Return every problem of a site's files, sorted by place, and how many files were read.

    Suggestions, where they are wanted, come after everything else. There are none for what content
    packs bring: whoever reads them could not act on them.
    """
    site = read_site(settings)
    if not site.is_whole:
        return sorted(site.problems), 0
    layered = site.layered
    result = build(layered.sources, layered.collections, layered.behind)
    problems = sorted([*site.problems, *result.problems])
    packed = {source.path for source in layered.pack_files()}
    suggestions = advise(layered.sources, result.casebook, problems) if advice else []
    own = [problem for problem in suggestions if problem.where.path not in packed]
    return [*problems, *own], result.files_checked


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
