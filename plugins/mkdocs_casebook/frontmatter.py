"""From a file's text to its front matter, with the line of every field, and its body.

MkDocs prints front matter that it cannot read as the text of the page, and YAML's usual loaders
turn ``no`` into false and ``010`` into 8. So Casebook reads front matter itself: it follows the
parser's events, keeps every value as the text its author typed, and turns each refusal of the
parser into words that say what to mend. The division of a file is python-frontmatter's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

import yaml
from frontmatter.default_handlers import BaseHandler

from mkdocs_casebook import limits
from mkdocs_casebook.problems import Location, Problem, quote
from mkdocs_casebook.refusals import FIELD_NAME, explain

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FIELD_START = re.compile(r"^[^\s#-][^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A single value, exactly as typed."""

    value: str
    line: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing was given: the author left the place after the colon blank."""
        return not self.value.strip()


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """Fields with their names; the front matter as a whole is one."""

    fields: tuple[tuple[Text, Node], ...]
    line: int


Node = Text | Items | Group


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

    def load(self, fm: str) -> dict[str, Any]:
        """Return the front matter as plain values; lists and groups become lists and dicts."""
        group, _problems, _unreadable = read_fields(fm, "front matter")
        return cast("dict[str, Any]", plain(group))


HANDLER = FrontMatterHandler()


def plain(node: Node) -> object:
    """Return a node without its positions: text, list or dict."""
    match node:
        case Text(value):
            return value
        case Items(items):
            return [plain(item) for item in items]
        case Group(fields):
            return {name.value: plain(value) for name, value in fields}


def parse(path: str, text: str) -> tuple[Document, tuple[Problem, ...]]:
    """Divide a file's text and read its front matter.

    Problems are returned beside the document, which then holds whatever could be read. The text
    must use ``\\n`` for line ends and must not start with a byte order mark.
    """
    nothing = Group((), 1)
    if not HANDLER.detect(text):
        return Document(nothing, text, 1, has_front_matter=False), ()
    try:
        front_matter, body = HANDLER.split(text)
    except ValueError:
        unclosed = Problem(
            where=Location(path, 1),
            code="front-matter-unclosed",
            found="the fields at the top of the file are opened with --- and never closed",
            fix="Put a line with just --- after the last field.",
        )
        return Document(nothing, "", 1, unreadable=_everything(text)), (unclosed,)
    body_line = front_matter.count("\n") + 1
    too_much = _over_limits(path, front_matter)
    if too_much:
        return Document(nothing, body, body_line, unreadable=_everything(front_matter)), (too_much,)
    fields, problems, unreadable = read_fields(front_matter, path)
    return Document(fields, body, body_line, unreadable), tuple(problems)


def body_of(text: str) -> str:
    """Return what stands below the front matter of a text that has been parsed before."""
    return HANDLER.split(text)[1] if HANDLER.detect(text) else text


def read_fields(front_matter: str, path: str) -> tuple[Group, list[Problem], frozenset[str]]:
    """Read front matter; return its fields, the problems, and the names of unreadable fields.

    A mistake in one field must not hide those in others, so where the whole cannot be read, each
    field is read by itself.
    """
    try:
        return *_read(front_matter, path, 1), frozenset()
    except yaml.YAMLError as error:
        whole = explain(error, front_matter, path, 1)
    fields: list[tuple[Text, Node]] = []
    problems: list[Problem] = []
    unreadable: set[str] = set()
    broken = False
    for line, piece in _pieces(front_matter):
        try:
            group, found = _read(piece, path, line)
        except yaml.YAMLError as error:
            broken = True
            problems.append(explain(error, piece, path, line))
            unreadable |= _everything(piece)
        else:
            fields += group.fields
            problems += found
    if not broken:
        problems = [whole]
    problems += _repeated(fields, path, known=problems)
    return Group(tuple(fields), 1), problems, frozenset(unreadable)


def _over_limits(path: str, front_matter: str) -> Problem | None:
    """Return the problem of front matter that no parser should be given, if it is one."""
    if limits.is_too_long(front_matter):
        return Problem(
            where=Location(path, 1),
            code="front-matter-too-long",
            found=f"the fields at the top of the file are longer than "
            f"{limits.LARGEST_FRONT_MATTER // 1024} KB",
            fix="Move the text below the second --- line.",
        )
    first = limits.first_line_too_deep(front_matter)
    if first is None:
        return None
    return Problem(
        where=Location(path, first),
        code="front-matter-too-deep",
        found=f"lists or brackets stand inside one another more than "
        f"{limits.DEEPEST_NESTING} levels deep",
        fix="Write plain text, or a simple list with one item to a line.",
    )


def _everything(front_matter: str) -> frozenset[str]:
    """Return the names of all top-level fields that can be made out in a text."""
    starts = (match.group() for match in _FIELD_START.finditer(front_matter))
    return frozenset(name.group(2) for start in starts if (name := FIELD_NAME.match(start)))


def _pieces(front_matter: str) -> Iterator[tuple[int, str]]:
    """Yield each top-level field's lines with the number of the first."""
    starts = [match.start() for match in _FIELD_START.finditer(front_matter)]
    if front_matter[: starts[0] if starts else None].strip("\n"):
        # Lines before the first field, such as one that is indented by mistake.
        starts.insert(0, 0)
    for start, end in zip(starts, [*starts[1:], len(front_matter)], strict=True):
        yield front_matter.count("\n", 0, start) + 1, front_matter[start:end]


def _repeated(
    fields: list[tuple[Text, Node]], path: str, known: list[Problem]
) -> Iterator[Problem]:
    """Yield a problem for each field given twice in pieces that were read one by one."""
    told = {problem.where for problem in known if problem.code == "duplicate-field"}
    first: dict[str, int] = {}
    for name, _value in fields:
        if name.value in first:
            problem = _duplicate(path, name, first[name.value], name.value)
            if problem.where not in told:
                yield problem
        first.setdefault(name.value, name.line)


def _duplicate(path: str, name: Text, first: int, field: str) -> Problem:
    return Problem(
        where=Location(path, name.line, field),
        code="duplicate-field",
        found=f"{quote(name.value)} is given twice, on lines {first} and {name.line}",
        fix="Keep one and delete the other.",
    )


@dataclass(slots=True)
class _Open:
    """A list or group whose end has not been met yet."""

    line: int
    is_group: bool
    children: list[Any]
    names: dict[str, int]
    place: str
    name: Text | None = None


def _read(text: str, path: str, first_line: int) -> tuple[Group, list[Problem]]:
    """Build the tree of nodes from the parser's events, without recursion.

    Raises ``yaml.YAMLError`` where the text is not well formed. Anchors, aliases and tags are
    reported and otherwise passed over: nothing in a contributed file may stand for more than it
    says.
    """
    problems: list[Problem] = []
    stack: list[_Open] = []
    root: Node | None = None
    count = 0

    def at(event: Any) -> int:
        return cast("int", event.start_mark.line) + first_line

    def place(line: int) -> Location:
        return Location(path, line, _place(stack))

    for event in cast("Iterator[Any]", yaml.parse(text, Loader=_LOADER)):
        kind = type(event)
        if kind is yaml.ScalarEvent:
            node: Node | None = Text(_typed(event), at(event))
            problems += _unwanted(event, node.line, path, stack) if _is_marked(event) else ()
        elif kind is yaml.AliasEvent:
            node = Text("", at(event))
            problems.append(_alias(place(node.line), f"*{event.anchor}"))
        elif kind in (yaml.SequenceStartEvent, yaml.MappingStartEvent):
            line = at(event)
            problems += _unwanted(event, line, path, stack) if _is_marked(event) else ()
            stack.append(_Open(line, kind is yaml.MappingStartEvent, [], {}, _place(stack)))
            continue
        elif kind in (yaml.SequenceEndEvent, yaml.MappingEndEvent):
            done = stack.pop()
            children = tuple(done.children)
            node = Group(children, done.line) if done.is_group else Items(children, done.line)
        else:
            continue
        count += 1
        if count > limits.MOST_NODES:
            problems.append(_too_many(path, node.line))
            break
        if stack:
            problems += _place_node(stack[-1], node, path)
        else:
            root = node
    return _as_fields(root, path, first_line, problems)


def _as_fields(
    root: Node | None, path: str, first_line: int, problems: list[Problem]
) -> tuple[Group, list[Problem]]:
    """Return the outermost node as fields; anything else is reported."""
    if isinstance(root, Group):
        return root, problems
    if root is not None and not (isinstance(root, Text) and root.is_empty):
        what = "a list" if isinstance(root, Items) else quote(root.value)
        problems.append(
            Problem(
                where=Location(path, root.line),
                code="front-matter-not-fields",
                found=f"{what} stands where a field should",
                fix="Write the name of the field, a colon, a space and then the text.",
                expected="For example: title: A new way to book.",
            )
        )
    return Group((), first_line), problems


def _place_node(parent: _Open, node: Node, path: str) -> Iterator[Problem]:
    """Put a finished node where it belongs; report a field's name that is no name, or repeated."""
    if not parent.is_group:
        parent.children.append(node)
        return
    if parent.name is None:
        if not isinstance(node, Text):
            yield _name_expected(path, node.line, parent.place)
            node = Text("", node.line)
        parent.name = node
        return
    name, parent.name = parent.name, None
    if name.value in parent.names:
        field = f"{parent.place}.{name.value}" if parent.place else name.value
        yield _duplicate(path, name, parent.names[name.value], field)
    else:
        parent.names[name.value] = name.line
        parent.children.append((name, node))


def _place(stack: list[_Open]) -> str:
    """Return the name of the place that the next node will take: ``people[2].role``."""
    if not stack:
        return ""
    top = stack[-1]
    if not top.is_group:
        return f"{top.place}[{len(top.children) + 1}]"
    if top.name is None:
        return top.place
    return f"{top.place}.{top.name.value}" if top.place else top.name.value


def _typed(event: Any) -> str:
    """Return a value as typed; a lone ``~``, which means nothing in YAML, is nothing here too."""
    value = cast("str", event.value)
    return "" if value == "~" and event.style is None else value


def _is_marked(event: Any) -> bool:
    return event.anchor is not None or event.tag is not None


def _unwanted(event: Any, line: int, path: str, stack: list[_Open]) -> Iterator[Problem]:
    """Yield problems for an anchor or a tag that a value carries."""
    where = Location(path, line, _place(stack))
    if event.anchor is not None:
        yield _alias(where, f"&{event.anchor}")
    if event.tag is not None and event.tag != "!":
        yield _alias(where, f"!{str(event.tag).rpartition(':')[2].lstrip('!')}")


def _alias(where: Location, mark: str) -> Problem:
    return Problem(
        where=where,
        code="front-matter-mark",
        found=f"{quote(mark)} has a special meaning at the start of a value and is not allowed",
        fix=f"""If it is part of the text, put the whole text in quotation marks: "{mark} …".""",
    )


def _name_expected(path: str, line: int, place: str) -> Problem:
    return Problem(
        where=Location(path, line, place),
        code="front-matter-not-fields",
        found="a bracket or list stands where the name of a field should",
        fix="Write the name of the field, a colon, a space and then the text.",
    )


def _too_many(path: str, line: int) -> Problem:
    return Problem(
        where=Location(path, line),
        code="front-matter-too-many",
        found=f"there are more than {limits.MOST_NODES:,} values at the top of the file",
        fix="Move the text below the second --- line.",
    )
