"""The command ``casebook``: what can be done without building the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType

from mkdocs_casebook.commands import (
    adapt,
    check,
    import_,
    init,
    intake,
    new,
    pull,
    schema,
    upgrade,
    upkeep,
)

COMMANDS: Mapping[str, ModuleType] = MappingProxyType(
    {
        "adapt": adapt,
        "check": check,
        "import": import_,
        "init": init,
        "intake": intake,
        "new": new,
        "pull": pull,
        "schema": schema,
        "upgrade": upgrade,
        "upkeep": upkeep,
    }
)
"""Every command, in the order in which help lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 if all is well, 1 if anything is not."""
    options = _parser().parse_args(arguments)
    # Windows still starts programs with a code page that cannot show every name.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A file's name may hold bytes that are no text at all.
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as "head", has seen enough. What is left must not be written at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casebook", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.declare(command)
        command.set_defaults(run=module.run)
    return parser
