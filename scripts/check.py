"""Run every check of this project: the one command to type before handing on a change.

  python scripts/check.py             runs everything
  python scripts/check.py --fast      leaves out the tests that need a browser or whole sites
  python scripts/check.py --lint      runs ruff and mypy, and no test
  python scripts/check.py -k links    hands whatever else you add to pytest

The first run sets up what the checks need, which takes a few minutes.
"""

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path
from typing import NamedTuple

import environment
import npm_files
from environment import SetupError, say

BROWSER_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
)
MAC_BROWSERS = (
    "Chromium.app/Contents/MacOS/Chromium",
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
WINDOWS_BROWSERS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)

# The fonts keep text in screenshots and printed pages from coming out as boxes.
BROWSER_PACKAGES = ("chromium", "fonts-liberation", "fonts-dejavu-core")
# Playwright, which drives the browser, needs this library, and a bare Debian lacks it.
DRIVER_LIBRARY = "atomic"
DRIVER_PACKAGES = ("libatomic1",)
# Tests share the processors. A worker that is done takes tests from another. More than four would
# each start a browser for little.
IN_PARALLEL = ("-n", "auto", "--maxprocesses", "4", "--dist", "worksteal")
PDF_COMMAND = "pdftotext"
PDF_PACKAGES = ("poppler-utils",)


class Step(NamedTuple):
    """One check: its name, and the arguments for the Python of the test environment."""

    name: str
    arguments: tuple[str, ...]


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
    try:
        return check(
            fast="--fast" in arguments,
            lint="--lint" in arguments,
            for_pytest=tuple(word for word in arguments if word not in {"--fast", "--lint"}),
        )
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def check(*, fast: bool, lint: bool, for_pytest: tuple[str, ...]) -> int:
    """Run all the checks, whether or not one fails, and return 1 if any did and 0 otherwise.

    fast: leave out the tests that need a browser or whole sites.
    lint: leave out all tests.
    for_pytest: further arguments for pytest.
    Raises SetupError when the test tools themselves cannot be set up.
    """
    python = environment.prepare(environment.TEST)
    preparation = Preparation({}, {}) if fast or lint else prepare_helpers()
    for message in preparation.missing.values():
        say(message)
    # On a machine that nobody watches, a test left out would never be noticed.
    failed = list(preparation.missing) if is_ci() else []
    steps = make_steps(fast=fast, lint=lint, for_pytest=for_pytest)
    for step in steps:
        say(f"\n== {step.name} ==")
        if environment.run([str(python), *step.arguments], preparation.variables):
            failed.append(step.name)
    say("\n" + summary([step.name for step in steps], failed, list(preparation.missing)))
    return 1 if failed else 0


def is_ci() -> bool:
    """Tell whether this is an automatic run, as such machines say with CI=true."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def make_steps(*, fast: bool, lint: bool, for_pytest: tuple[str, ...]) -> list[Step]:
    """Return the checks in the order they run in. The arguments are those of check."""
    # The user's own arguments come last: pytest lets a second -m take the place of the first.
    selection = ("-m", "not browser and not hosts") if fast else ()
    tests = [Step("pytest", ("-m", "pytest", *IN_PARALLEL, *selection, *for_pytest))]
    return [
        Step("ruff format", ("-m", "ruff", "format", "--check", ".")),
        Step("ruff check", ("-m", "ruff", "check", ".")),
        Step("mypy", ("-m", "mypy")),
        *([] if lint else tests),
    ]


def summary(steps: list[str], failed: list[str], missing: list[str]) -> str:
    """Return the closing line, from the names of what ran, what failed and what was not there."""
    if failed:
        return f"Failed: {', '.join(failed)}. The messages above say why."
    without = f" Some tests may have been left out, without {' and '.join(missing)}."
    return f"All is well: {', '.join(steps)}.{without if missing else ''}"


def prepare_helpers() -> Preparation:
    """Find or install the browser, the PDF reader and ProperDocs, and say what is missing."""
    preparation = Preparation({}, {})
    install_missing()
    try:
        preparation.variables["CASEBOOK_CHROMIUM"] = find_chromium()
    except SetupError as error:
        preparation.missing["Chromium"] = str(error)
    if not shutil.which(PDF_COMMAND):
        preparation.missing["Poppler"] = (
            f"{PDF_COMMAND} was not found, and some tests read PDF files with it. Install Poppler "
            f"(on Debian or Ubuntu: sudo apt install {' '.join(PDF_PACKAGES)})."
        )
    # Java is large and few have it, so its absence is no fault even where nobody watches.
    checkers = [npm_files.AXE, *([npm_files.HTML_CHECKER] if shutil.which("java") else [])]
    for file in checkers:
        try:
            preparation.variables[file.variable] = str(npm_files.prepare(file))
        except SetupError as error:
            preparation.missing[file.package] = str(error)
    try:
        python = environment.prepare(environment.PROPERDOCS)
        preparation.variables["CASEBOOK_PROPERDOCS_PYTHON"] = str(python)
    except SetupError as error:
        preparation.missing["ProperDocs"] = str(error)
    return preparation


def find_chromium() -> str:
    """Return the path of Chromium, or of a browser built on it.

    Raises SetupError, with what to do about it, when there is none, or when the user has named
    one in CASEBOOK_CHROMIUM that is not there.
    """
    named = os.environ.get("CASEBOOK_CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            raise SetupError(f"CASEBOOK_CHROMIUM names a browser that is not there: {named}")
        return found
    candidates = [*BROWSER_COMMANDS, *map(str, usual_places())]
    for candidate in candidates:
        found = shutil.which(candidate)
        if found:
            return found
    raise SetupError(
        "No Chromium, Google Chrome or Microsoft Edge was found, and some tests need one. Install "
        "one of them (on Debian: sudo apt install chromium), or put its path in the environment "
        "variable CASEBOOK_CHROMIUM."
    )


def usual_places() -> list[Path]:
    """Return where browsers are on macOS and Windows, which do not put them on the PATH."""
    mac = [
        folder / browser
        for folder in (Path("/Applications"), Path.home() / "Applications")
        for browser in MAC_BROWSERS
    ]
    windows = [
        Path(os.environ[folder]) / browser
        for folder in WINDOWS_FOLDERS
        if folder in os.environ
        for browser in WINDOWS_BROWSERS
    ]
    return mac + windows


def install_missing() -> None:
    """Install what the browser and PDF tests need where that asks nothing: on Debian and Ubuntu.

    Elsewhere, and when it fails, this leaves it to the caller to find that it is not there.
    """
    packages = missing_packages()
    apt_get = find_apt_get() if packages else None
    if not apt_get:
        return
    say(f"Installing {', '.join(packages)} (first run only, a minute or two)...")
    try:
        environment.run_quietly([*apt_get, "update"], "Could not fetch Debian's package list.")
        environment.run_quietly(
            [*apt_get, "install", "-y", "--no-install-recommends", *packages],
            f"Could not install {', '.join(packages)}.",
        )
    except SetupError as error:
        say(str(error))


def missing_packages() -> list[str]:
    """Return the Debian packages of the tools and the library that are not on this machine."""
    packages: list[str] = []
    try:
        find_chromium()
    except SetupError:
        # A browser that the user named wrongly is theirs to correct.
        if not os.environ.get("CASEBOOK_CHROMIUM"):
            packages.extend(BROWSER_PACKAGES)
    if not find_library(DRIVER_LIBRARY):
        packages.extend(DRIVER_PACKAGES)
    if not shutil.which(PDF_COMMAND):
        packages.extend(PDF_PACKAGES)
    return packages


def find_apt_get() -> list[str] | None:
    """Return the start of an apt-get command that asks nothing, or None where there is none.

    It needs the administrator: either this runs as root, or sudo asks for no password.
    """
    apt_get = shutil.which("apt-get")
    env = shutil.which("env")
    if not apt_get or not env or not hasattr(os, "geteuid"):
        return None
    # Installing fails unless the administrator's own folders are on the PATH.
    path = f"PATH={os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin:/sbin"
    command = [env, path, "DEBIAN_FRONTEND=noninteractive", apt_get]
    if os.geteuid() == 0:
        return command
    sudo = shutil.which("sudo")
    return [sudo, "-n", *command] if sudo and needs_no_password(sudo) else None


def needs_no_password(sudo: str) -> bool:
    """Tell whether sudo lets this user act as the administrator without asking anything."""
    return subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
