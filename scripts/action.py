"""Check somebody's site with the program and the guide of this folder: what action.yml runs.

python scripts/action.py mkdocs.yml    every mistake, as notes beside the lines of a pull request

The site's own list of packages is not installed: whoever opens a pull request could change it.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import environment

GUIDE = environment.ROOT / "packs" / "digital-leadership"


def main(arguments: list[str]) -> int:
    """Check the site of the configuration file that is named, and return the exit status."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    return environment.tell(lambda: check(Path(arguments[0]).absolute()))


def check(config: Path) -> int:
    """Run the check where the guide is installed, so that a site can be built on it.

    Raises SetupError when the tools or the guide cannot be set up.
    """
    python = str(environment.prepare(environment.SITE))
    with TemporaryDirectory() as guide:
        pip = [python, "-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-input"]
        environment.run_quietly(
            [*pip, "--disable-pip-version-check", "--target", guide, str(GUIDE)],
            "Could not install the guide.",
        )
        command = [python, "-m", "mkdocs_casebook", "check", "--format", "github"]
        return environment.run([*command, "--config", str(config)], {"PYTHONPATH": guide})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
