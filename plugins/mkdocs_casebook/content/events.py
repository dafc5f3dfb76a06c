"""Make nodes with their lines of the YAML parser's events.

The parser's own loaders turn text into numbers and dates, and lose or follow anchors, aliases and
tags. Following its events does none of that: every value stays text, and what could stand for more
than it says is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

import yaml

from mkdocs_casebook.content import limits
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.content.refusals import (
    HOW_TO_WRITE_A_FIELD,
    STARTS_AGAIN,
    backslash,
    explain_no_field,
    first_character,
    in_quotation_marks,
)
from mkdocs_casebook.core.problems import Location, Problem, quote

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where there is one; both give the same events."""

TOO_DEEP = "front-matter-too-deep"
TOO_MANY = "front-matter-too-many"
NO_FIELDS = "front-matter-not-fields"

_LONGEST_NAME = 40
"""Characters of a field's name that the place of a problem repeats."""

_CHANGING_BACKSLASH = re.compile(r"""(?<!\\)(?:\\\\)*\\(?!["\\])""")


class _TooMuchError(Exception):
    """Front matter that nobody could read; its only argument is the problem."""


def read(text: str, path: str, first_line: int) -> tuple[Group, list[Problem]]:
    """Return the fields that a text holds and the problems met; the text starts at a given line.

    Raises ``yaml.YAMLError`` where the text is not well formed. Anchors, aliases and tags are
    reported and otherwise passed over, and so is text that YAML would leave out or change.
    """
    reader = _Reader(text, path, first_line)
    try:
        return reader.fields(), reader.problems
    except _TooMuchError as error:
        return Group((), first_line), [*reader.problems, *error.args]


class _Reader:
    """Make nodes of the parser's events; a list or group asks for the nodes in it."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        """Start before the first event."""
        self.problems: list[Problem] = []
        self._text = text
        self._path = path
        self._first_line = first_line
        self._parser = LOADER(text)
        self._count = 0
        # Nearly all front matter has neither, and need not be looked at closely.
        self._may_change = " #" in text or "\\" in text

    def fields(self) -> Group:
        """Return the outermost node as fields; report anything else."""
        root: Node | None = None
        while (event := self._parser.get_event()) is not None:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    # A line such as "--- More", after which YAML would begin all over again.
                    mark = cast("yaml.Mark", event.start_mark)
                    raise yaml.MarkedYAMLError(problem=STARTS_AGAIN, problem_mark=mark)
                root = self._node("", 0)
        match root:
            case Group(children):
                return Group(children, self._first_line)
            case Items(_, line):
                where = Location(self._path, line)
                self.problems.append(_name_expected(where, "a list starts where a field should"))
            case Text(value, line) if value.strip():
                self.problems.append(explain_no_field(value, Location(self._path, line)))
        return Group((), self._first_line)

    def _node(self, place: str, depth: int, name: Text | None = None) -> Node:
        """Return the next node, which takes a place such as ``people[2].role``."""
        event = self._parser.get_event()
        line = event.start_mark.line + self._first_line
        where = Location(self._path, line, place)
        self._count += 1
        if self._count > limits.MOST_NODES:
            raise _TooMuchError(_too_many(self._path, line))
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(_mark(where, f"*{event.anchor}"))
            return Text(f"*{event.anchor}", line)
        self.problems += _marks(event, where)
        if isinstance(event, yaml.ScalarEvent):
            if self._may_change:
                self.problems += _changes(event, self._text, where)
            # A lone ~ means nothing in YAML, and so it does here.
            return Text("" if event.value == "~" and not event.style else event.value, line)
        # The outermost level is that of the fields themselves.
        if depth > limits.DEEPEST_NESTING:
            raise _TooMuchError(_too_deep(self._path, line))
        # What is wrong with a list or group as a whole is told at the name it stands under.
        line = name.line if name else line
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(self._items(place, depth + 1), line)
        return Group(self._group(place, depth + 1), line)

    def _items(self, place: str, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._parser.check_event(yaml.SequenceEndEvent):
            items.append(self._node(f"{place}[{len(items) + 1}]", depth))
        self._parser.get_event()
        return tuple(items)

    def _group(self, place: str, depth: int) -> tuple[tuple[Text, Node], ...]:
        """Return the fields up to the end of a group; report a name that is none, or repeated."""
        fields: dict[str, tuple[Text, Node]] = {}
        while not self._parser.check_event(yaml.MappingEndEvent):
            key = self._node(place, depth)
            name = key if isinstance(key, Text) else Text("", key.line)
            inner = _join(place, name.value)
            value = self._node(inner, depth, name)
            if name.is_empty:
                where = Location(self._path, name.line, place)
                self.problems.append(_name_expected(where, "there is no name of a field here"))
            elif name.value in fields:
                first = fields[name.value][0].line
                self.problems.append(duplicate(self._path, name, first, inner))
            else:
                fields[name.value] = (name, value)
        self._parser.get_event()
        return tuple(fields.values())


def _join(place: str, name: str) -> str:
    return f"{place}.{name[:_LONGEST_NAME]}" if place else name[:_LONGEST_NAME]


def _marks(
    event: yaml.ScalarEvent | yaml.CollectionStartEvent, where: Location
) -> Iterator[Problem]:
    """Yield problems for an anchor or a tag that a value carries."""
    value = event.value if isinstance(event, yaml.ScalarEvent) else "…"
    if event.anchor is not None:
        yield _mark(where, f"&{event.anchor} {value}")
    if event.tag is not None:
        yield _mark(where, f"{event.tag.replace('tag:yaml.org,2002:', '!!', 1)} {value}")


def _mark(where: Location, text: str) -> Problem:
    found, fix = first_character(text)
    return Problem(where=where, code="front-matter-mark", found=found, fix=fix)


def _changes(event: yaml.ScalarEvent, text: str, where: Location) -> Iterator[Problem]:
    """Yield the problem of a value that is not what its author typed."""
    start = cast("yaml.Mark", event.start_mark).index
    end = cast("yaml.Mark", event.end_mark).index
    if event.style == '"' and _CHANGING_BACKSLASH.search(text, start, end):
        found, fix = backslash(text[start:end])
        yield Problem(where=where, code="front-matter-syntax", found=found, fix=fix)
    if not event.style:
        rest = text[end:].partition("\n")[0].strip()
        # "# so" is a note to other authors; "#1" is text.
        if rest.startswith("#") and rest[1:2].strip("# "):
            whole = in_quotation_marks(f"{event.value} {rest}")
            yield Problem(
                where=where,
                code="text-after-hash",
                found=f"{quote(rest)} is left out, because # after a space starts a note",
                fix=f"Put the whole text in quotation marks: {whole}.",
            )


def duplicate(path: str, name: Text, first: int, field: str) -> Problem:
    """Return the problem of a name that stands twice in a group."""
    return Problem(
        where=Location(path, name.line, field),
        code="duplicate-field",
        found=f"{quote(name.value)} is here twice, on lines {first} and {name.line}",
        fix="Keep one and delete the other.",
    )


def _name_expected(where: Location, found: str) -> Problem:
    return Problem(
        where=where,
        code=NO_FIELDS,
        found=found,
        fix=HOW_TO_WRITE_A_FIELD,
        expected="For example: title: A new way to book.",
    )


def _too_deep(path: str, line: int) -> Problem:
    return Problem(
        where=Location(path, line),
        code=TOO_DEEP,
        found=f"lists or brackets stand inside one another more than "
        f"{limits.DEEPEST_NESTING} levels deep",
        fix="Write plain text, or a simple list with one item to a line.",
    )


def _too_many(path: str, line: int) -> Problem:
    return Problem(
        where=Location(path, line),
        code=TOO_MANY,
        found=f"there are more than {limits.MOST_NODES:,} values at the top of the file",
        fix="Move long text below the second --- line.",
    )
