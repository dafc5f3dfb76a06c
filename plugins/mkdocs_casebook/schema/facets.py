"""Define facets, as ``kinds.yml`` or one line of an index page declares them.

- theme
- system order=label show=12
- evidence label="Strength of evidence" words="with {}"
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from enum import StrEnum
from types import MappingProxyType

from mkdocs_casebook.content.nodes import Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.fields import Reading

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}")
_TAKEN = frozenset({"page", "words", "sort", "view", "show"})
"""Names that mean something else in addresses."""

_SETTINGS = ("field", "label", "order", "show", "words")


class Order(StrEnum):
    """How the values of a facet are sorted."""

    LABEL = "label"
    COUNT = "count"
    """Those that most entries have first."""

    NEWEST = "newest"
    """Numbers, the largest first."""

    DECLARED = "declared"
    """As the field declares its options, or as the entries come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow a list."""

    name: str
    """What stands in addresses: ``theme`` in ``/case-studies/theme/risk/`` and ``?theme=risk``."""

    field: str
    """Where its values are: a field's name, a field and one of the entry it refers to with a dot
    between, or one of ``kind``, ``part`` and ``origin``."""

    label: str
    words: str = "with {}"
    """What a chosen value adds to the sentence above the list."""

    order: Order = Order.LABEL
    show: int = 8
    """How many values are shown before the rest are folded away."""

    said: Mapping[str, str] = dataclass_field(default_factory=dict)
    """What stands in the sentence for values whose label would read badly there, by slug."""

    @property
    def noun(self) -> str:
        """The label as it stands within a sentence: ``by type of trust``."""
        return within_sentence(self.label)


def within_sentence(label: str) -> str:
    """Return a label as it stands within a sentence: only names and abbreviations keep a capital.

    >>> within_sentence("Mental health"), within_sentence("COVID-19"), within_sentence("A&E")
    ('mental health', 'COVID-19', 'A&E')
    """
    rest = label.partition(" ")[0][1:]
    return label[:1].lower() + label[1:] if rest == rest.lower() else label


def declared(line: Mapping[str, object], known: Mapping[str, Facet]) -> Facet:
    """Return the facet of one line: what it does not say is as in the facet of the same name."""
    name = str(line["name"])
    place = str(line.get("field", name))
    usual = known.get(name) or Facet(
        name=name, field=place, label=name.replace("-", " ").capitalize()
    )
    return replace(
        usual,
        field=str(line.get("field", usual.field)),
        label=str(line.get("label", usual.label)),
        words=str(line.get("words", usual.words)),
        order=Order(str(line.get("order", usual.order))),
        show=int(str(line.get("show", usual.show))),
    )


def may_be_called(name: str) -> bool:
    """Return whether a facet can have a name: it stands in addresses."""
    return _NAME.fullmatch(name) is not None and name not in _TAKEN


@dataclass(frozen=True, slots=True)
class FacetLine:
    """A line that declares one facet of an index."""

    fields: Collection[str]
    """Where a facet may find its values."""

    named: Collection[str]
    """Facets that need no field, because they are declared."""

    def read(self, node: Node, place: str, reading: Reading) -> Value | None:
        """Return the name and the settings, or ``None`` after reporting what is wrong."""
        values: dict[str, Value] = {}
        found = "there is more than one line of text here"
        if isinstance(node, Text):
            values, found = self._parse(node.value)
        if found:
            reading.report(node, place, "bad-facet", found, expected=f"Write {self.describe()}.")
            return None
        return MappingProxyType(values)

    def _parse(self, line: str) -> tuple[dict[str, Value], str]:
        """Return the settings of a line, and what is wrong with it."""
        try:
            name, *parts = shlex.split(line)
        except ValueError:
            return {}, "a quotation mark has no partner"
        values: dict[str, Value] = {"name": name}
        for part in parts:
            setting, equals, value = part.partition("=")
            if setting not in _SETTINGS or not equals or not value:
                return {}, f"{quote(part)} says nothing about a facet"
            values[setting] = value
        return values, self.fault(values)

    def fault(self, values: Mapping[str, object]) -> str:
        """Return what is wrong with a facet’s name and settings; nothing if they will do."""
        name = str(values["name"])
        field = str(values.get("field", name))
        if not may_be_called(name):
            return f"{quote(name)} cannot be the name of a facet"
        if field not in self.fields and not (name in self.named and "field" not in values):
            return f"there is no field called {quote(field)} to take values from"
        if values.get("order", "label") not in tuple(Order):
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
