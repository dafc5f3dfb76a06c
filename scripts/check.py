"""Run every check of this project: the one command to type before handing on a change.

  python scripts/check.py             runs everything but what is slow
  python scripts/check.py --all       also what is slow, as a workflow does each night
  python scripts/check.py --fast      leaves out the tests that need a browser or whole sites
  python scripts/check.py --lint      runs ruff and mypy, and no test
  python scripts/check.py --oldest    runs tests with the oldest packages that we say will do
  python scripts/check.py -k links    hands whatever else you add to pytest

The first run sets up what the checks need, which takes a few minutes.
"""

import os
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import environment
import npm_files
import system_packages
from environment import SetupError, say

LINTERS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff check": ["ruff", "check", "."],
    "mypy": ["mypy"],
}
# Tests share the processors. A worker that is done takes tests from another. More than four would
# each start a browser for little.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


class Run(NamedTuple):
    """What an option asks for.

    tools: the environment that it is done with.
    linters: the words for each linter, by its name.
    tests: the words that choose tests; None if there are to be none.
    """

    tools: environment.Environment = environment.TEST
    linters: dict[str, list[str]] = LINTERS
    tests: tuple[str, ...] | None = ()


OLDEST = environment.Environment(
    "the test tools with the oldest packages",
    environment.ROOT / ".venv-oldest",
    environment.ROOT / "requirements" / "oldest" / "test.txt",
)
HOSTS = {"ProperDocs": environment.PROPERDOCS, "Zensical": environment.ZENSICAL}
RUNS = {
    "--fast": Run(tests=("-m", "not browser and not hosts")),
    "--lint": Run(tests=None),
    # What other hosts make with newer packages cannot be compared with what this one makes.
    "--oldest": Run(OLDEST, {}, ("-m", "not browser", "-k", "not both_hosts")),
}


class Preparation(NamedTuple):
    """What the tests are given.

    variables: environment variables that tell the tests what they can use.
    missing: what could not be had, each with a plain message.
    """

    variables: dict[str, str]
    missing: dict[str, str]


def main(arguments: list[str]) -> int:
    """Run the checks that the arguments ask for, and return the exit status."""
    if arguments and arguments[0] in {"-h", "--help"}:
        print(__doc__)
        return 0
    run = next((RUNS[word] for word in arguments if word in RUNS), Run())
    return environment.tell(lambda: check(run, [word for word in arguments if word not in RUNS]))


def check(run: Run, for_pytest: list[str]) -> int:
    """Run all the checks, whether or not one fails, and return 1 if any did and 0 otherwise.

    for_pytest: further arguments for pytest.
    Raises SetupError when the test tools themselves cannot be set up.
    """
    with ThreadPoolExecutor() as pool:
        tools = pool.submit(environment.prepare, run.tools)
        variables, missing = prepare(run, pool)
        python = [str(tools.result()), "-m"]
        for message in missing.values():
            say(message)
        # The linters run while the tests do; what they say is shown after them.
        lint = partial(
            subprocess.run, cwd=environment.ROOT, capture_output=True, text=True, encoding="utf-8"
        )
        linters = {name: pool.submit(lint, [*python, *w]) for name, w in run.linters.items()}
        status = 0
        if run.tests is not None:
            # The user's own arguments come last: pytest lets a second -m take the first's place.
            words = [*python, "pytest", *IN_PARALLEL, *run.tests, *for_pytest]
            status = environment.run(words, variables)
    # On a machine that nobody watches, a test left out would never be noticed.
    failed = list(missing) if os.environ.get("CI", "").lower() in {"1", "true"} else []
    for name, linter in linters.items():
        done = linter.result()
        say(f"\n== {name} ==\n{done.stdout}{done.stderr}".rstrip())
        failed += [name] if done.returncode else []
    failed += ["pytest"] if status else []
    ran = [*linters, *([] if run.tests is None else ["pytest"])]
    say("\n" + summary(ran, failed, list(missing)))
    return 1 if failed else 0


def summary(steps: list[str], failed: list[str], missing: list[str]) -> str:
    """Return the closing line, from the names of what ran, what failed and what was not there."""
    if failed:
        return f"Failed: {', '.join(failed)}. The messages above say why."
    without = f" Some tests may have been left out, without {' and '.join(missing)}."
    return f"All is well: {', '.join(steps)}.{without if missing else ''}"


def prepare(run: Run, pool: ThreadPoolExecutor) -> Preparation:
    """Set up what the tests of a run can use beside their own tools."""
    if run == Run():
        return prepare_helpers(pool)
    return gather(ask_for_hosts(pool)) if run.tools == OLDEST else Preparation({}, {})


def prepare_helpers(pool: ThreadPoolExecutor) -> Preparation:
    """Find or install browser, PDF reader, release tools and hosts, and say what is missing."""
    asked = {
        **ask_for_hosts(pool),
        "the release tools": pool.submit(
            lambda: {"CASEBOOK_RELEASE_PYTHON": str(environment.prepare(environment.RELEASE))}
        ),
        "axe": pool.submit(npm_files.prepare_checkers),
    }
    system_packages.install_missing()
    asked["Chromium"] = pool.submit(system_packages.prepare_chromium)
    asked["Poppler"] = pool.submit(system_packages.prepare_pdf_reader)
    return gather(asked)


def ask_for_hosts(pool: ThreadPoolExecutor) -> dict[str, Future[dict[str, str]]]:
    """Start to set up the hosts that have environments of their own."""

    def python_of(host: str, tools: environment.Environment) -> dict[str, str]:
        return {f"CASEBOOK_{host.upper()}_PYTHON": str(environment.prepare(tools))}

    return {name: pool.submit(python_of, name, tools) for name, tools in HOSTS.items()}


def gather(asked: dict[str, Future[dict[str, str]]]) -> Preparation:
    """Wait for what was asked for, and say what is missing."""
    variables: dict[str, str] = {}
    missing = {}
    for name, found in asked.items():
        try:
            variables |= found.result()
        except SetupError as error:
            missing[name] = str(error)
    return Preparation(variables, missing)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
