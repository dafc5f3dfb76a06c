"""Run the command casebook in the environment that builds the site, which is made if need be.

python scripts/casebook.py check               every mistake in every file
python scripts/casebook.py new case-study      asks a few questions and writes a file
python scripts/casebook.py init our-casebook   makes a site of your own in that folder

In the folder of another site it is about that site.
"""

import sys
from pathlib import Path

import environment

FOLDERS_FROM_HERE = {"build", "init", "serve"}
"""Commands that are given a folder: where it is depends on where the user is."""


def main(arguments: list[str]) -> int:
    """Hand the arguments to the command, and return its exit status."""
    here = Path.cwd()
    is_here = (arguments[:1] and arguments[0] in FOLDERS_FROM_HERE) or (
        here / "mkdocs.yml"
    ).is_file()
    folder = here if is_here else environment.ROOT
    return environment.tell(
        lambda: environment.run(
            [str(environment.prepare(environment.SITE)), "-m", "mkdocs_casebook", *arguments],
            {},
            folder,
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
