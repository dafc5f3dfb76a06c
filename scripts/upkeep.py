"""Run "casebook upkeep" in its environment, with the tool that tries links in one of its own.

python scripts/upkeep.py report FILE   pages nobody has read through for a year, links that fail
python scripts/upkeep.py tell FILE     keeps one issue about them; needs GH_TOKEN
"""

import sys

import environment


def main(arguments: list[str]) -> int:
    """Hand the arguments to the command, and return its exit status."""
    return environment.tell(lambda: upkeep(arguments))


def upkeep(arguments: list[str]) -> int:
    """Run the command. Raises SetupError where an environment cannot be made."""
    start = [str(environment.prepare(environment.SITE)), "-m", "mkdocs_casebook", "upkeep"]
    if arguments[:1] == ["report"]:
        arguments = [*arguments, "--links", str(environment.prepare(environment.LINKS))]
    return environment.run([*start, *arguments], {})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
