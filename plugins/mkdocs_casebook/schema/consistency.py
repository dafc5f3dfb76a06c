"""Check what needs more than one file: names, addresses, ids and the taxonomy as a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath

from mkdocs_casebook.core.model import PAGE, Entry, Source
from mkdocs_casebook.core.problems import Location, Problem, Severity, quote, visible
from mkdocs_casebook.core.spelling import same_words, slug_words
from mkdocs_casebook.schema.field_types import could_be_file
from mkdocs_casebook.schema.kinds import Schema

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_NAME = 80
"""Characters of a file's name without its ending: the most that an id in the catalogue may have."""


def check_places(sources: Iterable[Source], folders: Mapping[str, str]) -> Iterator[Problem]:
    """Yield problems of file names, and of files that would share one page.

    ``folders`` gives the kind of each collection's folder. The names of entries must be plain,
    because they become part of an address.
    """
    taken: dict[str, str] = {}
    for source in sources:
        # Other pages of a site that takes up Casebook keep the names they have.
        if source.kind != PAGE:
            yield from _check_name(source)
        else:
            yield from _check_folder(source, folders)
        address = source.address.casefold()
        if address in taken:
            yield Problem(
                where=Location(source.path),
                code="same-page",
                found=f"its page would overwrite that of {taken[address]}: both are at "
                f"/{source.address}",
                fix="Rename one of the two files.",
            )
        taken.setdefault(address, source.path)


def _check_name(source: Source) -> Iterator[Problem]:
    """Tell of a name that would make a bad address, or one that is too long for the catalogue."""
    if not _NAME.fullmatch(source.slug):
        better = "-".join(slug_words(source.slug.replace("_", "-")))[:LONGEST_NAME].strip("-")
        yield Problem(
            where=Location(source.path),
            code="bad-file-name",
            found=f"the name {quote(source.slug)} has more in it than small letters, digits and "
            "single hyphens",
            fix=_rename(source, better),
            expected=_keep_address(source),
        )
    elif len(source.slug) > LONGEST_NAME:
        yield Problem(
            where=Location(source.path),
            code="bad-file-name",
            found=f"the name has {len(source.slug)} characters, and may have up to {LONGEST_NAME}",
            fix=_rename(source, source.slug[:LONGEST_NAME].rpartition("-")[0]),
            expected=_keep_address(source),
        )


def _rename(source: Source, better: str) -> str:
    what, end = ("folder", "") if _has_own_folder(source) else ("file", ".md")
    return f'Rename the {what} to "{better}{end}".' if better else f"Rename the {what}."


def _keep_address(source: Source) -> str:
    """Return how a page that is published already keeps its address; nothing where it cannot."""
    if not could_be_file(source.slug):
        return "Use small letters, digits and hyphens only."
    return (
        "If its page is published already, name the old file in it, and the old address leads to "
        f'the new one: "formerly:" and on the next line "  - {visible(source.slug)}".'
    )


def _has_own_folder(source: Source) -> bool:
    return PurePosixPath(source.path).stem != source.slug


def _check_folder(source: Source, folders: Mapping[str, str]) -> Iterator[Problem]:
    """Tell of a file below a collection's folder: it would be a page and in no list."""
    above = PurePosixPath(source.path).parent
    # The page of a folder introduces it: of one that holds collections, or stands in a collection.
    if source.slug == "index" and (
        above.parent.as_posix() in folders
        or any(f"{folder}/".startswith(f"{above}/") for folder in folders)
    ):
        return
    for folder in above.parents:
        if folder.as_posix() in folders:
            yield Problem(
                where=Location(source.path),
                code="misplaced-file",
                found="the file is in a folder of its own, so no list would show it",
                fix=f"Move {'its folder' if source.slug == 'index' else 'it'} to {folder}/.",
            )


def check_entries(entries: Sequence[Entry], schema: Schema) -> Iterator[Problem]:
    """Yield problems that only show when all entries are seen together."""
    # What a pack and the site both claim is told where it can be mended: in the site's own file.
    entries = sorted(entries, key=lambda entry: entry.origin is None)
    themes = [entry for entry in entries if entry.kind == schema.taxonomy]
    in_use = [theme for theme in themes if theme["retired"] is None]
    yield from chain(
        _check_retired(themes),
        _check_question_ids(entries, schema),
        _check_aliases(in_use),
        _check_relations(in_use),
        _check_use(entries, in_use),
    )


def _check_question_ids(entries: Iterable[Entry], schema: Schema) -> Iterator[Problem]:
    """Yield the ids that two lists share: a question's id is cited in minutes, by itself."""
    taken: dict[str, tuple[str, int]] = {}
    for entry in entries:
        if not schema.of(entry).has_questions:
            continue
        for section in entry.sections:
            path, line = taken.setdefault(section.id, (entry.path, section.line))
            if path != entry.path:
                yield Problem(
                    where=Location(entry.path, section.line),
                    code="duplicate-question",
                    found=f"the question at {path}:{line} ends in {{#{section.id}}} as well",
                    fix="Give this question another name: boards cite it by that alone.",
                )


def _check_aliases(themes: Iterable[Entry]) -> Iterator[Problem]:
    """Yield words that stand for two themes, and so could not be linked to either."""
    owner: dict[str, Entry] = {}
    themes = list(themes)
    for theme in themes:
        other = owner.setdefault(same_words(theme.title), theme)
        if other is not theme:
            yield _taken(theme, "title", "title", theme.title, other)
    for theme in themes:
        for number, alias in enumerate(theme.texts("aliases"), 1):
            other = owner.setdefault(same_words(alias), theme)
            if other is not theme:
                yield _taken(theme, "aliases", f"aliases[{number}]", alias, other)


def _taken(theme: Entry, name: str, place: str, word: str, other: Entry) -> Problem:
    return Problem(
        where=Location(theme.path, theme.lines.get(name, 1), place),
        code="alias-taken",
        found=f"{quote(word)} already stands for the theme {quote(other.title)} in {other.path}",
        fix=_mend_taken(theme, name, other),
    )


def _mend_taken(theme: Entry, name: str, other: Entry) -> str:
    if other.origin is None or theme.origin is not None:
        return "Keep it in one of the two files."
    if name == "title":
        return f'To replace that theme by yours, rename this file to "{other.slug}.md".'
    return f'Delete it here, or leave the theme "{other.slug}" out in mkdocs.yml.'


def _check_relations(themes: Sequence[Entry]) -> Iterator[Problem]:
    broader = {theme.slug: theme.texts("broader") for theme in themes}
    for theme in themes:
        for name in ("broader", "related"):
            if theme.slug in theme.texts(name):
                yield Problem(
                    where=Location(theme.path, theme.lines[name], name),
                    code="theme-of-itself",
                    found="the theme names itself",
                    fix=f"Delete {quote(theme.slug)} from the list.",
                )
        loop = _loop(theme.slug, broader)
        # Every member of a loop sees it; it is told once, at the first of them.
        if len(loop) > 1 and theme.slug == min(loop):
            yield Problem(
                where=Location(theme.path, theme.lines["broader"], "broader"),
                code="theme-loop",
                found=f"the theme is part of itself: {' is part of '.join([*loop, theme.slug])}",
                fix='Delete one of these from the list "broader:" in its file.',
            )


def _check_retired(themes: Sequence[Entry]) -> Iterator[Problem]:
    """Tell of themes that replace one another in a ring: readers would be led nowhere."""
    successor = {t.slug: (str(t["retired"]),) for t in themes if t["retired"] is not None}
    for theme in themes:
        ring = _loop(theme.slug, successor)
        if ring and theme.slug == min(ring):
            yield Problem(
                where=Location(theme.path, theme.lines["retired"], "retired"),
                code="retired-loop",
                found=f"following the replacements leads back to {quote(theme.slug)}",
                fix="Name a theme that is still in use, or delete the line.",
            )


def _loop(start: str, broader: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the shortest way from a theme back to itself by broader themes, or nothing."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        following = []
        for path in paths:
            for step in broader.get(path[-1], ()):
                if step == start:
                    return path
                if step not in seen:
                    seen.add(step)
                    following.append((*path, step))
        paths = following
    return ()


def _check_use(entries: Iterable[Entry], themes: Iterable[Entry]) -> Iterator[Problem]:
    """Tell of themes that nothing is filed under; they may be new, so it is no error."""
    used: dict[str, int] = defaultdict(int)
    for entry in entries:
        for slug in chain(entry.themes, *(section.themes for section in entry.sections)):
            used[slug] += 1
    for theme in themes:
        if not used[theme.slug] and theme.origin is None:
            yield Problem(
                where=Location(theme.path),
                code="unused-theme",
                found=f"nothing is filed under the theme {quote(theme.slug)}",
                fix="Add it to a page that is about it, or delete the file.",
                severity=Severity.NOTICE,
            )
