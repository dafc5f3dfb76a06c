"""``casebook upgrade``: move the site to later versions, and tell what changed under its own files.

It installs the newest versions of the engine and the packs, writes them into ``requirements.txt``,
gives renamed settings their new names, and checks the site. Nothing that the site wrote is changed.
Where a text of a pack changed that a file of the site replaces, it shows how. Run it as
``python -m mkdocs_casebook upgrade`` on Windows, where a running program cannot be replaced.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mkdocs_casebook.cli.check import check_site
from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.configuration import UnreadableError
from mkdocs_casebook.content.files import read_text, write
from mkdocs_casebook.core.problems import as_text, has_errors, some, summarise
from mkdocs_casebook.packs.commands.adapt import lock, save_lock
from mkdocs_casebook.packs.lock import NAME, changes
from mkdocs_casebook.packs.site import SiteWithPacks, read_site
from mkdocs_casebook.packs.upgrades import moved, pins, rename_settings, repin

HELP = "move to later versions of the engine and the content packs"

REQUIREMENTS = "requirements.txt"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "--config", type=Path, default=Path("mkdocs.yml"), help="the site's configuration file"
    )
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
        _write_versions(config.resolve().parent)
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
    before = pins(read_text(settings.root, REQUIREMENTS) or "")
    if not before:
        print(f"{REQUIREMENTS} pins neither mkdocs-casebook nor a content pack.", file=sys.stderr)
        return 1
    # What the site replaces now must be known before the packs move.
    lock(read_site(settings))
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", *before]
    if subprocess.run(pip, check=False).returncode:  # noqa: S603 - names from the site's own list
        print("Nothing was changed: the packages could not be installed.", file=sys.stderr)
        return 1
    rest = [sys.executable, "-m", "mkdocs_casebook", "upgrade", "--no-install"]
    return subprocess.run([*rest, "--config", str(config)], check=False).returncode  # noqa: S603 - this program, in its new version


def _write_versions(root: Path) -> None:
    text = read_text(root, REQUIREMENTS) or ""
    before = pins(text)
    now = {name: found for name in before if (found := _version(name))}
    lines = moved(before, now)
    if lines:
        write(root, REQUIREMENTS, repin(text, now))
        print("\n".join([f"{REQUIREMENTS}:", *(f"  {line}" for line in lines)]))
    else:
        print("The versions are the newest already." if before else "")


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
