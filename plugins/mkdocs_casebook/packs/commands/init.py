"""``casebook init``: make a new site, with an organisation's name, colour and licence.

At a terminal it asks for what was not given; elsewhere, and with ``--no-questions``, it takes the
usual answers. It writes only into a folder that is empty or not there.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import write_new
from mkdocs_casebook.core.extensions import GENERATORS, extensions
from mkdocs_casebook.packs.commands.adapt import copy
from mkdocs_casebook.packs.installed import installed, package_pack
from mkdocs_casebook.packs.new_site import (
    QUESTIONS,
    chapters_of,
    default_of,
    interview,
    read_answer,
    scaffold,
)
from mkdocs_casebook.packs.site import read_site
from mkdocs_casebook.schema.fields import Field
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.vocabulary import Vocabulary

HELP = "make a new site in an empty folder"

_COPIED = {kind.without: kind.name for kind in standard().shared_by_packs}


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=Path, help="where the site will be")
    for question in QUESTIONS:
        default = f" If not: {default_of(question)}" if question.required else ""
        parser.add_argument(_option(question), metavar="TEXT", help=f"{question.help}{default}")
    parser.add_argument(
        "--chapters",
        metavar="NAMES",
        default="",
        help="the chapters of the guide to take, with commas between; all if left out",
    )
    parser.add_argument(
        "--copy",
        action="append",
        default=[],
        choices=sorted(_COPIED),
        help="copy these pages of the guide into the site, to change them",
    )
    parser.add_argument(
        "--stories", action="store_true", help="take the guide's own case studies too"
    )
    parser.add_argument(
        "--pack", default="digital-leadership", help="the content pack that holds the guide"
    )
    parser.add_argument(
        "--no-questions", dest="questions", action="store_false", help="ask nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Make the site, and return 1 if it could not be made."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        return _refuse(f"{folder} is not empty. Name a new folder, or empty it first.")
    pack = package_pack(options.pack)
    if pack is None:
        package = f"casebook-pack-{options.pack}"
        have = f" Installed are: {', '.join(sorted(installed()))}." if installed() else ""
        return _refuse(
            f'The content pack "{options.pack}" is not installed. Install it with: '
            f"python -m pip install {package}{have}"
        )
    chapters = [name.strip() for name in options.chapters.split(",") if name.strip()]
    known = chapters_of(pack)
    for name in chapters:
        if name not in known:
            near = Vocabulary().nearest(name, known)
            hint = f'Did you mean "{near}"?' if near else f"It has: {', '.join(known)}."
            return _refuse(f'The pack has no chapter "{name}". {hint}')
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        given = getattr(options, question.name)
        if given is not None:
            answers[question.name], wrong = read_answer(question, given)
            if wrong:
                return _refuse(f"{_option(question)}: {wrong}")
    if options.questions and sys.stdin.isatty():
        print("Press Enter to take what stands in brackets. Ctrl+C stops; nothing is written.")
        answers = interview(answers, input, print)
    answers = {q.name: answers.get(q.name, default_of(q)) for q in QUESTIONS}
    files = scaffold(answers, pack, version("mkdocs-casebook"), chapters, stories=options.stories)
    for path, text in files.items():
        write_new(folder, path, text)
    _finish(folder, {_COPIED[name] for name in options.copy})
    print(f"The site is in {folder}. Next:")
    print(f"  cd {folder}")
    print("  casebook check")
    print("  python -m mkdocs serve")
    return 0


def _option(question: Field) -> str:
    return f"--{question.name.replace('_', '-')}"


def _finish(folder: Path, copied: set[str]) -> None:
    """Add copies of the guide's pages, and the forms that are made from the fields."""
    settings, _problems = read_settings(folder / "mkdocs.yml")
    if settings is None:  # pragma: no cover - the template is sound, as a test shows
        return
    site = read_site(settings)
    copy(site, [source for source in site.pack_files() if source.kind in copied])
    files = replace(read_site(settings).files, collections=settings.collections)
    for generate in extensions(GENERATORS):
        for path, text in generate(files).items():
            write_new(folder, path, text)


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 1
