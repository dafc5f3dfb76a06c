"""``casebook import``: turn a Word file or plain Markdown into a new entry.

Each heading that is the name of a field, or of a part of the story, says where the text below it
goes. It never writes over a file. What is missing is left blank in the file and told, and so is
every word that came in and is not in the file, with its place; the exit status is then 1. Nothing
in the Word file is run, and nothing outside it is fetched.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.core.problems import visible
from mkdocs_casebook.forms.commands.site import open_site, schema_at, write_entry
from mkdocs_casebook.forms.taking import take_file
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.forms.word import LARGEST_FILE
from mkdocs_casebook.forms.word_parts import RefusedError

HELP = "turn a Word file or plain Markdown into a new entry"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", type=Path, help="a Word file (.docx) or Markdown (.md)")
    schema = schema_at(sys.argv[1:])
    kinds = [kind.name for kind in schema.collected]
    parser.add_argument("--kind", choices=kinds, default=schema.roles.story.name)
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Read the file, write the entry and tell what is missing, and what was left out."""
    context = open_site(options.config)
    if context is None:
        return 1
    try:
        taken = take_file(options.file, _content(options.file), options.kind, context)
    except (OSError, RefusedError) as error:
        print(f"{options.file}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    status = write_entry(options.kind, taken.answers, context, is_whole=not taken.left_out)
    for note in (*taken.told, *taken.left_out):
        print(visible(f"{options.file}: {note}"))
    return 1 if taken.left_out else status


def _content(file: Path) -> bytes:
    """Return the bytes of a file that is not too large to be a story."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise RefusedError(say("file-too-large", most=LARGEST_FILE // 1024 // 1024))
    return content
