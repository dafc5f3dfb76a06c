"""Find what installed packages add, by the groups of entry points that ``api`` lists.

A part that is declared and not there, because somebody has taken its folder out, is passed over:
the rest works without it.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from typing import Any

ADDRESSES = "casebook.addresses"
ADVISERS = "casebook.advisers"
CHECKS = "casebook.checks"
COMMANDS = "casebook.commands"
EXPORTERS = "casebook.exporters"
FIXERS = "casebook.fixers"
GENERATORS = "casebook.generators"
INDEXES = "casebook.indexes"
KINDS = "casebook.kinds"
SOURCES = "casebook.sources"


@cache
def names(group: str) -> tuple[str, ...]:
    """Return the names in a group of entry points, sorted."""
    return tuple(sorted(point.name for point in entry_points(group=group) if _is_there(point)))


@cache
def extension(group: str, name: str) -> Any:  # noqa: ANN401 - api says what each group holds
    """Return what an entry point names. Raises KeyError where there is none."""
    return entry_points(group=group)[name].load()


def extensions(group: str) -> tuple[Any, ...]:
    """Return everything in a group of entry points, in the order of the names."""
    return tuple(extension(group, name) for name in names(group))


def _is_there(point: EntryPoint) -> bool:
    try:
        return find_spec(point.module) is not None
    except ModuleNotFoundError:
        return False
