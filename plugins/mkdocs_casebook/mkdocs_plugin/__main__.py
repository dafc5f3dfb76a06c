"""Run MkDocs, and say in a sentence what would end it in a traceback before a plugin is asked.

The host calls itself for each level of ``mkdocs.yml``, and for most of the first second it is still
being read itself. Our own commands start it here: ``python -m mkdocs_casebook.mkdocs_plugin``.
ProperDocs has a module of MkDocs' name, so that it is started where it is installed instead.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mkdocs_casebook.content.configuration import UnreadableError, load

QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
"""Material tells before each run that it ends. ``docs/fork/index.md`` says what that means."""


def main() -> None:
    """Hand the host the words of the command, if it can read its settings. Exit with a status."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-f", "--config-file", type=Path, default=Path("mkdocs.yml"))
    known, _rest = parser.parse_known_args()
    os.environ |= QUIET
    try:
        if known.config_file.is_file():
            load(known.config_file)
        from mkdocs.__main__ import cli  # noqa: PLC0415 - Ctrl+C may come while it is read

        cli()
    except UnreadableError as error:
        sys.exit(str(error.problem))
    except KeyboardInterrupt:
        sys.stderr.write("Stopped.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
