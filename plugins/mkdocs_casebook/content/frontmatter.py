"""Divide a file's text into its front matter, with the line of every field, and its body.

MkDocs prints front matter that it cannot read as the text of the page, and YAML's usual loaders
turn ``no`` into false and ``010`` into 8. So Casebook reads front matter itself: it keeps every
value as the text its author typed, and turns each refusal of the parser into words that say what
to mend. The division of a file is python-frontmatter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml
from frontmatter.default_handlers import BaseHandler

from mkdocs_casebook.content import limits
from mkdocs_casebook.content.events import NO_FIELDS, TOO_DEEP, TOO_MANY, duplicate, read
from mkdocs_casebook.content.nodes import Group, Node, Text
from mkdocs_casebook.content.refusals import FIELD_NAME, explain
from mkdocs_casebook.core.problems import Location, Problem

_FIELD_START = re.compile(r"^[^\s#\-\]}][^\n]*", re.MULTILINE)
_FIRST_WORD = re.compile(r"[\w-]+")
_OTHER_FORMAT = re.compile(
    r"\+{3}[ \t]*\n(?:[ \t]*(?:\#.*)?\n)*[ \t]*([\w-]+)[ \t]*=[ \t]*(.*)"
    r'|\{\s*"([\w-]+)"[ \t]*:[ \t]*("(?:[^"\\\n]|\\.)*"|[^,}\n]*)'
)
"""Fields as TOML between lines of +++, or as JSON: other programs have them so."""

_OTHER_NAME = re.compile(r'^[\s"\[]*([\w-]+)["\]]?[ \t]*(?:[=:]|$)', re.MULTILINE)

_LATE_START = re.compile(r"\s+---[ \t]*\n[\w-]+:")

_UNFINISHED = frozenset({TOO_DEEP, TOO_MANY})
"""Problems at which reading stops."""

_SPOILING = frozenset({"front-matter-mark", "front-matter-syntax", "text-after-hash"})
"""Problems that leave a field without the text that its author meant."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file divided into front matter and body."""

    fields: Group
    body: str
    body_line: int
    """The line of the file at which the body starts, counted from 1."""

    unreadable: frozenset[str] = frozenset()
    """Names of fields that could not be read. They have been reported, so they are not missing."""

    has_front_matter: bool = True


class FrontMatterHandler(BaseHandler):
    """Divides a file at lines of three hyphens, as MkDocs does, and keeps the line numbers true."""

    # The stock handler's pattern swallows blank lines after the mark, which loses count of lines.
    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"


HANDLER = FrontMatterHandler()


def names_of_fields(document: Document) -> list[tuple[str, int]]:
    """Return the fields of a page as the host sees them, by name, each with its line."""
    if document.has_front_matter:
        return [(name.value, name.line) for name, _value in document.fields.fields]
    # The host takes the first lines of such a page for fields.
    first = enumerate(document.body.partition("\n\n")[0].split("\n"), document.body_line)
    return [(line.partition(":")[0].strip().lower(), number) for number, line in first]


def parse(path: str, text: str) -> tuple[Document, tuple[Problem, ...]]:
    r"""Divide a file's text and read its front matter.

    Problems are returned beside the document, which then holds whatever could be read. The text
    must use ``\n`` for line ends and must not start with a byte order mark.
    """
    nothing = Group((), 1)
    if not HANDLER.detect(text):
        if other := _OTHER_FORMAT.match(text):
            names = frozenset(_OTHER_NAME.findall(text))
            return Document(nothing, "", 1, unreadable=names), (_other_format(path, other),)
        if not _LATE_START.match(text):
            return Document(nothing, text, 1, has_front_matter=False), ()
        late = Problem(
            where=Location(path, 1),
            code="front-matter-late",
            found="the first line is blank, and the fields start further down",
            fix="Delete what stands before the first ---.",
        )
        return Document(nothing, "", 1, unreadable=_everything(text)), (late,)
    try:
        front_matter, body = HANDLER.split(text)
    except ValueError:
        unclosed = Problem(
            where=Location(path, 1),
            code="front-matter-unclosed",
            found="the fields at the top of the file start with --- and have no --- after them",
            fix="Put a line with just --- below the last field.",
        )
        return Document(nothing, "", 1, unreadable=_everything(text)), (unclosed,)
    body_line = front_matter.count("\n") + 1
    if limits.is_too_long(front_matter):
        too_long = Problem(
            where=Location(path, 1),
            code="front-matter-too-long",
            found=f"the fields at the top of the file are longer than "
            f"{limits.LARGEST_FRONT_MATTER // 1024} KB",
            fix="Move long text below the second --- line.",
        )
        return Document(nothing, body, body_line, unreadable=_everything(front_matter)), (too_long,)
    fields, problems, unreadable = read_fields(front_matter, path)
    return Document(fields, body, body_line, unreadable), tuple(problems)


def _other_format(path: str, found: re.Match[str]) -> Problem:
    """Return the problem of fields in the form of other programs, with the first put right."""
    form, name = ("TOML", found[1]) if found[1] else ("JSON", found[3])
    value = (found[2] or found[4] or "").strip()
    return Problem(
        where=Location(path, 1),
        code="front-matter-of-another-form",
        found=f"the fields at the top of the file are written as {form}, which is not read here",
        fix=f"Put --- above and below them, and write each with a colon, such as: {name}: {value}",
    )


def body_of(text: str) -> str:
    """Return what stands below the front matter of a text that has been parsed before."""
    return HANDLER.split(text)[1] if HANDLER.detect(text) else text


def read_fields(front_matter: str, path: str) -> tuple[Group, list[Problem], frozenset[str]]:
    """Read front matter; return its fields, the problems, and the names of unreadable fields.

    A mistake in one field must not hide those in others, so where the whole cannot be read, each
    field is read by itself.
    """
    try:
        group, problems = read(front_matter, path, 1)
    except yaml.YAMLError as error:
        whole = explain(error, front_matter, path, 1)
    else:
        return group, problems, _unreadable(problems, group, front_matter)
    fields: list[tuple[Text, Node]] = []
    unreadable: set[str] = set()
    problems = list(_indented(front_matter, path))
    for line, piece in _pieces(front_matter):
        try:
            group, found = read(piece, path, line)
        except yaml.YAMLError as error:
            problems.append(explain(error, piece, path, line))
            unreadable |= _everything(piece.lstrip())
        else:
            fields += group.fields
            problems += found
            unreadable |= _unreadable(found, group, piece)
            if any(problem.code in _UNFINISHED for problem in found):
                return Group((), 1), problems, _everything(front_matter)
    problems = problems or [whole]
    problems += _repeated(fields, path)
    return Group(tuple(fields), 1), problems, frozenset(unreadable)


def _unreadable(problems: Iterable[Problem], group: Group, text: str) -> frozenset[str]:
    """Return the names of the fields in a text that problems left without a value."""
    names: set[str] = set()
    for problem in problems:
        if problem.code in _UNFINISHED or (problem.code == NO_FIELDS and not group.fields):
            return _everything(text)
        if problem.code in _SPOILING:
            names.add(re.split(r"[.\[]", problem.where.field, maxsplit=1)[0])
    return frozenset(names)


def _indented(front_matter: str, path: str) -> Iterator[Problem]:
    """Yield the problem of a first field that starts further right than those below it."""
    first = _FIELD_START.search(front_matter)
    before = front_matter[: first.start()].split("\n") if first else []
    for number, line in enumerate(before, 1):
        if line.startswith(" ") and not line.isspace():
            yield Problem(
                where=Location(path, number),
                code="front-matter-syntax",
                found="the line starts with a space and the fields below it do not",
                fix="Delete the spaces at its start.",
            )
            return


def _everything(front_matter: str) -> frozenset[str]:
    """Return the names of all top-level fields that can be made out in a text."""
    names: set[str] = set()
    for match in _FIELD_START.finditer(front_matter):
        if name := FIELD_NAME.match(match.group()):
            names.add(name.group(2))
        elif word := _FIRST_WORD.match(match.group()):
            names.add(word.group())
    return frozenset(names)


def _pieces(front_matter: str) -> Iterator[tuple[int, str]]:
    """Yield each top-level field's lines with the number of the first."""
    starts = [match.start() for match in _FIELD_START.finditer(front_matter)]
    if front_matter[: starts[0] if starts else None].strip("\n"):
        # Lines before the first field, such as one that is indented by mistake.
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(front_matter)], strict=True):
        yield front_matter.count("\n", 0, start) + 1, front_matter[start:end]


def _repeated(fields: Iterable[tuple[Text, Node]], path: str) -> Iterator[Problem]:
    """Yield a problem for each field given twice in pieces that were read one by one."""
    first: dict[str, int] = {}
    for name, _value in fields:
        if name.value in first:
            yield duplicate(path, name, first[name.value], name.value)
        first.setdefault(name.value, name.line)
