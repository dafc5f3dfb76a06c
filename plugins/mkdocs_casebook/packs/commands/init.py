"""``casebook init``: make a new site, with an organisation's name, colour and licence.

At a terminal it asks for what was not given; elsewhere, and with ``--no-questions``, it takes the
usual answers. It writes only into a folder that is empty or not there. The program and the guide go
into the folder ``wheels/`` of the site, so that it can be built wherever Python is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mkdocs_casebook.config.settings import read_settings
from mkdocs_casebook.content.files import write_new
from mkdocs_casebook.core.extensions import GENERATORS, extensions
from mkdocs_casebook.packs.commands.adapt import copy
from mkdocs_casebook.packs.installed import Pack, known_packs, package_pack
from mkdocs_casebook.packs.new_site import (
    QUESTIONS,
    chapters_of,
    default_of,
    interview,
    read_answer,
    scaffold,
)
from mkdocs_casebook.packs.site import read_site
from mkdocs_casebook.packs.wheels import ENGINE, BuildError, installed_wheel
from mkdocs_casebook.schema.fields import Field
from mkdocs_casebook.schema.kind_declarations import standard
from mkdocs_casebook.schema.vocabulary import Vocabulary

HELP = "make a new site in an empty folder"

GUIDE = "digital-leadership"
"""The pack that is taken if it is there and no other is named."""

_COPIED = {kind.without: kind.name for kind in standard().shared_by_packs}


class RefusedError(Exception):
    """A site that is not made; the text says why."""


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
        "--pack", metavar="NAME", help=f"the content pack that holds the guide; if not: {GUIDE}"
    )
    parser.add_argument(
        "--no-pack",
        dest="pack",
        action="store_const",
        const="",
        help="take no guide: all content will be the site's own",
    )
    parser.add_argument(
        "--no-questions", dest="questions", action="store_false", help="ask nothing"
    )


def run(options: argparse.Namespace) -> int:
    """Make the site, and return 1 if it could not be made."""
    try:
        _make(options)
    except RefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def _make(options: argparse.Namespace) -> None:
    """Make the site. Raises RefusedError before anything is written."""
    folder: Path = options.folder
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusedError(f"{folder} is not empty. Name a new folder, or empty it first.")
    pack = package_pack(GUIDE if options.pack is None else options.pack)
    if pack is None and options.pack:
        have = f" There are: {', '.join(known_packs())}." if known_packs() else ""
        raise RefusedError(f'The content pack "{options.pack}" is not installed.{have}')
    chapters = [name.strip() for name in options.chapters.split(",") if name.strip()]
    _refuse_unknown(chapters, pack)
    answers = _answers(options)
    try:
        wheels = [installed_wheel(ENGINE), *([pack.wheel()] if pack else [])]
    except BuildError as error:
        raise RefusedError(f"The packages could not be put into the site.\n{error}") from error
    for path, content in scaffold(answers, pack, wheels, chapters, stories=options.stories).items():
        write_new(folder, path, content)
    _finish(folder, {_COPIED[name] for name in options.copy})
    print(f"The site is in {folder}. To see it, call this command with: serve {folder}")
    if pack is None:
        print("It has no guide. To add one, follow what mkdocs.yml says where packs are named.")


def _answers(options: argparse.Namespace) -> dict[str, str]:
    """Return an answer to each question: given, asked for, or the usual. Raises RefusedError."""
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        given = getattr(options, question.name)
        if given is not None:
            answers[question.name], wrong = read_answer(question, given)
            if wrong:
                raise RefusedError(f"{_option(question)}: {wrong}")
    if options.questions and sys.stdin.isatty():
        print("Press Enter to take what stands in brackets. Ctrl+C stops; nothing is written.")
        answers = interview(answers, input, print)
    return {q.name: answers.get(q.name, default_of(q)) for q in QUESTIONS}


def _refuse_unknown(chapters: Sequence[str], pack: Pack | None) -> None:
    """Raise RefusedError for a chapter that the pack has not."""
    known = chapters_of(pack) if pack else ()
    for name in chapters:
        if name not in known:
            near = Vocabulary().nearest(name, known)
            has = f"It has: {', '.join(known)}." if known else "There is no pack."
            hint = f'Did you mean "{near}"?' if near else has
            raise RefusedError(f'The pack has no chapter "{name}". {hint}')


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
