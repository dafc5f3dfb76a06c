"""Runs the command as ``python -m mkdocs_casebook``."""

import sys

from mkdocs_casebook.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
