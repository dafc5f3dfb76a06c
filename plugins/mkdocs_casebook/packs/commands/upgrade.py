"""``casebook upgrade``: move the site to later versions, and tell what changed under its own files.

It installs the newest versions of the engine and the packs, from the folder of wheels that
``requirements.txt`` names or else from the package index, writes them into ``requirements.txt``,
gives renamed settings their new names, and checks the site. Nothing that the site wrote is changed.
Where a text of a pack changed that a file of the site replaces, it shows how. Run it as
``python -m mkdocs_casebook upgrade`` on Windows, where a running program cannot be replaced.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from mkdocs_casebook.cli.check import check_site
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.configuration import UnreadableError
from mkdocs_casebook.content.files import read_text, write, write_new
from mkdocs_casebook.core.problems import as_text, has_errors, some, summarise
from mkdocs_casebook.packs.commands.adapt import lock, save_lock
from mkdocs_casebook.packs.lock import NAME, changes
from mkdocs_casebook.packs.shared import LISTS, shared_file
from mkdocs_casebook.packs.site import SiteWithPacks, read_site
from mkdocs_casebook.packs.upgrades import folder_of_wheels, moved, pins, rename_settings, repin
from mkdocs_casebook.packs.wheels import BuildError, Wheel, installed_wheel

HELP = "move to later versions of the engine and the content packs"

REQUIREMENTS = "requirements.txt"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_config(parser)
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--no-install",
        dest="install",
        action="store_false",
        help="install nothing: the versions in requirements.txt were moved by hand, or by a robot",
    )
    what.add_argument(
        "--review",
        action="store_true",
        help="only show what changed under your own files, and note that you have looked at it",
    )


def run(options: argparse.Namespace) -> int:
    """Upgrade, and return 1 if something must be mended."""
    config: Path = options.config
    if not options.install:
        try:
            _write_versions(config.resolve().parent)
        except BuildError as error:
            print(f"The new versions could not be put into the site.\n{error}", file=sys.stderr)
            return 1
        _rename(config)
    settings, problems = read_settings(config)
    if settings is None:
        print(as_text(problems), file=sys.stderr)
        return 1
    if options.review:
        return _review(settings)
    if options.install:
        return _install(settings, config)
    site = read_site(settings)
    _tell_changes(site)
    lock(site)
    found, files_checked = check_site(settings)
    told = [*problems, *found]
    print("\n".join(filter(None, (as_text(told), summarise(told, files_checked)))))
    return 1 if has_errors(told) else 0


def _install(settings: Settings, config: Path) -> int:
    """Install the newest versions, and let their code do the rest."""
    text = read_text(settings.root, REQUIREMENTS) or ""
    before = pins(text)
    if not before:
        print(f"{REQUIREMENTS} pins neither mkdocs-casebook nor a content pack.", file=sys.stderr)
        return 1
    if other := [name for name, pin in before.items() if _version(name) not in {pin, None}]:
        print(
            f"Another version of {' and '.join(other)} is installed than {REQUIREMENTS} names. "
            f"To take what it names, run: python -m pip install -r {REQUIREMENTS}\n"
            "To write into it what is installed, run: casebook upgrade --no-install",
            file=sys.stderr,
        )
        return 1
    # What the site replaces now must be known before the packs move.
    lock(read_site(settings))
    folder = folder_of_wheels(text)
    place = f"the folder {folder}/" if folder else "the package index"
    newest = _look(before, settings.root / folder if folder else None)
    if newest is None:
        print(f"Nothing was changed: {place} could not be looked into.", file=sys.stderr)
        return 1
    new = [wheel for wheel in newest if wheel.version != before[wheel.package]]
    if not new:
        print(f"Nothing newer is in {place}.")
    # A file of the site is named itself, so that none of the same name comes from an index.
    wanted = [
        str(settings.root / folder / w.file) if folder else f"{w.package}=={w.version}" for w in new
    ]
    if new and not _pip("install", *wanted):
        print("Nothing was changed: the packages could not be installed.", file=sys.stderr)
        return 1
    rest = [sys.executable, "-m", "mkdocs_casebook", "upgrade", "--no-install"]
    status = subprocess.run([*rest, "--config", str(config)], check=False).returncode  # noqa: S603 - this program, in its new version
    # What the new version needs is known by now, each package in the version it was tested with.
    if new and folder and not _pip("install", "-r", str(settings.root / REQUIREMENTS)):
        print(f"The packages in {REQUIREMENTS} could not all be installed.", file=sys.stderr)
        return 1
    return status


def _look(pinned: Mapping[str, str], folder: Path | None) -> list[Wheel] | None:
    """Return the newest wheels there are, without content; ``None`` where that cannot be known."""
    where = ("--no-index", "--find-links", str(folder)) if folder else ()
    with TemporaryDirectory() as found:
        at_least = (f"{name}>={old}" for name, old in pinned.items())
        if not _pip("download", "--no-deps", "--dest", found, *where, *at_least):
            return None
        return [Wheel(file.name, b"") for file in Path(found).glob("*.whl")]


def _pip(*words: str) -> bool:
    """Run the installer, and return whether it succeeded. It says itself why not."""
    pip = [sys.executable, "-m", "pip", words[0], "--quiet", *words[1:]]
    return subprocess.run(pip, check=False).returncode == 0  # noqa: S603 - names from the site's own list


def _write_versions(root: Path) -> None:
    """Write the installed versions into the site, and where it holds its packages, those too."""
    text = read_text(root, REQUIREMENTS) or ""
    before = pins(text)
    now = {name: found for name in before if (found := _version(name))}
    lines = moved(before, now)
    if not lines:
        return
    digests = {}
    if folder := folder_of_wheels(text):
        kept = {wheel.package: wheel for wheel in _keep(root, folder, now)}
        digests = {name: wheel.digest for name, wheel in kept.items()}
        for path in LISTS:
            if read_text(root, path) is not None:
                write(root, path, shared_file(path).decode())
    write(root, REQUIREMENTS, repin(text, now, digests))
    print("\n".join([f"{REQUIREMENTS}:", *(f"  {line}" for line in lines)]))


def _keep(root: Path, folder: str, versions: Mapping[str, str]) -> Iterable[Wheel]:
    """Yield the wheel of each package in the folder of the site, which is put there if need be.

    Raises BuildError where one cannot be made.
    """
    for package, wanted in versions.items():
        there = (Wheel(file.name, file.read_bytes()) for file in (root / folder).glob("*.whl"))
        wheel = next((w for w in there if (w.package, w.version) == (package, wanted)), None)
        if wheel is None:
            wheel = installed_wheel(package)
            write_new(root, f"{folder}/{wheel.file}", wheel.content)
        yield wheel


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _rename(config: Path) -> None:
    """Give settings their new names in the file, and say so."""
    try:
        renamed, done = rename_settings(config.read_text(encoding="utf-8"))
    except UnreadableError:
        return  # The check says what is wrong with the file.
    for line, old, new in done:
        print(f'{config.name}:{line}: the setting "{old}" is now called "{new}".')
    if done:
        write(config.parent, config.name, renamed)


def _tell_changes(site: SiteWithPacks) -> int:
    """Print what changed under the site's own files; return how many of them."""
    found = list(changes(site.locked, site.bases))
    for change in found:
        if change.new is None:
            print(f"{change.path}: {change.old.pack} no longer has the text that this replaces.")
        else:
            print(
                f"{change.path}: the text that this replaces has changed. Yours was left as it is."
            )
            print("\n".join(f"    {line}" for line in change.difference().splitlines()))
    return len(found)


def _review(settings: Settings) -> int:
    """Show what changed, and note that it has been looked at."""
    site = read_site(settings)
    shown = _tell_changes(site)
    save_lock(settings.root, site.bases)
    print(f"{some(shown, 'change')} shown. {NAME} notes that you have looked at them.")
    return 0
