"""``casebook schema``: print the fields of a kind, or write everything that is made from them.

With a kind, it prints that kind's JSON Schema. With ``--write`` it writes the files that are made
from the fields and the themes: JSON Schemas, the issue form, blank files and ``.pages.yml``. With
``--check`` it only says which of them are not up to date.
"""

from __future__ import annotations

import argparse
import sys

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import read_text, write
from mkdocs_casebook.core.extensions import GENERATORS, extensions
from mkdocs_casebook.core.problems import some
from mkdocs_casebook.forms.commands.site import open_site, schema_at
from mkdocs_casebook.forms.generated import schema_text
from mkdocs_casebook.schema.kind_declarations import standard

HELP = "print a kind's JSON Schema, or write the forms and blank files made from the fields"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument(
        "kind", nargs="?", help=f"one of {', '.join(standard().kinds)}, or a kind of the site's"
    )
    task.add_argument("--write", action="store_true", help="write every file made from the fields")
    task.add_argument(
        "--check", action="store_true", help="say which of these files are not up to date"
    )
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Print or write; return 1 if something was to be up to date and is not."""
    if options.kind:
        kinds = schema_at(["--config", str(options.config)]).kinds
        if options.kind not in kinds:
            told = f"There is no kind {options.kind}. There are: {', '.join(kinds)}."
            print(told, file=sys.stderr)
            return 1
        print(schema_text(kinds[options.kind]), end="")
        return 0
    context = open_site(options.config)
    if context is None:
        return 1
    root = context.files.settings.root
    files = {
        path: text
        for generate in extensions(GENERATORS)
        for path, text in generate(context.files).items()
    }
    stale = [path for path, text in files.items() if read_text(root, path) != text]
    for path in stale:
        if options.write:
            write(root, path, files[path])
            print(f"{path}: written.")
        else:
            print(f"{path}:1: the file is not up to date. Run: casebook schema --write")
    found = "changed" if options.write else "not up to date"
    print(f"{some(len(files), 'file')}, {len(stale)} of them {found}.")
    return 1 if stale and not options.write else 0
