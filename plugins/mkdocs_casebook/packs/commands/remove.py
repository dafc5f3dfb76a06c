"""``casebook remove``: take pages out of the site, and out of every other file that names them.

A link to one becomes plain words; its name goes from lists of themes, from headings and from the
menu. Each changed line is shown. What is left to decide is told with its line, as in a check.
"""

from __future__ import annotations

import argparse
import posixpath
import sys
from collections.abc import Collection
from dataclasses import replace

from mkdocs_casebook.cli.check import check_site
from mkdocs_casebook.cli.options import add_config
from mkdocs_casebook.config.settings import Settings, read_settings
from mkdocs_casebook.content.configuration import get, load
from mkdocs_casebook.content.files import read_text, remove_file, write, write_source
from mkdocs_casebook.content.nodes import texts_in
from mkdocs_casebook.core.extensions import GENERATORS, extensions
from mkdocs_casebook.core.problems import as_text, has_errors, summarise
from mkdocs_casebook.packs.remove import Gone, changed_lines, owners, without, without_lines
from mkdocs_casebook.packs.site import read_site
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.schema.vocabulary import Vocabulary

HELP = "take pages out of the site, and out of every file that names them"


def declare(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("path", nargs="+", help="the file: case_studies/example-trust.md")
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Remove the files, and return 1 if something is left to mend."""
    settings, problems = read_settings(options.config)
    if settings is None:
        print(as_text(problems), file=sys.stderr)
        return 1
    files = read_site(settings).files
    paths = {posixpath.normpath(path.replace("\\", "/")) for path in options.path}
    if not _may_go(files, paths):
        return 1
    _take_out(files, settings, paths)
    after, problems = read_settings(options.config)
    if after is not None:
        _write_generated(after)
        _tell_unused(files, paths)
    found, files_checked = check_site(settings)
    told = [*problems, *found]
    print("\n".join(filter(None, (as_text(told), summarise(told, files_checked)))))
    return 1 if has_errors(told) else 0


def _may_go(files: SiteFiles, paths: Collection[str]) -> bool:
    """Return whether all the paths are those of files of the site's own; say of each why not."""
    own = {source.path for source in files.sources if source.origin is None}
    brought = {source.path for source in files.sources} - own
    for path in sorted(set(paths) - own):
        near = Vocabulary().nearest(path, own)
        hint = f' Did you mean "{near}"?' if near else ""
        if path in brought:
            hint = " It comes from elsewhere. Name it under “without” in mkdocs.yml."
        print(f"{path}: there is no page of this site's own.{hint}", file=sys.stderr)
    return own.issuperset(paths)


def _take_out(files: SiteFiles, settings: Settings, paths: Collection[str]) -> None:
    """Change what names the files, show each line, and delete them."""
    before = {source.path: source for source in files.sources}
    for changed in without(files, Gone.of(files, paths)):
        if problem := write_source(settings.root, changed):
            print(problem)
            continue
        for line in changed_lines(before[changed.path], changed):
            print(line)
    config = read_text(settings.root, settings.name) or ""
    nav = get(load(settings.root / settings.name), "nav")
    in_menu = {path.removeprefix(f"{settings.docs_folder}/") for path in paths} | set(paths)
    shorter = without_lines(config, texts_in(nav) if nav else (), in_menu)
    if shorter != config:
        write(settings.root, settings.name, shorter)
        print(f"{settings.name}: taken out of the menu.")
    for path in sorted(paths):
        remove_file(settings.root, path)
        print(f"{path}: deleted.")


def _write_generated(settings: Settings) -> None:
    """Write the forms and blank files again that offer what there is."""
    files = replace(read_site(settings).files, collections=settings.collections)
    for generate in extensions(GENERATORS):
        for path, text in generate(files).items():
            if read_text(settings.root, path) not in {None, text}:
                write(settings.root, path, text)
                print(f"{path}: made again.")


def _tell_unused(files: SiteFiles, paths: Collection[str]) -> None:
    """Name the organisations that only what has gone was about."""
    left: set[tuple[str, str]] = set()
    gone: set[tuple[str, str]] = set()
    for source in files.sources:
        (gone if source.path in paths else left).update(owners(source, files.schema))
    for source in files.sources:
        is_left = source.origin is None and source.path not in paths
        if is_left and (source.kind, source.slug) in gone - left:
            print(f"{source.path}: no story is about it now. To take it out too:")
            print(f"  casebook remove {source.path}")
