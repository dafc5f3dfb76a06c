"""Make the private Python environments that the other scripts work in, and keep them in order.

An environment is a folder (.venv and its like) with its own copy of the packages that one of the
files in requirements/ names. Nothing is installed anywhere else on the computer. This file needs
nothing but Python itself, and other scripts import it.
"""

import contextlib
import csv
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
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


class SetupError(Exception):
    """Something the user must put right first. Its text is a plain message for them."""


class Environment(NamedTuple):
    """One private environment.

    label: what it holds, in the user's words.
    folder: where it is.
    requirements: the file that pins its packages.
    """

    label: str
    folder: Path
    requirements: Path

    @property
    def python(self) -> Path:
        """The Python that runs inside the environment."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


SITE = Environment(
    "the tools that build the site", ROOT / ".venv", ROOT / "requirements" / "site.txt"
)
TEST = Environment("the test tools", ROOT / ".venv-test", ROOT / "requirements" / "test.txt")
PROPERDOCS = Environment(
    "the tools that build the site with ProperDocs",
    ROOT / ".venv-properdocs",
    ROOT / "requirements" / "properdocs.txt",
)
ZENSICAL = Environment(
    "the tools that build the site with Zensical",
    ROOT / ".venv-zensical",
    ROOT / "requirements" / "zensical.txt",
)
LINKS = Environment(
    "the tool that tries links", ROOT / ".venv-links", ROOT / "requirements" / "links.txt"
)
RELEASE = Environment(
    "the release tools", ROOT / ".venv-release", ROOT / "requirements" / "release.txt"
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
    """Tell whether an environment was made in full, with the wanted fingerprint, and is all there.

    The stamp names every file that was installed, and each is looked for: a package whose folder
    somebody deleted must not show as an error from the middle of a build.
    """
    try:
        stamp, *files = (environment.folder / STAMP).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return stamp == wanted and bool(files) and all(map(os.path.exists, files))


def installed(environment: Environment) -> Iterator[str]:
    """Yield the path of each file that makes up an environment, by its packages' own lists."""
    yield str(environment.python)
    yield str(environment.folder / "pyvenv.cfg")
    for record in sorted(environment.folder.glob("**/*.dist-info/RECORD")):
        with record.open(encoding="utf-8", newline="") as rows:
            # Python makes the last kind anew when it is gone.
            names = (row[0] for row in csv.reader(rows) if not row[0].endswith(".pyc"))
            yield from (f"{record.parent.parent}/{name}" for name in names)


def fingerprint(environment: Environment) -> str:
    """Return a text that changes whenever the environment must be made anew.

    The project's own path is part of it, since a folder that was moved or copied together with
    its environment would go on using the code in the old place. Raises SetupError when a file
    it is made from cannot be read.
    """
    try:
        files = [environment.requirements.read_bytes(), (ROOT / "pyproject.toml").read_bytes()]
    except OSError as error:
        message = f"Part of this project is missing or cannot be read: {error.filename}"
        raise SetupError(message) from error
    return hashlib.sha256(b"\0".join([*files, sys.version.encode(), os.fsencode(ROOT)])).hexdigest()


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
    files = list(installed(environment))
    if not all(map(os.path.exists, files)):
        raise SetupError(
            f"{environment.folder} was set up, but part of it is missing. Delete that folder and "
            "run the same command again. If this comes back, a virus scanner may be removing files."
        )
    (environment.folder / STAMP).write_text("\n".join([mark, *files]), encoding="utf-8")


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
    # -I keeps Python settings of the user's out, but not those of pip, such as a proxy.
    start = [str(environment.python), "-I", "-m", "pip", "install", "--no-deps"]
    return [*start, "--disable-pip-version-check", "--no-input", *arguments]


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


def run(command: list[str], extra: dict[str, str], folder: Path | None = None) -> int:
    """Run a command in a folder, in view of the user, and return its exit status.

    folder: where to run it; the project's own if nothing else is said.

    extra: environment variables to add. Ctrl+C reaches the command itself, and a polite request to
    end this script is handed on to it. It is given time to close by itself, and then ended, so that
    no server is left running.
    """
    with subprocess.Popen(command, cwd=folder or ROOT, env={**os.environ, **extra}) as process:

        def hand_on(*_: object) -> None:
            process.send_signal(signal.SIGINT)
            raise KeyboardInterrupt

        signal.signal(signal.SIGTERM, hand_on)
        try:
            status = process.wait()
        except KeyboardInterrupt:
            try:
                status = process.wait(timeout=SECONDS_TO_CLOSE)
            except subprocess.TimeoutExpired:
                process.terminate()
                status = process.wait()
    # A command ended by a signal reports it as a negative number, which no exit status can be.
    return status if status >= 0 else 128 - status


def tell(work: Callable[[], int]) -> int:
    """Do the work of a script and return its exit status; say in a sentence why it cannot be."""
    try:
        return work()
    except (SetupError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
