"""``casebook intake``: turn a filled-in issue form into files, or say what to mend in it.

It reads the event that GitHub records (the file named by ``GITHUB_EVENT_PATH``), and prints the
paths of the files, one to a line. It runs nothing and fetches nothing. Exit status: 0 if the story
is complete, 1 if its author has something to mend, 3 if the event holds no filled-in form.

In a workflow it is called twice: "read FOLDER" writes the files, and notes in the folder what came
of the form; "answer FOLDER" opens a proposal with them, or tells the author what to mend. Only the
second needs the token GH_TOKEN, and only the first sees the text.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from mkdocs_casebook.cli.code_host import status_of
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import write_new
from mkdocs_casebook.forms.commands.site import open_site
from mkdocs_casebook.forms.intake import (
    LARGEST_EVENT,
    Intake,
    NotAnIssueError,
    read_event,
    take_in,
)
from mkdocs_casebook.forms.proposal import answer, note, strange_paths

HELP = "turn a filled-in issue form into files, or say what to mend in it"

NO_FORM = 3


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_config(parser)
    parser.add_argument(
        "step", nargs="?", choices=("read", "answer"), help="the step of a workflow"
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("intake"))
    parser.add_argument(
        "--event",
        type=Path,
        default=Path(os.environ.get("GITHUB_EVENT_PATH", "event.json")),
        help="the recorded event of an issue; by default the file that GITHUB_EVENT_PATH names",
    )
    parser.add_argument(
        "--write", action="store_true", help="write the files; without it they are only checked"
    )
    parser.add_argument(
        "--answer",
        type=Path,
        metavar="FILE",
        help="write the comment for the author, in Markdown, to this file and not to the terminal",
    )


def run(options: argparse.Namespace) -> int:
    """Read the form; print the new files and what to tell its author."""
    if options.step == "answer":
        return status_of(answer, options.folder)
    context = open_site(options.config)
    if context is None:
        return 1
    # The form that was filled in is that of the kind with which the issue is labelled.
    forms = [kind for kind in context.files.schema.kinds.values() if kind.has_form]
    try:
        with options.event.open("rb") as stream:
            body, labels = read_event(stream.read(LARGEST_EVENT + 1))
        kind = next((kind for kind in forms if kind.label.lower() in labels), forms[0])
        result = take_in(body, kind.name, context, datetime.now(UTC).date())
    except (OSError, NotAnIssueError) as error:
        print(f"casebook intake: {error}", file=sys.stderr)
        return NO_FORM
    if strange := strange_paths(result.files):
        print(f"The form would write files where no story is: {strange}", file=sys.stderr)
        return 1
    for path, text in result.files.items():
        if options.write or options.step:
            write_new(context.files.settings.root, path, text)
        print(path)
    if options.step:
        note(options.folder, result)
        return 0
    return _tell(result, options.answer)


def _tell(result: Intake, file: Path | None) -> int:
    """Give the reply, and return the status."""
    if file:
        file.write_text(result.reply, encoding="utf-8", newline="\n")
    else:
        print(result.reply, file=sys.stderr if result.files else sys.stdout, end="")
    return 1 if result.errors else 0
