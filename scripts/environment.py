"""Make the private Python environments that the other scripts work in, and keep them in order.

An environment is a folder (.venv and its like) with its own copy of the packages that one of the
files in requirements/ names. Nothing is installed anywhere else on the computer. This file needs
nothing but Python itself, and other scripts import it.
"""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

MINIMUM_PYTHON = (3, 11)

# Stands before everything that an older Python would trip over, so that the user reads this
# sentence and not an error from the middle of a file.
if sys.version_info < MINIMUM_PYTHON:
    sys.exit(
        "This project needs Python {}.{} or newer, and this is Python {}.{}. Install a newer "
        "Python, then run the same command with it.".format(*MINIMUM_PYTHON, *sys.version_info[:2])
    )

ROOT = Path(__file__).resolve().parent.parent
STAMP = "casebook-stamp.txt"
LINES_OF_ERROR = 15
SECONDS_TO_CLOSE = 10

# Finds each module without importing it: that takes milliseconds, and a mistake in our own code
# does not make a good environment look broken. A folder emptied by hand has no origin.
PROBE = """
import importlib.util, sys
sys.exit(not all(getattr(importlib.util.find_spec(m), "origin", None) for m in sys.argv[1:]))
"""


class SetupError(Exception):
    """Something the user must put right first. Its text is a plain message for them."""


class Environment(NamedTuple):
    """One private environment.

    label: what it holds, in the user's words.
    folder: where it is.
    requirements: the file that pins its packages.
    modules: those that must be found in it, or it counts as broken.
    """

    label: str
    folder: Path
    requirements: Path
    modules: tuple[str, ...]

    @property
    def python(self) -> Path:
        """The Python that runs inside the environment."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


SITE_MODULES = ("mkdocs", "material", "pymdownx", "frontmatter", "mkdocs_casebook")

SITE = Environment(
    "the tools that build the site",
    ROOT / ".venv",
    ROOT / "requirements" / "site.txt",
    SITE_MODULES,
)
TEST = Environment(
    "the test tools",
    ROOT / ".venv-test",
    ROOT / "requirements" / "test.txt",
    (*SITE_MODULES, "pytest", "hypothesis", "jsonschema", "playwright", "ruff", "mypy"),
)
PROPERDOCS = Environment(
    "the tools that build the site with ProperDocs",
    ROOT / ".venv-properdocs",
    ROOT / "requirements" / "properdocs.txt",
    (*SITE_MODULES, "properdocs"),
)
LINKS = Environment(
    "the tool that tries links",
    ROOT / ".venv-links",
    ROOT / "requirements" / "links.txt",
    ("linkcheck", "mkdocs_casebook"),
)


def say(message: str) -> None:
    """Print a message at once, so that it stands before what a started program prints."""
    print(message, flush=True)


def prepare(environment: Environment) -> Path:
    """Return the Python of an environment that is complete and up to date.

    Makes or remakes the environment when it is missing, out of date or broken, which takes about
    a minute. Otherwise does nothing, which takes a fraction of a second. Raises SetupError, with
    a message for the user, when it cannot be made.
    """
    wanted = fingerprint(environment)
    if not is_ready(environment, wanted):
        why = "again, to bring them up to date" if environment.folder.exists() else "first run only"
        say(f"Setting up {environment.label} ({why}, about a minute)...")
        make(environment, wanted)
    return environment.python


def is_ready(environment: Environment, wanted: str) -> bool:
    """Tell whether an environment was made in full, with the wanted fingerprint, and works."""
    try:
        stamp = (environment.folder / STAMP).read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == wanted and works(environment)


def fingerprint(environment: Environment) -> str:
    """Return a text that changes whenever the environment must be made anew.

    The project's own path is part of it, since a folder that was moved or copied together with
    its environment would go on using the code in the old place. Raises SetupError when a file
    it is made from cannot be read.
    """
    try:
        files = [
            environment.requirements.read_bytes(),
            (ROOT / "pyproject.toml").read_bytes(),
        ]
    except OSError as error:
        message = f"Part of this project is missing or cannot be read: {error.filename}"
        raise SetupError(message) from error
    return hashlib.sha256(b"\0".join([*files, sys.version.encode(), os.fsencode(ROOT)])).hexdigest()


def works(environment: Environment) -> bool:
    """Tell whether the environment's Python starts and finds the modules it should have."""
    command = [str(environment.python), "-I", "-c", PROBE, *environment.modules]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make(environment: Environment, mark: str) -> None:
    """Make an environment from nothing, in place of what may be there, and stamp it with the mark.

    The stamp is written last: without it the next run starts again, however this one was
    stopped. Raises SetupError when a step fails.
    """
    require_venv()
    remove(environment.folder)
    run_quietly(
        [own_python(), "-I", "-m", "venv", str(environment.folder)],
        f"Could not make the folder {environment.folder}.",
    )
    # The list names every package with its hash, so there is nothing left to resolve.
    run_quietly(
        pip(environment, "--require-hashes", "-r", str(environment.requirements)),
        f"Could not install {environment.label}. This needs the internet: if your organisation "
        "has a proxy or its own package index, pip must be set up to use it.",
    )
    # The build tool is in the environment by now, so this step downloads nothing.
    run_quietly(
        pip(environment, "--no-build-isolation", "--editable", str(ROOT)),
        "Could not install this project's own package, mkdocs-casebook.",
    )
    if not works(environment):
        raise SetupError(
            f"{environment.folder} was set up, but part of it is missing. Delete that folder and "
            "run the same command again. If this comes back, a virus scanner may be removing files."
        )
    (environment.folder / STAMP).write_text(mark, encoding="utf-8")


def require_venv() -> None:
    """Raise SetupError when this Python cannot make environments, as on a bare Debian or Ubuntu."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        version = "{}.{}".format(*sys.version_info[:2])
        raise SetupError(
            "This Python lacks its venv module. On Debian or Ubuntu, install it with "
            f"'sudo apt install python{version}-venv', then run the same command again."
        )


def own_python() -> str:
    """Return the path of the Python running this, but never one inside an environment.

    A user who has activated .venv runs this with the very Python that is about to be removed.
    """
    if sys.prefix == sys.base_prefix:
        return sys.executable
    if os.name == "nt":
        return str(Path(sys.base_prefix, "python.exe"))
    return str(Path(sys.base_prefix, "bin", "python{}.{}".format(*sys.version_info[:2])))


def remove(folder: Path) -> None:
    """Delete a folder and all in it. Raises SetupError when it will not go."""
    try:
        with contextlib.suppress(FileNotFoundError):
            shutil.rmtree(folder)
    except OSError as error:
        raise SetupError(
            f"Could not remove the old folder {folder}: {error.strerror or error}. Close every "
            "program that uses it, or delete it yourself, then run the same command again."
        ) from error


def pip(environment: Environment, *arguments: str) -> list[str]:
    """Return the command that installs into an environment just what the arguments name."""
    return [
        str(environment.python),
        "-I",  # Keeps Python settings of the user's out, but not those of pip, such as a proxy.
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--no-deps",
        *arguments,
    ]


def run_quietly(command: list[str], failure: str) -> None:
    """Run a command without showing what it prints.

    Raises SetupError when it fails, with the sentence in failure and the command's last lines.
    """
    try:
        result = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{failure} {error}") from error
    if result.returncode:
        lines = result.stdout.strip().splitlines()[-LINES_OF_ERROR:]
        raise SetupError("\n  ".join([f"{failure} The last lines of the error:", *lines]))


def run(command: list[str], extra: dict[str, str]) -> int:
    """Run a command in the project's folder, in view of the user, and return its exit status.

    extra: environment variables to add. Ctrl+C reaches the command itself, which is given time
    to close by itself. A polite request to end this script is handed on to it, so that no server
    is left running.
    """
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, **extra}) as process:
        signal.signal(signal.SIGTERM, lambda *_: process.send_signal(signal.SIGINT))
        try:
            status = process.wait()
        except KeyboardInterrupt:
            status = wait_for_close(process)
    # A command ended by a signal reports it as a negative number, which no exit status can be.
    return status if status >= 0 else 128 - status


def wait_for_close(process: "subprocess.Popen[bytes]") -> int:
    """Wait for a command that was told to stop, end it if it does not, and return its status."""
    try:
        return process.wait(timeout=SECONDS_TO_CLOSE)
    except subprocess.TimeoutExpired:
        process.terminate()
        return process.wait()
