"""``casebook schema``: the fields of a kind of entry as a JSON Schema."""

from __future__ import annotations

import argparse
import json

from mkdocs_casebook.schema.kinds import KINDS, json_schema

HELP = "print the JSON Schema of a kind of entry"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("kind", choices=sorted(KINDS))


def run(options: argparse.Namespace) -> int:
    """Print the JSON Schema (draft 2020-12) of a kind's fields, and return 0."""
    print(json.dumps(json_schema(KINDS[options.kind]), ensure_ascii=False, indent=2))
    return 0
