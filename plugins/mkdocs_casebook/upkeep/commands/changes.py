"""``casebook changes``: tell in sentences what has changed between two states of a site.

Each state is a revision of git, a ``catalogue.json``, a file kept with ``--keep``, or the files of
the project as they are. Moves and renames are not changes. With ``--record`` the changes since the
last record are kept in the folder ``changes``, from which the site shows them; that needs no git.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from mkdocs_casebook.api import Settings, SiteFiles, read_settings
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.content.files import write
from mkdocs_casebook.core.extensions import SOURCES, extensions
from mkdocs_casebook.core.problems import as_text
from mkdocs_casebook.pipeline.site_files import find_site
from mkdocs_casebook.upkeep.compare import compare
from mkdocs_casebook.upkeep.editions import (
    Edition,
    EditionError,
    as_kept,
    edition_of,
    read_edition,
)
from mkdocs_casebook.upkeep.records import LAST, as_record, record_path
from mkdocs_casebook.upkeep.revisions import last_tag, write_revision
from mkdocs_casebook.upkeep.telling import Words, as_data, as_markdown

HELP = "tell in sentences what has changed since a release, a revision or a catalogue"

State = SiteFiles | Edition
"""What was found of one state: files that are not read yet, or what they said."""


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "before",
        nargs="?",
        help="a revision, a catalogue or a kept file; what was last recorded if it is left out, "
        "or else the last tag",
    )
    parser.add_argument("after", nargs="?", help="the same; the files as they are if left out")
    parser.add_argument("--format", choices=("markdown", "json"), default="markdown")
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="keep the later state, to compare with one day"
    )
    parser.add_argument(
        "--record", action="store_true", help="keep the changes, for the site to show them"
    )
    parser.add_argument(
        "--on",
        type=date.fromisoformat,
        default=datetime.now(UTC).date(),
        metavar="DATE",
        help="the day of the record; today if it is left out",
    )
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Print the changes; return 1 where a state cannot be read."""
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems), file=sys.stderr)
        return 1
    if options.record and options.after:
        print(
            "Only the files as they are now can be recorded. Leave out the rest.",
            file=sys.stderr,
        )
        return 2
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _run(options, settings, Path(folder))
    except EditionError as error:
        print(error, file=sys.stderr)
        return 1


def _run(options: argparse.Namespace, settings: Settings, folder: Path) -> int:
    root = settings.root
    name = options.before or _usual(root)
    if name is None:
        if options.record:
            write(root, LAST, as_kept(edition_of("", _files(settings))))
            print(f"{LAST}: this is what later changes will be told against.")
            return 0
        print("Say what to compare with: a revision, a catalogue or a kept file.", file=sys.stderr)
        return 1
    before = _state(name, settings, folder / "before")
    after = _state(options.after, settings, folder / "after") if options.after else _files(settings)
    old, new = _editions(before, after, name)
    changes = compare(old, new)
    words = Words.of(settings.schema, old, new)
    if options.format == "json":
        print(json.dumps(as_data(changes, words), ensure_ascii=False, indent=1))
    else:
        print(as_markdown(changes, words, _called(name)), end="")
    if options.keep and isinstance(after, SiteFiles):
        options.keep.write_text(as_kept(edition_of("", after)), encoding="utf-8", newline="\n")
    if options.record:
        if changes:
            write(root, record_path(options.on), as_record(options.on, as_data(changes, words)))
        write(root, LAST, as_kept(edition_of("", _files(settings))))
    return 0


def _usual(root: Path) -> str | None:
    """Return what to compare with where nobody says: the last record, or else the last tag."""
    last = root / LAST
    return str(last) if last.is_file() else last_tag(root)


def _called(name: str) -> str:
    return "the last record" if name.endswith(LAST) else name


def _files(settings: Settings) -> SiteFiles:
    return find_site(settings, extensions(SOURCES))[0]


def _state(name: str, settings: Settings, folder: Path) -> State:
    """Return the state that a name stands for. Raises EditionError where there is none."""
    if Path(name).is_file():
        return read_edition(name, Path(name).read_bytes(), settings.schema)
    folder.mkdir()
    write_revision(settings.root, name, folder)
    there, problems = read_settings(folder / settings.name)
    if there is None:
        raise EditionError(f"The site at {name} cannot be read.\n{as_text(problems)}")
    return _files(there)


def _editions(before: State, after: State, name: str) -> tuple[Edition, Edition]:
    """Return the editions of two states. Files that are the same in both need not be read."""
    old = before if isinstance(before, Edition) else edition_of(name, before, _files_of(after))
    new = after if isinstance(after, Edition) else edition_of("", after, _files_of(before))
    return old, new


def _files_of(state: State) -> SiteFiles | None:
    return state if isinstance(state, SiteFiles) else None
