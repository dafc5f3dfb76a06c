"""Read what a site's settings say of fields that its files had before Casebook.

.. code-block:: yaml

    renamed_fields: {excerpt: summary}
    unknown_fields: allow
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import MappingProxyType

from mkdocs_casebook.content.configuration import get, group_at
from mkdocs_casebook.content.nodes import Group, Text
from mkdocs_casebook.core.problems import quote
from mkdocs_casebook.schema.fields import Reading
from mkdocs_casebook.schema.kinds import Schema

RENAMED = "renamed_fields"
UNKNOWN = "unknown_fields"
ANSWERS = ("refuse", "allow")
"""What can be done with fields that nobody has declared; the first is usual."""


def with_other_fields(schema: Schema, options: Group, reading: Reading) -> Schema:
    """Return a schema that knows the fields by the names that a site has for them."""
    node = get(options, UNKNOWN)
    answer = node.value.strip() if isinstance(node, Text) else ANSWERS[0]
    if node is not None and answer not in ANSWERS:
        found = f"{quote(answer)} is not one of the choices"
        expected = f"Choose one of: {', '.join(ANSWERS)}."
        reading.report(node, UNKNOWN, "unknown-value", found, expected=expected)
    renamed = MappingProxyType(dict(_renamed(schema, options, reading)))
    return replace(schema, renamed=renamed, lets_through=answer == ANSWERS[1])


def _renamed(schema: Schema, options: Group, reading: Reading) -> Iterator[tuple[str, str]]:
    """Yield each name of a site's own with the one that is declared; report what is neither."""
    declared = {name for kind in schema.kinds.values() for name in kind.fields.by_name}
    for name, node in group_at(options, RENAMED).fields:
        place = f"{RENAMED}.{name.value[:40]}"
        meant = node.value.strip() if isinstance(node, Text) else ""
        if meant not in declared:
            reading.report_unknown(
                Text(meant, name.line), place, sorted(declared), fix="Name a field of a kind."
            )
        elif name.value in declared:
            found = f"there is a field called {quote(name.value)} already"
            reading.report(name, place, "duplicate-field", found, fix="Delete the line.")
        else:
            yield name.value, meant
