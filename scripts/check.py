"""Run every check of this project: the one command to type before handing on a change.

  python scripts/check.py             runs everything but what is slow
  python scripts/check.py --all       also what is slow, as a workflow does each night
  python scripts/check.py --fast      leaves out the tests that need a browser or whole sites
  python scripts/check.py --lint      runs ruff and mypy, and no test
  python scripts/check.py --oldest    with the oldest packages that pyproject.toml allows
  python scripts/check.py -k links    hands whatever else you add to pytest

The first run sets up what the checks need, which takes a few minutes.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from ctypes.util import find_library
from functools import partial
from pathlib import Path
from typing import NamedTuple

import environment
import npm_files
from environment import SetupError, say

# The first draws no window, and costs a third of the others.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"),
)
# macOS and Windows do not put browsers on the PATH.
MAC_BROWSERS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_BROWSERS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# The fonts keep text in screenshots and printed pages from coming out as boxes.
BROWSER_PACKAGES = ("chromium-headless-shell", "fonts-liberation", "fonts-dejavu-core")
# Playwright, which drives the browser, needs this library, and a bare Debian lacks it.
DRIVER_LIBRARY, DRIVER_PACKAGE = "atomic", "libatomic1"
PDF_COMMAND, PDF_PACKAGE = "pdftotext", "poppler-utils"

OURS = {"--fast", "--lint", "--oldest"}
OLDEST = environment.Environment(
    "the test tools with the oldest packages",
    environment.ROOT / ".venv-oldest",
    environment.ROOT / "requirements" / "oldest" / "test.txt",
)
LINTERS = {
    "ruff format": ["ruff", "format", "--check", "."],
    "ruff check": ["ruff", "check", "."],
    "mypy": ["mypy"],
}
# Tests share the processors. A worker that is done takes tests from another. More than four would
# each start a browser for little.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")


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
    return environment.tell(
        lambda: check(OURS & set(arguments), [word for word in arguments if word not in OURS])
    )


def check(options: set[str], for_pytest: list[str]) -> int:
    """Run all the checks, whether or not one fails, and return 1 if any did and 0 otherwise.

    options: those of ours that are given.
    for_pytest: further arguments for pytest.
    Raises SetupError when the test tools themselves cannot be set up.
    """
    with ThreadPoolExecutor() as pool:
        tools = pool.submit(
            environment.prepare, OLDEST if "--oldest" in options else environment.TEST
        )
        needs_none = options & {"--fast", "--lint"}
        variables, missing = Preparation({}, {}) if needs_none else prepare_helpers(pool)
        python = [str(tools.result()), "-m"]
        for message in missing.values():
            say(message)
        # The linters run while the tests do; what they say is shown after them.
        run = partial(
            subprocess.run, cwd=environment.ROOT, capture_output=True, text=True, encoding="utf-8"
        )
        linters = {name: pool.submit(run, [*python, *words]) for name, words in LINTERS.items()}
        # The user's own arguments come last: pytest lets a second -m take the place of the first.
        selection = ("-m", "not browser and not hosts") if "--fast" in options else ()
        tests = [*python, "pytest", *IN_PARALLEL, *selection, *for_pytest]
        status = 0 if "--lint" in options else environment.run(tests, variables)
    # On a machine that nobody watches, a test left out would never be noticed.
    failed = list(missing) if os.environ.get("CI", "").lower() in {"1", "true"} else []
    for name, linter in linters.items():
        done = linter.result()
        say(f"\n== {name} ==\n{done.stdout}{done.stderr}".rstrip())
        failed += [name] if done.returncode else []
    failed += ["pytest"] if status else []
    ran = [*LINTERS, *([] if "--lint" in options else ["pytest"])]
    say("\n" + summary(ran, failed, list(missing)))
    return 1 if failed else 0


def summary(steps: list[str], failed: list[str], missing: list[str]) -> str:
    """Return the closing line, from the names of what ran, what failed and what was not there."""
    if failed:
        return f"Failed: {', '.join(failed)}. The messages above say why."
    without = f" Some tests may have been left out, without {' and '.join(missing)}."
    return f"All is well: {', '.join(steps)}.{without if missing else ''}"


def prepare_helpers(pool: ThreadPoolExecutor) -> Preparation:
    """Find or install the browser, the PDF reader and ProperDocs, and say what is missing."""
    asked = {
        "ProperDocs": pool.submit(
            lambda: {"CASEBOOK_PROPERDOCS_PYTHON": str(environment.prepare(environment.PROPERDOCS))}
        ),
        "axe": pool.submit(npm_files.prepare_checkers),
        "Chromium": pool.submit(prepare_chromium),
    }
    variables: dict[str, str] = {}
    missing = {}
    for name, found in asked.items():
        try:
            variables |= found.result()
        except SetupError as error:
            missing[name] = str(error)
    if not shutil.which(PDF_COMMAND):
        missing["Poppler"] = (
            f"{PDF_COMMAND} was not found, and some tests read PDF files with it. Install Poppler "
            f"(on Debian or Ubuntu: sudo apt install {PDF_PACKAGE})."
        )
    return Preparation(variables, missing)


def prepare_chromium() -> dict[str, str]:
    """Return where Chromium is, once what is missing has been installed where that is possible."""
    install_missing()
    return {"CASEBOOK_CHROMIUM": find_chromium()}


def find_chromium() -> str:
    """Return the path of Chromium, or of a browser built on it.

    Raises SetupError, with what to do about it, when there is none, or when the user has named
    one in CASEBOOK_CHROMIUM that is not there.
    """
    named = os.environ.get("CASEBOOK_CHROMIUM")
    for browser in [named] if named else [*BROWSERS, *usual_places()]:
        found = shutil.which(browser)
        if found:
            return found
    if named:
        raise SetupError(f"CASEBOOK_CHROMIUM names a browser that is not there: {named}")
    raise SetupError(
        "No Chromium, Google Chrome or Microsoft Edge was found, and some tests need one. Install "
        f"one of them (on Debian: sudo apt install {BROWSER_PACKAGES[0]}), or put its path in the "
        "environment variable CASEBOOK_CHROMIUM."
    )


def usual_places() -> list[str]:
    """Return where browsers are on macOS and Windows."""
    windows = [os.environ[folder] for folder in WINDOWS_FOLDERS if folder in os.environ]
    return [
        f"{top}/Applications/{browser}.app/Contents/MacOS/{browser}"
        for top in ("", Path.home())
        for browser in MAC_BROWSERS
    ] + [f"{folder}/{browser}" for folder in windows for browser in WINDOWS_BROWSERS]


def install_missing() -> None:
    """Install what the browser and PDF tests need where that asks nothing: on Debian and Ubuntu.

    Elsewhere, and when it fails, this leaves it to the caller to find that it is not there.
    """
    packages = missing_packages()
    apt_get = find_apt_get() if packages else []
    if not apt_get:
        return
    say(f"Installing {', '.join(packages)} (first run only, a minute or two)...")
    install = ["install", "-y", "--no-install-recommends", *packages]
    try:
        environment.run_quietly([*apt_get, "update"], "Could not fetch Debian's package list.")
        environment.run_quietly([*apt_get, *install], f"Could not install {', '.join(packages)}.")
    except SetupError as error:
        say(str(error))


def missing_packages() -> list[str]:
    """Return the Debian packages of the tools and the library that are not on this machine."""
    packages = [] if find_library(DRIVER_LIBRARY) else [DRIVER_PACKAGE]
    packages += [] if shutil.which(PDF_COMMAND) else [PDF_PACKAGE]
    try:
        find_chromium()
    except SetupError:
        # A browser that the user named wrongly is theirs to correct.
        packages += [] if os.environ.get("CASEBOOK_CHROMIUM") else BROWSER_PACKAGES
    return packages


def find_apt_get() -> list[str]:
    """Return the start of an apt-get command that asks nothing; empty where there is none.

    It needs the administrator: either this runs as root, or sudo asks for no password.
    """
    apt_get, env, sudo = map(shutil.which, ("apt-get", "env", "sudo"))
    if not apt_get or not env:
        return []
    # Installing fails unless the administrator's own folders are on the PATH.
    path = f"PATH={os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    command = [env, path, "DEBIAN_FRONTEND=noninteractive", apt_get]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return command
    asks = (
        sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode
    )
    return [sudo, "-n", *command] if sudo and not asks else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
