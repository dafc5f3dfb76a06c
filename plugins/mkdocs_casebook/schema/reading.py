"""Collect the problems of one file while its values are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from mkdocs_casebook.content.nodes import Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import Location, Problem, quote
from mkdocs_casebook.schema.vocabulary import Vocabulary


@dataclass(slots=True)
class Reading:
    """What reading one file needs to know, and the problems met on the way."""

    path: str
    vocabulary: Vocabulary
    problems: list[Problem]
    is_packed: bool = False
    """Whether the file is a content pack's: it may refer to what the site has left out."""

    def report(  # noqa: PLR0913 - these are the parts of every message
        self, node: Node, place: str, code: str, found: str, *, fix: str = "", expected: str = ""
    ) -> None:
        """Add a problem at a node's line."""
        where = Location(self.path, node.line, place)
        self.problems.append(
            Problem(where=where, code=code, found=found, fix=fix, expected=expected)
        )

    def report_line(
        self, line: int, code: str, found: str, *, fix: str = "", expected: str = ""
    ) -> None:
        """Add a problem at a line of the file that belongs to no field."""
        self.report(Text("", line), "", code, found, fix=fix, expected=expected)

    def report_unknown(self, name: Text, place: str, names: Iterable[str], *, fix: str) -> str:
        """Report a field that is none of ``names``; return the one that was meant.

        ``fix`` is told where none of them is like it.
        """
        names = tuple(names)
        meant = self.vocabulary.nearest(name.value, names) or ""
        self.report(
            name,
            place,
            "unknown-field",
            f"there is no field called {quote(name.value)}",
            fix=f'Did you mean "{meant}"?' if meant else fix,
            expected="" if meant else f"The fields are: {', '.join(names)}.",
        )
        return meant


class Spot(NamedTuple):
    """A value where it stands in a file."""

    node: Node
    place: str
    reading: Reading

    def report(self, code: str, found: str, *, fix: str = "", expected: str = "") -> None:
        """Add a problem with the value."""
        self.reading.report(self.node, self.place, code, found, fix=fix, expected=expected)


class FieldType(Protocol):
    """How a field's value is read and described."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the value, or ``None`` after reporting why there is none."""

    def describe(self) -> str:
        """Return what to write, in words that follow "expected"."""

    def json_schema(self) -> dict[str, object]:
        """Return the JSON Schema (draft 2020-12) of the value as typed."""
