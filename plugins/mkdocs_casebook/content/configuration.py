"""Read a configuration file as nodes with their lines, over the file that it inherits from.

Every value stays text, and tags such as ``!ENV`` and ``!!python/name`` are the host's business:
only the host makes anything of them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import yaml

from mkdocs_casebook.content.events import LOADER
from mkdocs_casebook.content.folders import read_bytes
from mkdocs_casebook.content.nodes import Group, Items, Node, Text
from mkdocs_casebook.content.refusals import explain
from mkdocs_casebook.core.problems import Location, Problem

EMPTY = Group((), 1)

PYTHON = "!!python/"
"""The start of a value that names a part of a program: only the host makes anything of it."""

_COMPOSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""Makes nodes of a text, in C where it can; every value stays the text that it was."""

_TAG = "tag:yaml.org,2002:python/"

_DEEPEST = 100
"""Levels of settings. A menu has two for each of its own."""

_LARGEST = 100_000
"""Values, each counted as often as it is used."""

_MOST_INHERITED = 10
_SHORTEN = "Delete what repeats itself."


class UnreadableError(Exception):
    """A configuration file that cannot be read, and what to tell about it."""

    def __init__(self, problem: Problem) -> None:
        """Carry the problem."""
        super().__init__(problem.message)
        self.problem = problem


def load(config: Path, inherited: int = 0) -> Group:
    """Return the settings of a file over those of the file that its ``INHERIT`` names.

    ``inherited`` is how many files have named the next before this one.

    Raises:
        UnreadableError: The file, or one it inherits from, cannot be read.

    """
    try:
        text = read_bytes(config).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        found = "the file is saved in a way that other computers read wrongly"
        raise _bad(config.name, 1, found, "Save it again with the encoding UTF-8.") from error
    except (OSError, ValueError) as error:
        raise UnreadableError(_missing(config, error)) from error
    group = as_group(text, config.name)
    parent = get(group, "INHERIT")
    if not isinstance(parent, Text):
        return group
    if inherited == _MOST_INHERITED:
        raise _bad(config.name, parent.line, "the files inherit from each other without end")
    return _over(group, load(config.parent / parent.value, inherited + 1))


def as_group(text: str, name: str) -> Group:
    """Return the settings in a text; ``name`` is the file's, for messages.

    Raises:
        UnreadableError: The text is not a configuration.

    """
    try:
        _check_depth(text, name)
        node = yaml.compose(text, Loader=_COMPOSER)
    except yaml.YAMLError as error:
        told = explain(error, text, name, 1)
        raise UnreadableError(replace(told, code="bad-configuration")) from error
    found = _node(node, {}, name) if node is not None else EMPTY
    _check_size(found, name)
    return found if isinstance(found, Group) else EMPTY


def get(group: Group, *names: str) -> Node | None:
    """Return what stands at a way of names, or ``None``."""
    node: Node | None = group
    for name in names:
        if not isinstance(node, Group):
            return None
        node = next((inner for field, inner in node.fields if field.value == name), None)
    return node


def group_at(group: Group, *names: str) -> Group:
    """Return the group at a way of names; an empty one where there is none."""
    node = get(group, *names)
    return node if isinstance(node, Group) else EMPTY


def text_at(group: Group, *names: str, default: str = "") -> str:
    """Return the text at a way of names, without the space around it."""
    node = get(group, *names)
    return node.value.strip() if isinstance(node, Text) else default


def _check_depth(text: str, name: str) -> None:
    """Refuse what the parser could not read to its end, since it calls itself for every level."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = cast("yaml.Mark", event.start_mark).line + 1
            raise _bad(name, line, "settings stand in each other without end")


def _check_size(found: Node, name: str) -> None:
    """Refuse settings that a few aliases make endless: each value counts as often as it is used."""
    waiting, count = [found], 0
    while waiting:
        node = waiting.pop()
        count += 1
        if count > _LARGEST:
            raise _bad(name, node.line, "settings stand in each other without end")
        if isinstance(node, Items):
            waiting += node.items
        elif isinstance(node, Group):
            waiting += (value for _name, value in node.fields)


def _node(node: yaml.Node, seen: dict[int, Node | None], file: str) -> Node:
    """Return a node of the parser as one of ours; a value that is used twice is read once.

    ``seen`` has what has been read, and nothing yet for what the node stands in.

    Raises:
        UnreadableError: A value holds itself. The host follows a menu like that without end.

    """
    line = node.start_mark.line + 1
    if id(node) not in seen:
        seen[id(node)] = None
        seen[id(node)] = _new_node(node, seen, file)
    found = seen[id(node)]
    if found is None:
        raise _bad(file, line, "the setting that starts here holds itself")
    return found


def _new_node(node: yaml.Node, seen: dict[int, Node | None], file: str) -> Node:
    line = node.start_mark.line + 1
    if str(node.tag).startswith(_TAG):
        return Text(PYTHON + node.tag.removeprefix(_TAG), line)
    if isinstance(node, yaml.MappingNode):
        fields = [
            (Text(str(name.value), name.start_mark.line + 1), _node(value, seen, file))
            for name, value in node.value
            if isinstance(name, yaml.ScalarNode)
        ]
        return Group(tuple(fields), line)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_node(item, seen, file) for item in node.value), line)
    return Text(str(node.value), line)


def _over(child: Group, parent: Group) -> Group:
    """Return the settings of two files, those of the first over those of the second."""
    fields = []
    for name, node in child.fields:
        theirs = get(parent, name.value)
        both = isinstance(node, Group) and isinstance(theirs, Group)
        fields.append((name, _over(node, theirs) if both else node))  # type: ignore[arg-type]
    given = {name.value for name, _node in child.fields}
    fields += [(name, node) for name, node in parent.fields if name.value not in given]
    return Group(tuple(fields), child.line)


def _missing(config: Path, error: OSError | ValueError) -> Problem:
    return Problem(
        where=Location(config.name),
        code="no-configuration",
        found=f"the file cannot be opened ({getattr(error, 'strerror', error)})",
        fix="Run the command in the folder that holds mkdocs.yml, or name the file with --config.",
    )


def _bad(name: str, line: int, found: str, fix: str = _SHORTEN) -> UnreadableError:
    problem = Problem(where=Location(name, line), code="bad-configuration", found=found, fix=fix)
    return UnreadableError(problem)
