"""One line of the field ``facets`` on an index page: a facet's name, and what is to be otherwise.

- theme
- system order=label show=12
- evidence label="Strength of evidence" words="with {}"
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

from mkdocs_casebook.model import Value
from mkdocs_casebook.problems import quote
from mkdocs_casebook.read.nodes import Node, Text
from mkdocs_casebook.schema.fields import Reading

_NAME = re.compile(r"[a-z][a-z-]{0,30}")
_TAKEN = frozenset({"page", "words", "sort", "view", "show"})
"""Names that mean something else in addresses."""

_SETTINGS = ("field", "label", "order", "show", "words")
_ORDERS = ("label", "count", "newest", "declared")


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A line that declares one facet of an index."""

    fields: Collection[str]
    """Where a facet may find its values."""

    named: Collection[str]
    """Facets that need no field, because they are declared."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the name and the settings, or ``None`` after reporting what is wrong."""
        if not isinstance(node, Text):
            found = "there is more than one line of text here"
            reading.report(node, place, "bad-facet", found, expected=f"Write {self.describe()}.")
            return None
        values, wrong = self._parse(node.value)
        if wrong:
            reading.report(node, place, "bad-facet", wrong, expected=f"Write {self.describe()}.")
            return None
        return MappingProxyType(values)

    def _parse(self, line: str) -> tuple[dict[str, Value], str]:
        """Return the settings of a line, and what is wrong with it."""
        try:
            name, *parts = shlex.split(line)
        except ValueError:
            return {}, "a quotation mark has no partner"
        if not _NAME.fullmatch(name) or name in _TAKEN:
            return {}, f"{quote(name)} cannot be the name of a facet"
        values: dict[str, Value] = {"name": name}
        for part in parts:
            setting, equals, value = part.partition("=")
            if setting not in _SETTINGS or not equals or not value:
                return {}, f"{quote(part)} says nothing about a facet"
            values[setting] = value
        return values, self._fault(values)

    def _fault(self, values: dict[str, Value]) -> str:
        """Return what is wrong with the settings of a facet; nothing if they will do."""
        name = str(values["name"])
        field = str(values.get("field", name))
        if field not in self.fields and not (name in self.named and "field" not in values):
            return f"there is no field called {quote(field)} to take values from"
        if values.get("order", "label") not in _ORDERS:
            return f"{quote(str(values['order']))} is no order to list values in"
        show = str(values.get("show", "1"))
        if not (show.isascii() and show.isdecimal() and 1 <= int(show[:4]) <= 999):  # noqa: PLR2004 - a number of up to three digits
            return f"{quote(show)} is not a number of values to show"
        words = str(values.get("words", "{}"))
        if words.count("{}") != 1 or words.count("{") + words.count("}") != 2:  # noqa: PLR2004 - one pair
            return f"{quote(words)} has no {{}} for the value, or more than one"
        return ""

    def describe(self) -> str:
        """Return what to write."""
        return 'the name of a facet, and what is to be otherwise: evidence label="Evidence" show=4'

    def json_schema(self) -> dict[str, object]:
        """Return the schema of the line as typed."""
        return {"type": "string", "pattern": "^[a-z]", "description": self.describe()}
