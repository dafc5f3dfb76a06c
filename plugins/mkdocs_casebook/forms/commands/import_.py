"""``casebook import``: turn a Word file or plain Markdown into a new entry.

Each heading that is the name of a field, or of a part of the story, says where the text below it
goes. It never writes over a file. What is missing is left blank in the file and told, and the exit
status is then 1. Nothing in the Word file is run, and nothing outside it is fetched.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from mkdocs_casebook.forms.commands.site import add_config, open_site, schema_at, write_entry
from mkdocs_casebook.forms.texts import say
from mkdocs_casebook.forms.word import LARGEST_FILE, RefusedError, as_markdown, read_prose

HELP = "turn a Word file or plain Markdown into a new entry"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("file", type=Path, help="a Word file (.docx) or Markdown (.md)")
    schema = schema_at(sys.argv[1:])
    kinds = [kind.name for kind in schema.collected]
    parser.add_argument("--kind", choices=kinds, default=schema.roles.story.name)
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Read the file, write the entry and tell what is missing."""
    context = open_site(options.config)
    if context is None:
        return 1
    try:
        text, notes = _read(options.file)
        answers, more_notes = read_prose(text, context.inputs(options.kind))
    except (OSError, RefusedError) as error:
        print(f"{options.file}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
        return 1
    for note in (*notes, *more_notes):
        print(f"{options.file}: {note}")
    return write_entry(options.kind, answers, context)


def _read(file: Path) -> tuple[str, tuple[str, ...]]:
    """Return a file as Markdown, and what to tell of it."""
    with file.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise RefusedError(say("file-too-large", most=LARGEST_FILE // 1024 // 1024))
    if file.suffix.lower() == ".docx":
        return as_markdown(content)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        raise RefusedError(say("file-is-no-text")) from error
