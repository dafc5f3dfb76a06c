"""Fix what is mechanical in a site's files: only lines that are wrong, where that is certain.

A fix is tried on a copy. It is kept if the file then has fewer problems and none that it did not
have, so that no fix can make matters worse. Lines are changed, never added or removed, and keep
their ends; every other byte of the file stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from mkdocs_casebook.api import Kind, Problem, Schema, SiteFiles, Source, Vocabulary
from mkdocs_casebook.autofix.fixers import candidates
from mkdocs_casebook.autofix.spaces import without_spaces
from mkdocs_casebook.content.decoding import decode
from mkdocs_casebook.content.frontmatter import parse
from mkdocs_casebook.content.nodes import Group
from mkdocs_casebook.content.parsed import parse_source
from mkdocs_casebook.core.model import Collection
from mkdocs_casebook.pipeline.build import Standards, check_file
from mkdocs_casebook.pipeline.fixes import lines_of
from mkdocs_casebook.safety.rules import USUAL, Rules
from mkdocs_casebook.schema.names import gather_vocabulary

MOST_PROBLEMS = 300
"""Problems of one file beyond which it is left alone: each fix reads the file once more."""

Check = Callable[[Source], Sequence[Problem]]
"""Returns the problems that a file shows by itself."""

MOST_ROUNDS = 8
"""Times that a site is gone through. A theme's fix may be what a story's fix waits for."""


def fix_files(files: SiteFiles) -> Sequence[Source]:
    """Return a site's files with their mechanical mistakes fixed, in the same order."""
    return fix_site(files.sources, files.collections, files.schema, files.settings.rules)


def fix_site(
    sources: Sequence[Source],
    collections: Sequence[Collection],
    schema: Schema,
    rules: Rules = USUAL,
) -> list[Source]:
    """Return files with their mechanical mistakes fixed. Fixing them again changes nothing more."""
    sources = list(sources)
    folders = {collection.folder: collection.kind for collection in collections}
    standards = Standards(schema, folders, rules)
    for _round in range(MOST_ROUNDS):
        parsed = (parse_source(source, schema.renamed) for source in sources)
        vocabulary = gather_vocabulary(parsed, folders, schema)

        def check(source: Source, known: Vocabulary = vocabulary) -> Sequence[Problem]:
            return check_file(parse_source(source, standards.schema.renamed), known, standards)[1]

        fixed = [_fix_file(source, schema[source.kind], vocabulary, check) for source in sources]
        if fixed == sources:
            break
        sources = fixed
    return sources


def _fix_file(source: Source, kind: Kind, vocabulary: Vocabulary, check: Check) -> Source:
    """Return a file with its mechanical mistakes fixed; tries until nothing helps any more."""
    problems = check(source)
    if len(problems) > MOST_PROBLEMS or any(problem.code == "not-utf-8" for problem in problems):
        return source
    source = _fix_spaces(source, check)
    before, problems = None, check(source)
    while before != source:
        before = source
        for problem in problems:
            at, lines = problem.where.line - 1, lines_of(source.content)[0]
            for line in candidates(problem, lines[at], kind, vocabulary) if at < len(lines) else ():
                fixed = _with_lines(source, {at: line})
                left = check(fixed)
                if len(left) < len(problems) and {*left} <= {*problems}:
                    source, problems = fixed, left
                    break
    return source


def _fix_spaces(source: Source, check: Check) -> Source:
    """Return a file without spaces at the end of lines, where they mean nothing."""
    lines, _ends = lines_of(source.content)
    for change in filter(None, without_spaces(lines)):
        fixed = _with_lines(source, change)
        if _fields(fixed) == _fields(source) and {*check(fixed)} <= {*check(source)}:
            source = fixed
    return source


def _with_lines(source: Source, changes: Mapping[int, str]) -> Source:
    lines, ends = lines_of(source.content)
    changed = (changes.get(at, line) for at, line in enumerate(lines))
    content = "".join(f"{line}{end}" for line, end in zip(changed, ends, strict=True))
    return replace(source, content=content.encode())


def _fields(source: Source) -> Group:
    """Return the fields of a file, with the line of each."""
    return parse(source.path, decode(source.path, source.content)[0])[0].fields
