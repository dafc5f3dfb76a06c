"""Mends what is mechanical in one file: only lines that are wrong, and only where that is certain.

A mend is tried on a copy. It is kept if the file then has fewer problems and none that it did not
have, so that no mend can make matters worse. Lines are changed, never added or removed, and keep
their ends; every other byte of the file stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from mkdocs_casebook.autofix import spaces
from mkdocs_casebook.autofix.fixers import candidates
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Collection, Source
from mkdocs_casebook.core.problems import Problem
from mkdocs_casebook.pipeline.build import Standards, check_file
from mkdocs_casebook.pipeline.changes import lines_of
from mkdocs_casebook.pipeline.site_files import SiteFiles
from mkdocs_casebook.safety.rules import USUAL, Rules
from mkdocs_casebook.schema.kinds import Kind, Schema
from mkdocs_casebook.schema.names import gather_vocabulary
from mkdocs_casebook.schema.vocabulary import Vocabulary

MOST_PROBLEMS = 300
"""Problems of one file beyond which it is left alone: each mend reads the file once more."""

Check = Callable[[Source], Sequence[Problem]]
"""Returns the problems that a file shows by itself."""

MOST_ROUNDS = 8
"""Times that a site is gone through. A mended theme may be what a story's mend waits for."""


def mend_files(files: SiteFiles) -> Sequence[Source]:
    """Return a site's files with their mechanical mistakes mended, in the same order."""
    settings = files.settings
    return mend_site(files.sources, files.collections, files.schema, settings.rules)


def mend_site(
    sources: Sequence[Source],
    collections: Sequence[Collection],
    schema: Schema,
    rules: Rules = USUAL,
) -> list[Source]:
    """Return a site's files with their mechanical mistakes mended, in the same order.

    Mending what comes out changes nothing more.
    """
    sources = list(sources)
    folders = {collection.folder: collection.kind for collection in collections}
    standards = Standards(schema, folders, rules)
    for _round in range(MOST_ROUNDS):
        vocabulary = gather_vocabulary(map(parse_source, sources), folders, schema)
        check = partial(_problems, vocabulary=vocabulary, standards=standards)
        mended = [mend(source, vocabulary, schema, check) for source in sources]
        if mended == sources:
            break
        sources = mended
    return sources


def _problems(source: Source, vocabulary: Vocabulary, standards: Standards) -> Sequence[Problem]:
    return check_file(parse_source(source), vocabulary, standards)[1]


def mend(source: Source, vocabulary: Vocabulary, schema: Schema, check: Check) -> Source:
    """Return a file with its mechanical mistakes mended."""
    try:
        lines, ends = lines_of(source.content)
    except UnicodeDecodeError:
        return source
    file = _File(source, lines, ends, check)
    file.mend(schema[source.kind], vocabulary)
    return file.source


class _File:
    """The file in hand: its lines as they are by now, and the problems they have."""

    def __init__(self, source: Source, lines: list[str], ends: Sequence[str], check: Check) -> None:
        self.source = source
        self.lines = lines
        self._ends = ends
        self._check = check
        self.problems = check(source)

    def mend(self, kind: Kind, vocabulary: Vocabulary) -> None:
        """Try every mend there is for each problem, until none helps any more."""
        if len(self.problems) > MOST_PROBLEMS:
            return
        self._tidy()
        helped = True
        while helped:
            helped = False
            for problem in self.problems:
                at = problem.where.line - 1
                if at < len(self.lines) and problem in self.problems:
                    found = candidates(problem, self.lines[at], kind, vocabulary)
                    helped |= any(self._try({at: line}, fewer=True) for line in found)

    def _tidy(self) -> None:
        """Take away the spaces at the end of lines, where they mean nothing."""
        in_fields, in_text = spaces.tidied(self.lines)
        for at, line in in_fields.items():
            # In a text of several lines they could be meant: then the fields would change.
            self._try({at: line}, fewer=False)
        self._try(in_text, fewer=False)

    def _try(self, changes: dict[int, str], *, fewer: bool) -> bool:
        """Change lines if no problem is new, and if wanted there are fewer; tell whether it did."""
        if all(self.lines[at] == line for at, line in changes.items()):
            return False
        lines = [changes.get(at, line) for at, line in enumerate(self.lines)]
        content = "".join(map("".join, zip(lines, self._ends, strict=True))).encode()
        source = replace(self.source, content=content)
        if not fewer and not spaces.same_fields(self.source.content, content):
            return False
        problems = self._check(source)
        known = set(self.problems)
        if not known.issuperset(problems) or (fewer and len(problems) >= len(self.problems)):
            return False
        self.source, self.lines, self.problems = source, lines, problems
        return True
