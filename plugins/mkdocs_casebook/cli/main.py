"""The command ``casebook``: what can be done without building the site."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import version

from mkdocs_casebook.core.extensions import COMMANDS, extension, names
from mkdocs_casebook.core.problems import visible


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0 if all is well, 1 if anything is not."""
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except OSError as error:
        # A reader such as "head" may have seen enough.
        if not isinstance(error, BrokenPipeError):
            where = f"{error.filename}: " if error.filename else ""
            said = visible(f"{where}{error.strerror or error}. Nothing more was done.")
            sys.stderr.write(f"{said}\n")
        try:
            sys.stdout.flush()
        except OSError:
            # What is left must not be written at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        return 130


def _run(arguments: Sequence[str]) -> int:
    # Only the module of the command that runs is read: all of them take longer than a check.
    wanted = [word for word in arguments[:1] if word in names(COMMANDS)]
    options = _parser(wanted or names(COMMANDS)).parse_args(arguments)
    # Windows still starts programs with a code page that cannot show every name.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            # A file's name may hold bytes that are no text at all.
            reconfigure(encoding="utf-8", errors="backslashreplace")
    status: int = options.run(options)
    sys.stdout.flush()
    return status


def _parser(wanted: Iterable[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="casebook", description=__doc__)
    told = f"casebook {version('mkdocs-casebook')}"
    parser.add_argument("--version", action="version", version=told, help="say which version it is")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in wanted:
        module = extension(COMMANDS, name)
        command = commands.add_parser(name, help=module.HELP, description=module.__doc__)
        module.declare(command)
        command.set_defaults(run=module.run)
    return parser
