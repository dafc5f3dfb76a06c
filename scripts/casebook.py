"""Run the command casebook in the environment that builds the site, which is made if need be.

python scripts/casebook.py check            every mistake in every file
python scripts/casebook.py new case-study   asks a few questions and writes a file
"""

import sys

import environment


def main(arguments: list[str]) -> int:
    """Hand the arguments to the command, and return its exit status."""
    return environment.tell(
        lambda: environment.run(
            [str(environment.prepare(environment.SITE)), "-m", "mkdocs_casebook", *arguments], {}
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
