"""``casebook new``: start a new entry, by a few questions or by options.

At a terminal it asks for what must be there and was not given; elsewhere, and with
``--no-questions``, it asks nothing. It never writes over a file. What is still missing is left
blank in the file and told, and the exit status is then 1.
"""

from __future__ import annotations

import argparse
import sys

from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.forms.commands.site import open_site, schema_at, write_entry
from mkdocs_casebook.forms.inputs import inputs_of
from mkdocs_casebook.forms.prompts import interview

HELP = "start a new case study, theme or other entry, by a few questions or by options"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add a command for each kind, with an option for everything that can be asked about it."""
    kinds = parser.add_subparsers(required=True, metavar="KIND", dest="kind")
    schema = schema_at(sys.argv[1:])
    for kind in schema.collected:
        command = kinds.add_parser(kind.name, help=f"a new {kind.one}", description=__doc__)
        add_config(command)
        command.add_argument(
            "--no-questions",
            dest="questions",
            action="store_false",
            help="ask nothing; leave blank what is not given",
        )
        for one in inputs_of(kind, schema):
            command.add_argument(
                f"--{one.id}",
                dest=f"answer_{one.id}",
                metavar="TEXT",
                action="append" if one.is_list else "store",
                help=f"{one.help}{' Give it once for each item.' if one.is_list else ''}",
            )


def run(options: argparse.Namespace) -> int:
    """Ask, write the file and tell what is missing."""
    context = open_site(options.config)
    if context is None:
        return 1
    if options.kind not in context.folders:
        print(f"No folder of this site holds entries of the kind {options.kind}.", file=sys.stderr)
        return 1
    answers = {
        one.id: "\n".join(value) if one.is_list else value
        for one in context.inputs(options.kind)
        if (value := getattr(options, f"answer_{one.id}"))
    }
    if options.questions and sys.stdin.isatty():
        print("Press Enter to leave a question for later. Ctrl+C stops, and nothing is written.")
        answers |= interview(options.kind, answers, context, input, print)
    return write_entry(options.kind, answers, context)
