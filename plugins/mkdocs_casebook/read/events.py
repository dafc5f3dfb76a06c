"""From the YAML parser's events to nodes with their lines.

The parser's own loaders turn text into numbers and dates, follow aliases, and recurse. Following
its events does none of that: every value stays text, and what could stand for more than it says
is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.read import limits
from mkdocs_casebook.read.nodes import Group, Items, Node, Text
from mkdocs_casebook.read.refusals import (
    HOW_TO_WRITE_A_FIELD,
    STARTS_AGAIN,
    backslash,
    explain_no_field,
    first_character,
    in_quotation_marks,
)

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where there is one; both give the same events."""

TOO_DEEP = "front-matter-too-deep"
TOO_MANY = "front-matter-too-many"
NO_FIELDS = "front-matter-not-fields"

_LONGEST_NAME = 40
"""Characters of a field's name that the place of a problem repeats."""

_CHANGING_BACKSLASH = re.compile(r"""(?<!\\)(?:\\\\)*\\(?!["\\])""")


@dataclass(slots=True)
class _Open:
    """A list or group whose end has not been met yet."""

    line: int
    is_group: bool
    place: str
    children: list[Any] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """The line of each name met so far."""

    name: Text | None = None
    """The name whose value comes next."""


def read(text: str, path: str, first_line: int) -> tuple[Group, list[Problem]]:
    """Return the fields that a text holds and the problems met; the text starts at a given line.

    Raises ``yaml.YAMLError`` where the text is not well formed. Anchors, aliases and tags are
    reported and otherwise passed over, and so is text that YAML would leave out or change.
    """
    reader, parser = _Reader(text, path, first_line), LOADER(text)
    while not reader.is_finished and (event := parser.get_event()) is not None:
        reader.take(event)
    return reader.fields(), reader.problems


class _Reader:
    """Puts nodes together as the parser comes upon their parts, without recursion."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        """Start before the first event."""
        self.text = text
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.is_finished = False
        self._root: Node | None = None
        self._stack: list[_Open] = []
        self._count = 0
        # Nearly all front matter has neither, and need not be looked at closely.
        self._may_change = " #" in text or "\\" in text

    def take(self, event: yaml.Event) -> None:
        """Take in the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._take_text(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            done = self._stack.pop()
            children = tuple(done.children)
            self._put(Group(children, done.line) if done.is_group else Items(children, done.line))
        elif isinstance(event, yaml.AliasEvent):
            text = Text(f"*{event.anchor}", self._line(event))
            self.problems.append(_mark(self._here(text.line), text.value))
            self._put(text)
        elif isinstance(event, yaml.DocumentStartEvent) and self._root is not None:
            # A line such as "--- More", after which YAML would begin all over again.
            mark = cast("yaml.Mark", event.start_mark)
            raise yaml.MarkedYAMLError(problem=STARTS_AGAIN, problem_mark=mark)

    def fields(self) -> Group:
        """Return the outermost node as fields; anything else is reported."""
        match self._root:
            case Group(children):
                return Group(children, self.first_line)
            case Items(_, line):
                where = Location(self.path, line)
                self.problems.append(_name_expected(where, "a list starts where a field should"))
            case Text(value, line) if value.strip():
                self.problems.append(explain_no_field(value, Location(self.path, line)))
        return Group((), self.first_line)

    def _take_text(self, event: yaml.ScalarEvent) -> None:
        value, line = event.value, self._line(event)
        if event.anchor is not None or event.tag is not None:
            self.problems += _marks(event, self._here(line), value)
        if self._may_change:
            self.problems += _changes(event, self.text, self._here(line))
        # A lone ~ means nothing in YAML, and so it does here.
        self._put(Text("" if value == "~" and not event.style else value, line))

    def _open(self, event: yaml.CollectionStartEvent) -> None:
        line = self._line(event)
        if event.anchor is not None or event.tag is not None:
            self.problems += _marks(event, self._here(line), "…")
        is_group = isinstance(event, yaml.MappingStartEvent)
        # What is wrong with a list or group as a whole is told at the name it stands under.
        name = self._stack[-1].name if self._stack else None
        self._stack.append(_Open(name.line if name else line, is_group, self._place()))
        # The outermost level is that of the fields themselves.
        if len(self._stack) > limits.DEEPEST_NESTING + 1:
            self._stop(too_deep(self.path, line))

    def _put(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        self._count += 1
        if self._count > limits.MOST_NODES:
            self._stop(_too_many(self.path, node.line))
        elif not self._stack:
            self._root = node
        elif not (top := self._stack[-1]).is_group:
            top.children.append(node)
        elif top.name is None:
            top.name = node if isinstance(node, Text) else Text("", node.line)
        else:
            self._put_in_group(top, top.name, node)

    def _put_in_group(self, group: _Open, name: Text, node: Node) -> None:
        """Put a value where its name is; report a name that is none, or repeated."""
        group.name = None
        if name.is_empty:
            where = Location(self.path, name.line, group.place)
            self.problems.append(_name_expected(where, "there is no name of a field here"))
        elif name.value in group.lines:
            place = _join(group.place, name.value)
            self.problems.append(duplicate(self.path, name, group.lines[name.value], place))
        else:
            group.lines[name.value] = name.line
            group.children.append((name, node))

    def _stop(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.is_finished = True

    def _line(self, event: yaml.Event) -> int:
        # The parser marks every event; only its types leave that open.
        return event.start_mark.line + self.first_line  # type: ignore[union-attr]

    def _here(self, line: int) -> Location:
        return Location(self.path, line, self._place())

    def _place(self) -> str:
        """Return the name of the place that the next node will take: ``people[2].role``."""
        if not self._stack:
            return ""
        top = self._stack[-1]
        if not top.is_group:
            return f"{top.place}[{len(top.children) + 1}]"
        return top.place if top.name is None else _join(top.place, top.name.value)


def _join(place: str, name: str) -> str:
    return f"{place}.{name[:_LONGEST_NAME]}" if place else name[:_LONGEST_NAME]


def _marks(
    event: yaml.ScalarEvent | yaml.CollectionStartEvent, where: Location, value: str
) -> Iterator[Problem]:
    """Yield problems for an anchor or a tag that a value carries."""
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


def too_deep(path: str, line: int) -> Problem:
    """Return the problem of front matter that is nested too deeply for anybody to read."""
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
