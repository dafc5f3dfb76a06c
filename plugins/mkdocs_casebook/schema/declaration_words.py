"""Declare the words that declarations of kinds, fields and facets are written in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mkdocs_casebook.content.nodes import Group, Node, Text
from mkdocs_casebook.core.model import Value
from mkdocs_casebook.schema.fields import Choice, Field, FieldType

NONE: frozenset[str] = frozenset()
_YES = frozenset({"yes", "true"})

YES_OR_NO = Choice(MappingProxyType({"yes": "Yes", "no": "No", "true": "Yes", "false": "No"}))


def setting(
    name: str, kind: FieldType, help_text: str, example: str = "", *, required: bool = False
) -> Field:
    """Return a part of a declaration, as a field of its own."""
    label = name.capitalize().replace("-", " ")
    return Field(
        name=name, type=kind, label=label, help=help_text, example=example, required=required
    )


def one_of(*names: str) -> Choice:
    """Return a choice of names that stand for themselves."""
    return Choice(MappingProxyType({name: name for name in names}))


def is_yes(value: Value) -> bool:
    """Return whether a setting is turned on."""
    return value in _YES


def without(group: Group, *names: str) -> Group:
    """Return a group without some of its fields."""
    return Group(tuple((n, v) for n, v in group.fields if n.value not in names), group.line)


def texts_of(node: Node | None) -> Mapping[str, str]:
    """Return the texts of a group by name."""
    fields = node.fields if isinstance(node, Group) else ()
    return MappingProxyType({n.value: v.value for n, v in fields if isinstance(v, Text)})
